"""The paper that is filled in, shown with the shipped faces, and what a test types into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from foreground import bring_to_front
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from app.forms.editions import editions
from app.forms.fonts import faces

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.paper.view import PaperView


@pytest.fixture
def enrolment():
    return editions()["sichuan-2018-enrolment"]


@pytest.fixture
def paper(qtbot: QtBot, enrolment) -> Iterator[PaperView]:
    """An empty 报名表 in a window of its own."""
    from app.ui.paper.view import PaperView

    made = PaperView(faces(system=False))
    qtbot.addWidget(made)
    made.resize(980, 760)
    made.show_document(enrolment, {})
    bring_to_front(qtbot, made)
    yield made
    if made.cropping is not None:
        made.cropping.close()


@pytest.fixture
def enter(paper: PaperView, type_text: Callable[[QWidget, str], None]) -> Callable[[str, str], None]:
    """``enter(path, text)`` takes a cell in hand and types over what stands there."""

    def entering(path: str, text: str) -> None:
        cell = paper.document.cell(path)
        assert cell is not None, path
        paper.hand.take(cell)
        assert paper.hand.editor is not None
        paper.hand.editor.selectAll()
        type_text(paper.hand.editor, text)

    return entering


@pytest.fixture
def click(paper: PaperView, qtbot: QtBot) -> Callable[[str], None]:
    """``click(path)`` clicks into the middle of a cell, scrolled to first."""

    def clicking(path: str) -> None:
        cell = paper.document.cell(path)
        assert cell is not None, path
        paper.area.show_cell(cell)
        middle: QPoint = paper.area.rect_of(cell).center()
        qtbot.mouseClick(paper.area.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    return clicking
