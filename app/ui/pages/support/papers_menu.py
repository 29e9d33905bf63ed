"""打印 beside a list: the papers that there are of its records, straight to the print page, or one to be looked through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app.ui.desk import Desk
from app.ui.icons import icon
from app.ui.widgets.basics import button

if TYPE_CHECKING:
    from app.forms.edition import Edition

Chosen = Callable[[], Sequence[bytes]]


def every(_: Edition) -> bool:
    """All papers of a subject fit its records."""
    return True


def papers_button(
    desk: Desk,
    subjects: Sequence[str],
    chosen: Chosen,
    text: str = "文书…",
    fits: Callable[[Edition], bool] = every,
) -> QPushButton:
    """A button whose menu names every edition of the subjects; ``chosen`` gives the records that are meant.

    Papers that do not fit what is chosen now are left out.
    """
    made: QPushButton = button(
        text, lambda: show_papers(made, desk, subjects, chosen, fits), symbol="printer"
    )
    return made


def papers_of(desk: Desk, subjects: Sequence[str]) -> list[Edition]:
    """The editions of the subjects, in their order, the office's own first, then by name."""
    from app.operations.own_editions import is_own, known_editions

    known = [one for one in known_editions(desk.folder).values() if one.subject in subjects]
    return sorted(
        known, key=lambda one: (subjects.index(one.subject), not is_own(desk.folder, one), one.name)
    )


def show_papers(
    place: QWidget,
    desk: Desk,
    subjects: Sequence[str],
    chosen: Chosen,
    fits: Callable[[Edition], bool] = every,
) -> QMenu:
    """Offer the papers below a button."""
    menu = QMenu(place)
    ids = list(chosen())
    found = list(filter(fits, papers_of(desk, subjects)))
    for edition in found:
        entry = menu.addAction(icon("printer"), f"打印《{edition.name}》…")
        entry.setEnabled(bool(ids))
        entry.triggered.connect(lambda _=False, one=edition: desk.printing.emit(one.id, list(chosen())))
    letters = [edition for edition in found if edition.kind != "list"]
    if letters:
        menu.addSeparator()
    for edition in letters:
        entry = menu.addAction(icon("pen-line"), f"看《{edition.name}》，改文字、编文号…")
        entry.setEnabled(len(ids) == 1)
        entry.triggered.connect(lambda _=False, one=edition: _open(place, desk, one, list(chosen())))
    if not found:
        menu.addAction("还没有这种表样，可在“设置 → 表样”里添加").setEnabled(False)
    menu.popup(place.mapToGlobal(place.rect().bottomLeft()))
    return menu


def _open(place: QWidget, desk: Desk, edition: Edition, ids: Sequence[bytes]) -> None:
    if ids:
        from app.ui.pages.support.letter_dialog import LetterDialog

        LetterDialog(place.window(), desk, edition, ids[0]).open()
