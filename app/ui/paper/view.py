"""The paper that is filled in on the screen: the page as it prints, one editor at the cell in hand, hints below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from app.catalogue.fields import Value
from app.catalogue.problems import Problem, Refusal
from app.forms.boxes import PHOTO_INSET
from app.forms.fonts import faces as machine_faces
from app.ui.paper.area import PaperArea
from app.ui.paper.aside import aside
from app.ui.paper.cells import Cell
from app.ui.paper.document import PaperDocument
from app.ui.paper.hand import Hand
from app.ui.paper.keys import Keys
from app.ui.paper.photo import SUFFIXES, Photo, cut, fits, photo_of, read_photo
from app.ui.paper.strip import Strip
from app.ui.widgets.basics import column
from app.ui.widgets.suggest import Suggest

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.forms.fonts import FaceSet
    from app.ui.paper.cropping import CropDialog


def _told(values: Mapping[str, Value]) -> dict[str, Value]:
    return {path: value for path, value in values.items() if value not in (None, "")}


class PaperView(QWidget):
    """``edited`` follows each keystroke and change, ``zoomed`` another size by Ctrl and the wheel.

    Values are canonical, by field path (:mod:`app.catalogue.fields`).
    """

    edited = Signal()
    zoomed = Signal(float)

    def __init__(self, faces: FaceSet | None = None) -> None:
        super().__init__()
        self.document = PaperDocument(faces or machine_faces(), self)
        self.area = PaperArea(self.document)
        self.hand = Hand(self.area, self.document)
        self.keys = Keys(self.hand)
        self.strip = Strip()
        self.cropping: CropDialog | None = None
        self.asking: QFileDialog | None = None
        self._paper = object()
        """Another object for each paper put up: a photo that was being read for one does not go onto the next."""
        laid = column(self.area, self.strip, gap=0)
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self.setFocusProxy(self.area)
        self.hand.edited.connect(self.edited)
        self.area.wheeled.connect(self.zoomed)
        self.hand.moved.connect(self._speak)
        self.document.problems_changed.connect(lambda _: self._speak())
        self.hand.photo_asked.connect(self.ask_photo)
        self.keys.pasted.connect(self._paste_photo)
        self.area.viewport().setAcceptDrops(True)
        self.area.viewport().installEventFilter(self)

    # what the paper panel asks of it

    def show_document(self, edition: Edition, values: Mapping[str, Value]) -> None:
        """Put up a paper; what was in hand on the one before is forgotten.

        The same paper once more (it was stored meanwhile) leaves everything as it is; with other values, whoever is
        typing stays in the same cell.
        """
        known = self.document
        if edition is known.edition and _told(values) == _told(known.values):
            return
        stays = self.hand.area.current if edition is known.edition and self.hand.has_keyboard else ""
        self._paper = object()
        if self.cropping is not None:
            self.cropping.reject()
        self.hand.drop()
        known.show(edition, values)
        cell = known.cell(stays) if stays else None
        if cell is not None:
            self.hand.take(cell)
        else:
            self.area.verticalScrollBar().setValue(0)

    def values(self) -> dict[str, Value]:
        """All values as they stand now, the text in the open editor among them."""
        return self.document.values | self.hand.typed()

    def commit(self) -> None:
        """What stands in the editor goes onto the paper."""
        self.hand.commit()

    def begin(self) -> None:
        """Put the keyboard into the first cell."""
        if self.document.cells:
            self.hand.take(self.document.cells[0])

    def lock(self, why: str) -> None:
        """Let nothing be written, and say why below the paper; '' lets it be written again."""
        if why == self.hand.locked:
            return
        self.hand.leave()
        self.hand.locked = why
        self._speak()

    @property
    def locked(self) -> str:
        """Why nothing can be written; '' where one may."""
        return self.hand.locked

    def offer(self, offers: Mapping[str, Suggest]) -> None:
        """What to offer in cells while one types, by field path."""
        self.hand.offers = dict(offers)

    @property
    def zoom(self) -> float:
        """1.0 is the size of the paper at 96 dots an inch."""
        return self.area.zoom

    def set_zoom(self, factor: float) -> None:
        self.area.set_zoom(factor)

    def fit_width(self) -> None:
        self.area.fit_width()

    def cells(self) -> Sequence[Cell]:
        """The cells in reading order."""
        return self.document.cells

    def _speak(self) -> None:
        cell = self.hand.cell
        self.area.setAccessibleName(f"纸面：{cell.label}" if cell else "纸面")
        if self.hand.locked:
            self.strip.remark(self.hand.locked)
        else:
            self.strip.show_cell(cell, self.document.notes.get(cell.path) if cell else None)

    # photos

    def ask_photo(self, cell: Cell) -> None:
        """Choose a picture file for a photo cell."""
        dialog = QFileDialog(self, "选择照片")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("照片 (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ")")
        dialog.fileSelected.connect(lambda name: self.take_photo(cell, Path(name)))
        dialog.finished.connect(lambda _: self._asked())
        self.asking = dialog
        dialog.open()

    def _asked(self) -> None:
        if self.asking is not None:
            self.asking.deleteLater()
            self.asking = None

    def _paste_photo(self, cell: Cell) -> None:
        found = photo_of(QGuiApplication.clipboard().mimeData())
        if found is None:
            self.strip.complain("剪贴板里没有照片：请先复制一张照片或照片文件")
        else:
            self.take_photo(cell, found)

    def take_photo(self, cell: Cell, source: Path | QImage) -> None:
        """Read a picture off the GUI thread and put it into the cell, cut to its shape."""
        paper = self._paper
        self.strip.remark("正在打开照片…")
        aside(
            self,
            lambda: read_photo(source),
            lambda photo: self._read(cell, photo) if paper is self._paper else None,
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._refuse(error.problem)
        elif isinstance(error, OSError):
            self._refuse(Problem("PHO-003", "照片文件打不开", "请看文件是否还在、是否正被别的程序占用"))
        else:
            raise error

    def _refuse(self, problem: Problem) -> None:
        self.strip.complain(problem.said)

    def _read(self, cell: Cell, photo: Photo) -> None:
        ratio = (cell.w - 2 * PHOTO_INSET) / (cell.h - 2 * PHOTO_INSET)
        if fits(photo.image.size(), ratio):
            self._put(cell, photo.own or cut(photo.image, photo.image.rect()))
            return
        from app.ui.paper.cropping import CropDialog

        dialog = CropDialog(photo.image, ratio, self)
        dialog.accepted.connect(lambda: self._put(cell, cut(photo.image, dialog.view.part())))
        dialog.finished.connect(lambda _: self._cropped())
        self.cropping = dialog
        self._speak()
        dialog.open()

    def _cropped(self) -> None:
        if self.cropping is not None:
            self.cropping.deleteLater()
            self.cropping = None

    def _put(self, cell: Cell, photo: bytes) -> None:
        self.hand.set(cell, photo)
        self._speak()

    # drops: a picture onto the paper is a photo, anything else goes to the window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is not self.area.viewport() or not isinstance(event, QDropEvent):
            return False
        photo = next((cell for cell in self.document.cells if cell.kind == "photo"), None)
        found = photo_of(event.mimeData()) if photo is not None else None
        if photo is None or found is None:
            event.ignore()
            return True
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            event.acceptProposedAction()
        elif event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self.take_photo(photo, found)
        return True
