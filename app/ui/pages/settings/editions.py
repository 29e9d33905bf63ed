"""表样: the official papers that the program knows, where they come from, and how they look when blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.desk import Desk
from app.ui.lists.panel import ListPanel
from app.ui.lists.source import Column, Query
from app.ui.widgets.basics import card, column, label

if TYPE_CHECKING:
    from app.forms.edition import Edition

KINDS = {"sheet": "单张", "list": "列表"}


class EditionSource:
    """The editions; a key is the edition's id as bytes."""

    columns: tuple[Column, ...] = (
        Column("name", "表样", 260, sortable=False, strong=True),
        Column("source", "文号", 220, sortable=False),
        Column("kind", "种类", 80, sortable=False, tag=True),
    )
    tables: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.editions: dict[bytes, Edition] = {}

    def ids(self, query: Query) -> Sequence[bytes]:
        from app.forms.editions import editions

        self.editions = {key.encode(): edition for key, edition in editions().items()}
        return [
            key for key, edition in self.editions.items() if query.search in edition.name + edition.source
        ]

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        found = {}
        for key in ids:
            edition = self.editions[key]
            found[key] = (edition.name, edition.source, KINDS.get(edition.kind, edition.kind))
        return found


class EditionsTab(QWidget):
    """List on the left, what is known of the chosen edition and its blank paper on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.source = EditionSource()
        self.list = ListPanel(desk, "editions", self.source, placeholder="筛选表样", name="表样")
        self.about = label("", "soft", wrap=True)
        self.title = label("", "title", wrap=True)
        from app.ui.paper.preview import PreviewView

        self.preview = PreviewView()
        right = QWidget()
        body = column(
            card(column(self.title, self.about, margins=(16, 12, 16, 12), gap=4)), self.preview, gap=10
        )
        body.setStretch(1, 1)
        right.setLayout(body)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        desk.settings.watch_splitter("editions", splitter)
        self.setLayout(column(splitter))
        self.list.view.record_chosen.connect(self._show)
        self.list.loaded.connect(self._first)

    def _first(self) -> None:
        if not self.list.view.current_record() and self.list.model.ids:
            self.list.view.choose(self.list.model.ids[0])

    def _show(self, key: bytes) -> None:
        edition = self.source.editions.get(key)
        if edition is None:
            return
        self.title.setText("".join(line.text for line in edition.title))
        self.desk.runner.run(
            "排版表样", lambda progress: _blank(edition), lambda found: self._arrived(key, edition, *found),
            owner=self, lane="read", failed=self.desk.trouble,
        )  # fmt: skip

    def _arrived(self, key: bytes, edition: Edition, pages: list[Any], faces: str) -> None:
        if key == self.list.view.current_record():
            sides = "双面打印" if edition.sides == 2 else "单面打印"
            landscape = "横向" if edition.landscape else "纵向"
            paper = f"{edition.size} {landscape} · {sides} · 一般打印 {edition.copies} 份 · 编号 {edition.id}"
            self.about.setText(f"{edition.source}\n{paper}\n字体：{faces}")
            self.preview.show_pages(pages)


def _blank(edition: Edition) -> tuple[list[Any], str]:
    """The pages of the blank form and the names of the faces that it uses."""
    from app.forms.fonts import faces
    from app.forms.layout import lay_out
    from app.forms.snapshot import BLANK

    known = faces()
    pages = lay_out(edition, BLANK, known)
    used = {run.face for page in pages for box in page.boxes for line in box.lines for run in line.runs}
    return pages, "、".join(sorted(known.by_key(key).name for key in used))
