"""A bundle: pages behind one another, numbered through, scans upright on pages of their own, bookmarks that lead there."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdfium2 import PdfDocument, PdfImage, PdfMatrix

from app.catalogue.problems import Cancelled, Refusal
from app.forms.bundle import STRIP, Leaf, numbered, scan_leaf, starts, write_bundle
from app.forms.editions import editions
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.pdf_draw import PT
from app.forms.snapshot import BLANK, Snapshot

RED, WHITE = (255, 0, 0), (255, 255, 255)


def picture(size, kind, **told):
    """A white sheet whose upper half is red."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    made = BytesIO()
    image.save(made, kind, **told)
    return made.getvalue()


def scanned_pdf(*turns, offset=0):
    """A PDF with a page for each turn; its mediabox begins at ``offset``."""
    made, document = BytesIO(), PdfDocument.new()
    for turn in turns:
        page = document.new_page(595, 842)
        page.set_mediabox(offset, offset, offset + 595, offset + 842)
        image = PdfImage.new(document)
        image.load_jpeg(BytesIO(picture((300, 424), "JPEG")), inline=True)
        image.set_matrix(PdfMatrix().scale(595, 842).translate(offset, offset))
        page.insert_obj(image)
        page.gen_content()
        page.set_rotation(turn)
    document.save(made)
    document.close()
    return made.getvalue()


@pytest.fixture(scope="module")
def leaves():
    def leaf(title, key, paper=BLANK, **told):
        return Leaf(title, tuple(lay_out(editions()[key], paper, faces())), **told)

    return [
        leaf("鉴定表", "yubei-2021-appraisal", marks=((0, "鉴定表"),)),
        leaf("证书", "yuanbang-mentoring-certificate", Snapshot({}, name="某"), marks=((0, "证书"), (1, "某")), framed=True),
        scan_leaf("扫描", scanned_pdf(0, 90, offset=40)),
        scan_leaf("照片", picture((600, 400), "JPEG")),
        scan_leaf("图片", picture((400, 900), "PNG")),
    ]  # fmt: skip


def texts(path):
    with PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_pages_are_numbered_through_and_bookmarks_lead_to_them(leaves, tmp_path):
    target = tmp_path / "合订.pdf"
    seen = []
    write_bundle(
        numbered(leaves, faces()),
        target,
        title="合订",
        faces=faces(),
        progress=lambda *told: seen.append(told),
    )
    said = texts(target)
    assert len(said) == sum(len(leaf.pages) for leaf in leaves) == 7
    for number, text in enumerate(said, start=1):
        assert f"第{number}页 共7页" in text.replace("\u2002", " "), text
    assert "考核鉴定表" in said[0] and "师带徒合格证书" in said[2]
    with PdfDocument(target) as document:
        toc = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        assert document.get_metadata_dict()["Title"] == "合订"
    assert toc == [(0, "鉴定表", 0), (0, "证书", 2), (1, "某", 2)]
    assert list(starts(leaves)) == [1, 3, 4, 6, 7]
    assert seen[-1] == (5, 5)


def test_scans_stand_upright_and_whole_above_the_number(leaves, tmp_path):
    target = tmp_path / "合订.pdf"
    write_bundle(numbered(leaves, faces()), target, title="合订", faces=faces())
    with PdfDocument(target) as document:
        pages = [document[number] for number in range(3, 7)]
        wide = [page.get_width() > page.get_height() for page in pages]
        images = [page.render(scale=0.5).to_pil().convert("RGB") for page in pages]
    assert wide == [False, True, True, False]

    def seen(image, x, y):
        return tuple(255 if part > 128 else 0 for part in image.getpixel((x, y)))

    for image, turned in zip(images, (False, True, False, False), strict=True):
        width, height = image.size
        room = height - STRIP * PT / 2
        if turned:  # the red half is at the right now
            assert seen(image, width * 3 // 4, int(room / 2)) == RED
            assert seen(image, width // 4, int(room / 2)) == WHITE
        else:
            assert seen(image, width // 2, int(room * 0.25)) == RED
            assert seen(image, width // 2, int(room * 0.75)) == WHITE
        strip = image.crop((0, int(room) + 1, width, height)).convert("L")
        assert min(strip.crop((0, 0, width // 2, strip.height)).tobytes()) > 250, "nothing beside the number"
        assert min(strip.tobytes()) < 200, "the number"


def test_what_cannot_be_read_is_refused_and_cancelling_leaves_nothing(leaves, tmp_path):
    for data in (b"%PDF-1.4 spoilt", b"no picture"):
        with pytest.raises(Refusal) as caught:
            scan_leaf("坏", data)
        assert caught.value.problem.code == "SCN-010"

    def stop(done, total):
        raise Cancelled

    for some in (leaves, leaves[:2]):
        with pytest.raises(Cancelled):
            write_bundle(some, tmp_path / "x.pdf", title="x", faces=faces(), progress=stop)
    assert list(tmp_path.iterdir()) == []
