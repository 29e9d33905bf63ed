"""表样: the official papers that the program knows, the office's own ones, and how they look when blank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.forms.edition import PLACEHOLDER
from app.ui.desk import Desk
from app.ui.lists.panel import ListPanel
from app.ui.lists.source import Column, Query
from app.ui.lookups import lookups
from app.ui.pages.settings.edition_editor import EditionEditor
from app.ui.widgets.basics import button, card, column, label, row
from app.ui.widgets.choosing import choose_file, choose_target
from app.ui.widgets.dialogs import FieldsDialog, Values, ask_delete
from app.ui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from app.forms.edition import Edition

KINDS = {"sheet": "单张", "list": "列表", "letter": "文书", "certificate": "证书"}
FILES = "表样文件 (*.toml)"


class EditionSource:
    """The editions; a key is the edition's id as bytes."""

    columns: tuple[Column, ...] = (
        Column("name", "表样", 250, sortable=False, strong=True),
        Column("source", "文号、来源", 210, sortable=False),
        Column("kind", "种类", 70, sortable=False, tag=True),
        Column("own", "", 70, sortable=False, tag=True),
    )
    tables: frozenset[str] = frozenset({"edition"})

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.editions: dict[bytes, Edition] = {}

    def ids(self, query: Query) -> Sequence[bytes]:
        from app.operations.own_editions import is_own, known_editions

        known = sorted(known_editions(self.folder).values(), key=lambda one: not is_own(self.folder, one))
        self.editions = {edition.id.encode(): edition for edition in known}
        return [
            key for key, edition in self.editions.items() if query.search in edition.name + edition.source
        ]

    def rows(self, ids: Sequence[bytes]) -> Mapping[bytes, Sequence[object]]:
        from app.operations.own_editions import is_own

        found = {}
        for key in ids:
            edition = self.editions.get(key)
            if edition is None:
                continue  # taken off the list while its row still stood there
            own = "本单位" if is_own(self.folder, edition) else ""
            found[key] = (edition.name, edition.source, KINDS.get(edition.kind, edition.kind), own)
        return found


class EditionsTab(QWidget):
    """List on the left (or, while one is changed, its editor), the chosen edition's blank paper on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.source = EditionSource(desk.folder)
        self.list = ListPanel(desk, "editions", self.source, placeholder="筛选表样", name="表样")
        self.editor = EditionEditor(desk)
        self.about = label("", "soft", wrap=True)
        self.title = label("", "title", wrap=True)
        from app.ui.paper.preview import PreviewView

        self.preview = PreviewView()
        self.copy = button("复制成自己的表样…", self.ask_copy, symbol="copy", role="primary")
        self.edit = button("修改", self.begin_edit, symbol="pencil")
        self.export = button("导出文件…", self.ask_export, symbol="download")
        self.remove = button("删除", self.ask_remove, symbol="trash-2", role="danger")
        self.take_in = button("从文件导入…", self.ask_import, symbol="upload")
        self._build()
        self.list.view.record_chosen.connect(self._show)
        self.list.loaded.connect(self._first)
        self.editor.closed.connect(lambda: self.left.setCurrentIndex(0))
        self.editor.changed.connect(self._edited)

    def _build(self) -> None:
        right, listed = QWidget(), QWidget()
        buttons = row(self.copy, self.edit, self.export, 1, self.remove, gap=8)
        head = column(self.title, self.about, buttons, margins=(16, 12, 16, 12), gap=6)
        body = column(card(head), self.preview, gap=10)
        body.setStretch(1, 1)
        right.setLayout(body)
        beside = column(row(self.take_in, 1), self.list, gap=10)
        beside.setStretch(1, 1)
        listed.setLayout(beside)
        self.left = QStackedWidget()
        self.left.addWidget(listed)
        self.left.addWidget(card(column(self.editor, margins=(16, 14, 16, 14))))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        self.left.setMinimumWidth(340)
        splitter.addWidget(self.left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        self.desk.settings.watch_splitter("editions", splitter)
        self.setLayout(column(splitter))

    @property
    def chosen(self) -> Edition | None:
        """The edition that is shown."""
        return self.source.editions.get(self.list.view.current_record() or b"")

    def _first(self) -> None:
        if not self.list.view.current_record() and self.list.model.ids:
            self.list.view.choose(self.list.model.ids[0])
        elif self.chosen is not None:
            self._show(self.chosen.id.encode())

    def _show(self, key: bytes) -> None:
        from app.operations.own_editions import is_own

        edition = self.source.editions.get(key)
        if edition is None:
            return
        own = is_own(self.desk.folder, edition)
        self.edit.setVisible(own)
        self.remove.setVisible(own)
        self.title.setText(PLACEHOLDER.sub("　", "".join(line.text for line in edition.title)))
        self.desk.runner.run(
            "排版表样", lambda progress: _blank(edition), lambda found: self._arrived(key, edition, *found),
            owner=self, lane="read", failed=self.desk.trouble,
        )  # fmt: skip

    def _arrived(self, key: bytes, edition: Edition, pages: list[Any], faces: str) -> None:
        if key == self.list.view.current_record():
            sides = "双面打印" if edition.sides == 2 else "单面打印"
            landscape = "横向" if edition.landscape else "纵向"
            paper = f"{edition.size} {landscape} · {sides} · 一般打印 {edition.copies} 份 · 编号 {edition.id}"
            own_words = "参考样式：文字是本程序自拟的，请按本单位的情况修改\n" if edition.reference else ""
            self.about.setText(f"{own_words}{edition.source}\n{paper}\n字体：{faces}")
            self.preview.show_pages(pages)

    # the office's own

    def ask_copy(self) -> None:
        """Ask what the copy is called and for which year it is."""
        from app.operations.own_editions import years_in

        edition = self.chosen
        if edition is None:
            return
        years = years_in(edition)
        specs = [FieldSpec("name", "短名", hint=f"不填就叫“{edition.name}”，后面写上年份")]
        if years:
            specs.append(FieldSpec("year", f"标题里的{years[0]}年改为", hint="不改就照旧"))
        dialog = FieldsDialog(
            self, "复制成自己的表样", specs, lookups(self.desk), lambda values: self.copy_to(edition.id, values),
            said="原来的表样不变，往年的记录仍按原来的打印。", verb="复制",
        )  # fmt: skip
        if years:
            dialog.show_values({"year": str(int(years[0]) + 1)})
        dialog.open()

    def copy_to(self, source: str, values: Values) -> None:
        """Make the copy and begin to change it."""
        from app.operations.own_editions import copy_edition

        folder = self.desk.folder
        year = str(values.get("year") or "").strip().removesuffix("年")
        shown = re.sub(r"（\d{4}年）$", "", self.source.editions[source.encode()].name)
        name = str(values["name"] or "") or f"{shown}（{f'{year}年' if year else '本单位'}）"
        self.desk.act(
            "复制表样",
            lambda store, progress: copy_edition(folder, source, name, year),
            lambda outcome: self._copied(str(outcome.items[0]["id"])),
            owner=self,
        )

    def _copied(self, key: str) -> None:
        self.list.choose(key.encode())
        self._open(key)

    def begin_edit(self) -> None:
        """Change the chosen edition."""
        if self.chosen is not None:
            self._open(self.chosen.id)

    def _open(self, key: str) -> None:
        from app.operations.own_editions import edition_of

        self.editor.begin(edition_of(self.desk.folder, key))
        self.left.setCurrentIndex(1)

    def _edited(self) -> None:
        from app.operations.own_editions import edition_of

        if self.editor.edition is not None:
            edition = edition_of(self.desk.folder, self.editor.edition.id)
            self.source.editions[edition.id.encode()] = edition
            self.editor.show_edition(edition)
            self._show(edition.id.encode())

    def ask_export(self) -> None:
        """Ask where to write the chosen edition's file."""
        from app.operations.own_editions import export_edition

        edition = self.chosen
        if edition is None:
            return
        folder, key = self.desk.folder, edition.id

        def chosen(target: Path) -> None:
            self.desk.act("导出表样", lambda store, progress: export_edition(folder, key, target), owner=self)

        choose_target(self, self.desk.settings, "导出表样", f"{edition.name}.toml", FILES, chosen)

    def ask_import(self) -> None:
        """Ask for an edition's file."""
        choose_file(self, self.desk.settings, "导入表样", FILES, self.import_file)

    def import_file(self, path: Path) -> None:
        """Take in an edition's file."""
        from app.operations.own_editions import import_edition

        folder = self.desk.folder
        self.desk.act(
            "导入表样",
            lambda store, progress: import_edition(folder, path),
            lambda outcome: self.list.choose(str(outcome.items[0]["id"]).encode()),
            owner=self,
        )

    def ask_remove(self) -> None:
        """Ask before an own edition is taken off the list."""
        edition = self.chosen
        if edition is not None:
            ask_delete(
                self,
                f"表样《{edition.name}》",
                lambda: self.delete(edition.id),
                "已填的内容不会少。删除的文件改了名，留在数据文件夹的 editions 里，需要时可以找回。",
            )

    def delete(self, key: str) -> None:
        """Take an own edition off the list; records keep what was filled in."""
        from app.operations.own_editions import remove_edition

        folder = self.desk.folder
        self.desk.act("删除表样", lambda store, progress: remove_edition(folder, key), owner=self)


def _blank(edition: Edition) -> tuple[list[Any], str]:
    """The pages of the blank form and the names of the faces that it uses."""
    from app.forms.fonts import faces
    from app.forms.layout import lay_out
    from app.forms.snapshot import BLANK

    known = faces()
    pages = lay_out(edition, BLANK, known)
    used = {run.face for page in pages for box in page.boxes for line in box.lines for run in line.runs}
    return pages, "、".join(sorted(known.by_key(key).name for key in used))
