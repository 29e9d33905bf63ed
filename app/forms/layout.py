"""From an edition and a snapshot to pages of boxes in millimetres, once; every face draws these same boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.boxes import Page
from app.forms.edition import Edition
from app.forms.layout_certificate import lay_out_certificate
from app.forms.layout_letter import lay_out_letter
from app.forms.layout_list import lay_out_list
from app.forms.layout_sheet import lay_out_sheet
from app.forms.qr import marked
from app.forms.snapshot import Snapshot

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet


def lay_out(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    """The pages of one document: the blank form for :data:`app.forms.snapshot.BLANK`, else filled.

    Nothing is ever cut: a row grows within the page, then type shrinks to its stated least size, then the text goes
    on on a 续页 (sheets) or over pages (lists). Pages are numbered within the document. They bear a QR code where the
    snapshot has one to tell.
    """
    pages = _laid_out(edition, snapshot, faces)
    return marked(pages, snapshot.code) if snapshot.code is not None else pages


def _laid_out(edition: Edition, snapshot: Snapshot, faces: FaceSet) -> list[Page]:
    if edition.kind == "list":
        return lay_out_list(edition, snapshot, faces)
    if edition.kind == "letter":
        return lay_out_letter(edition, snapshot, faces)
    if edition.kind == "certificate":
        dx, dy = snapshot.overprint or (0.0, 0.0)
        return lay_out_certificate(
            edition, snapshot, faces, values_only=snapshot.overprint is not None, dx=dx, dy=dy
        )
    return lay_out_sheet(edition, snapshot, faces)
