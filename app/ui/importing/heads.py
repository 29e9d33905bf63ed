"""What the columns of a table mean: those that nothing matched with a proposal, and those that were known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from app.catalogue.fields import label_of
from app.operations.preview import Preview
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from app.tables.importing import SheetTable

LEAVE_OUT = "不导入这一列"
SAMPLES, SAMPLE_LENGTH, LOOKED_AT = 3, 14, 200
LONGEST_HEAD, LINE_LENGTH = 16, 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file. ``path`` is what it is taken for, '' for nothing; ``proposed`` what it may be."""

    head: str
    path: str
    proposed: tuple[str, ...]
    samples: str
    known: bool


def columns_of(preview: Preview) -> list[Column]:
    """Every column with a head, the unknown ones first; a head that stands on several sheets counts once."""
    unknown = {(one.sheet, one.column): tuple(one.suggestions) for one in preview.unknown}
    found: dict[str, Column] = {}
    for table in preview.tables:
        for number, head in enumerate(table.header.heads):
            if head.text and head.full not in found:
                proposed = unknown.get((table.sheet.name, number))
                path = table.matching.columns.get(number, "")
                samples = _samples(table, number)
                found[head.full] = Column(head.full, path, proposed or (), samples, proposed is None)
    return sorted(found.values(), key=lambda one: one.known)


def raw_columns(rows: Sequence[Sequence[str]], head: int) -> list[Column]:
    """The columns below a row that is taken for the heads; nothing of them is known."""
    found = {}
    for number, text in enumerate(rows[head]):
        if text and text not in found:
            below = [line[number] for line in rows[head + 1 :] if number < len(line) and line[number]]
            found[text] = Column(text, "", (), "、".join(map(_short, dict.fromkeys(below[:SAMPLES]))), False)
    return list(found.values())


def likely_head(rows: Sequence[Sequence[str]]) -> int:
    """The row that looks most like heads: the first with the most different short texts."""
    kinds = [len({text for text in line if text and len(text) <= LONGEST_HEAD}) for line in rows]
    return kinds.index(max(kinds))


def _short(text: str) -> str:
    return text if len(text) <= SAMPLE_LENGTH else text[:SAMPLE_LENGTH] + "…"


def _samples(table: SheetTable, column: int) -> str:
    from app.tables.book import as_text

    texts: list[str] = []
    for line in table.sheet.rows[table.header.last + 1 :][:LOOKED_AT]:
        text = as_text(line[column]) if column < len(line) else ""
        if text and text not in texts:
            texts.append(_short(text))
        if len(texts) == SAMPLES:
            break
    return "、".join(texts)


class FieldCombo(Combo):
    """Chooses a field. The wheel scrolls the panel, not the choice."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class HeadsPanel(QFrame):
    """``applied`` carries head → field path ('' leaves it out) for the heads that were set by hand."""

    applied = Signal(dict)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.columns: list[Column] = []
        self.combos: dict[str, FieldCombo] = {}
        self._paths: list[str] = []
        self._items = QStandardItemModel(self)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines = FieldCombo()
        self.lines.setAccessibleName("表头在哪一行")
        self.lines.activated.connect(self._take_line)
        self._rows: list[list[str]] = []
        line_label = QLabel("表头在")
        line_label.setBuddy(self.lines)
        self.line_choice = QWidget()
        laid_line = row(line_label, self.lines, gap=10)
        laid_line.setStretch(1, 1)
        self.line_choice.setLayout(laid_line)
        self.more = button("", self._show_known, role="link")
        self.apply_button = button("按这样重新读取", self.apply, role="primary")
        self.back_button = button("返回", self.left.emit)
        said = "指定以后会记住，下次同类的表不用再指定。每列右边是表里的前几个值，供核对。"
        laid = column(
            label("各列是什么", "title"),
            label(said, "soft", wrap=True),
            self.line_choice,
            self.area,
            row(self.more, 1, self.back_button, self.apply_button, gap=10),
            gap=10,
            margins=(18, 14, 14, 12),
        )
        laid.setStretch(3, 1)
        self.setLayout(laid)

    def show_columns(self, columns: Sequence[Column], paths: Sequence[str]) -> None:
        """Show these columns; ``paths`` are the fields that such a table may have."""
        self.line_choice.hide()
        self._show(columns, paths)

    def show_rows(self, rows: list[list[str]], paths: Sequence[str]) -> None:
        """Show the columns of a table whose heads nobody knows; which row they stand in is chosen first."""
        self._rows = rows
        self.lines.clear()
        for number, line in enumerate(rows, start=1):
            text = " | ".join(filter(None, line))
            self.lines.addItem(f"第 {number} 行：{text[:LINE_LENGTH]}")
        self.lines.setCurrentIndex(likely_head(rows))
        self.line_choice.show()
        self._show(raw_columns(rows, self.lines.currentIndex()), paths)

    def _take_line(self, number: int) -> None:
        self._show(raw_columns(self._rows, number), self._paths[1:])

    def _show(self, columns: Sequence[Column], paths: Sequence[str]) -> None:
        self.columns, self._paths = list(columns), ["", *paths]
        self._items.clear()
        for path in self._paths:
            self._items.appendRow(QStandardItem(label_of(path) if path else LEAVE_OUT))
        unknown = [one for one in columns if not one.known]
        self._fill(unknown or self.columns)

    def _fill(self, shown: Sequence[Column]) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 10, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for place, text in enumerate(("表头", "当作", "表里的值")):
            grid.addWidget(label(text, "label"), 0, place)
        self.combos = {}
        for line, one in enumerate(shown, start=1):
            combo = self._combo(one)
            self.combos[one.head] = combo
            grid.addWidget(label(one.head, "" if one.known else "warn", wrap=True), line, 0)
            grid.addWidget(combo, line, 1)
            grid.addWidget(label(one.samples or "（空）", "soft", wrap=True), line, 2)
        grid.setRowStretch(len(shown) + 1, 1)
        for place, share in enumerate((3, 3, 4)):
            grid.setColumnStretch(place, share)
        self.area.setWidget(body)
        hidden = len(self.columns) - len(shown)
        self.more.setText(f"也看已认出的 {hidden} 列")
        self.more.setVisible(hidden > 0)

    def _combo(self, one: Column) -> FieldCombo:
        combo = FieldCombo()
        combo.setModel(self._items)
        combo.setMaxVisibleItems(18)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setAccessibleName(f"“{one.head}”当作")
        path = one.path or (one.proposed[0] if one.proposed else "")
        combo.setCurrentIndex(self._paths.index(path) if path in self._paths else 0)
        return combo

    def _show_known(self) -> None:
        chosen = {head: combo.currentIndex() for head, combo in self.combos.items()}
        self._fill(self.columns)
        for head, index in chosen.items():
            self.combos[head].setCurrentIndex(index)

    def mapping(self) -> dict[str, str]:
        """What was set: every unknown head, and known ones that were given another meaning."""
        told = {head: self._paths[combo.currentIndex()] for head, combo in self.combos.items()}
        known = {one.head: one.path for one in self.columns if one.known}
        return {head: path for head, path in told.items() if known.get(head) != path}

    def apply(self) -> None:
        mapping = self.mapping()
        if mapping:
            self.applied.emit(mapping)
        else:
            self.left.emit()
