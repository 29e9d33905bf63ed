"""What can be done with a list that somebody else is to see: a file, a file for a chat, a picture."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from errno import EIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk
from app.ui.lists.source import Column, Query, Source

if TYPE_CHECKING:
    from PySide6.QtGui import QImage


class Rows(NamedTuple):
    """Rows that are there already as a source of a list; nobody sorts or filters it."""

    columns: tuple[Column, ...]
    cells: Mapping[bytes, Sequence[object]]
    tables: frozenset[str] = frozenset()

    def ids(self, query: Query) -> Sequence[bytes]:
        return list(self.cells)

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        return {key: self.cells[key] for key in ids}


class Seen(NamedTuple):
    """A list as it is shown now: its source, all keys in order, and what it is called."""

    source: Source
    ids: Sequence[bytes]
    name: str


class WaysOut:
    """``owner`` is the widget of the list, ``told`` gives what it shows at that moment."""

    def __init__(self, owner: QWidget, desk: Desk, told: Callable[[], Seen]) -> None:
        self.owner = owner
        self.desk = desk
        self.told = told

    def show_menu(self, button: QWidget) -> None:
        """Offer the ways above a button."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        from app.ui.icons import icon

        menu = QMenu(self.owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for symbol, text, called in (
            ("file-spreadsheet", "导出为 Excel 文件…", self.ask_export),
            ("copy", "复制为文件（到聊天里按 Ctrl+V）", self.copy_file),
            ("image", "复制为图片（到聊天里按 Ctrl+V）", self.copy_picture),
            ("image", "另存为图片…", self.ask_picture),
        ):
            menu.addAction(icon(symbol), text).triggered.connect(lambda _=False, called=called: called())
        menu.popup(button.mapToGlobal(button.rect().topLeft()))

    def ask_export(self) -> None:
        """Ask where to write the list as a workbook."""
        self._ask_target(f"{self.told().name}.xlsx", "Excel 文件 (*.xlsx)", self.write_export)

    def ask_picture(self) -> None:
        """Ask where to write the list as a picture."""
        self._ask_target(f"{self.told().name}.png", "图片 (*.png)", self.write_picture)

    def _ask_target(self, name: str, kinds: str, chosen: Callable[[Path], object]) -> None:
        from app.ui.widgets.choosing import choose_target

        choose_target(self.owner, self.desk.settings, "导出列表", name, kinds, chosen)

    def write_export(self, target: Path, then: Callable[[], object] | None = None) -> None:
        """The list as it is shown (its filter and order), all of its rows, as a workbook."""
        from app.ui.lists.export import export_rows

        seen = self.told()

        def done(count: int) -> None:
            if then is not None:
                then()
            else:
                self.desk.noticed.emit(f"已导出 {count:,} 行到 {target}")

        self.desk.runner.run(
            f"导出{seen.name}",
            lambda progress: export_rows(seen.source, seen.ids, seen.name, target, progress), done,
            owner=self.owner, failed=self.desk.trouble,
        )  # fmt: skip

    def copy_file(self) -> None:
        """Put the list on the clipboard as a file, as the file manager would copy it."""
        from PySide6.QtCore import QMimeData, QUrl
        from PySide6.QtGui import QGuiApplication

        from app.ui.lists.export import passing_file

        target = passing_file(f"{self.told().name}.xlsx")

        def copied() -> None:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(target))])
            QGuiApplication.clipboard().setMimeData(data)
            self.desk.noticed.emit("已复制为文件，可以到聊天窗口里按 Ctrl+V")

        self.write_export(target, copied)

    def copy_picture(self) -> None:
        """Put the list on the clipboard as a picture."""
        from PySide6.QtGui import QGuiApplication

        def copied(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self.desk.noticed.emit("已复制为图片，可以到聊天窗口里按 Ctrl+V")

        self._picture(copied)

    def write_picture(self, target: Path) -> None:
        """The list as a picture in a file."""
        from app.catalogue.files import written_beside

        def write(image: QImage) -> None:
            with written_beside(target) as beside:
                if not image.save(str(beside), "PNG"):  # type: ignore[call-overload]
                    raise OSError(EIO, os.strerror(EIO), str(target))

        self._picture(lambda _: self.desk.noticed.emit(f"已存成图片 {target}"), write)

    def _picture(
        self, done: Callable[[Any], None], also: Callable[[QImage], None] = lambda image: None
    ) -> None:
        """Paint the list off the GUI thread, there do what ``also`` tells with the picture, then ``done``."""
        from app.ui.lists.export import picture

        seen, font = self.told(), self.owner.font()

        def work(progress: Callable[[int, int], None]) -> QImage:
            image = picture(seen.source, seen.ids, seen.name, font, progress)
            also(image)
            return image

        self.desk.runner.run(f"把{seen.name}做成图片", work, done, owner=self.owner, failed=self.desk.trouble)
