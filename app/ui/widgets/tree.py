"""A tree or plain list to be read, not edited: heads, widths, rows that breathe; its rows as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from app.ui.desk import Desk
from app.ui.widgets.basics import button

INDENT = "　　"


def tree(heads: Sequence[str], widths: Sequence[int], name: str, *, flat: bool = False) -> QTreeWidget:
    """``widths`` in pixels at 100 %; the last column takes the rest. ``flat`` has no place for opening rows."""
    made = QTreeWidget()
    made.setHeaderLabels(list(heads))
    made.setRootIsDecorated(not flat)
    made.setAccessibleName(name)
    made.setStyleSheet("QTreeWidget::item { padding: 5px 5px 5px 4px; }")
    for number, width in enumerate(widths):
        made.setColumnWidth(number, width)
    return made


def shown_rows(view: QTreeWidget) -> list[list[str]]:
    """The texts of the rows that can be seen, in order; what stands below another is set in."""
    columns = [number for number in range(view.columnCount()) if not view.isColumnHidden(number)]

    def below(item: QTreeWidgetItem, depth: int) -> Iterator[list[str]]:
        first, *rest = (item.text(number) for number in columns)
        yield [INDENT * depth + first, *rest]
        for number in range(item.childCount() if item.isExpanded() else 0):
            yield from below(item.child(number), depth + 1)

    tops = (view.topLevelItem(number) for number in range(view.topLevelItemCount()))
    return [row for top in tops if top is not None for row in below(top, 0)]


def write_tree(view: QTreeWidget, name: str, target: Path, desk: Desk, owner: QWidget) -> None:
    """Write what a tree shows now to a workbook, off the GUI thread."""
    columns = [number for number in range(view.columnCount()) if not view.isColumnHidden(number)]
    heads = [view.headerItem().text(number) for number in columns]
    widths = [max(8.0, view.columnWidth(number) / 7) for number in columns]
    rows = shown_rows(view)

    def write(progress: object) -> int:
        from app.tables.plain_list import write_list

        return write_list(target, name, heads, rows, widths)

    desk.runner.run(
        f"导出{name}", write, lambda count: desk.noticed.emit(f"已导出 {count:,} 行到 {target}"),
        owner=owner, failed=desk.trouble,
    )  # fmt: skip


def export_button(owner: QWidget, desk: Desk, view: QTreeWidget, name: str) -> QPushButton:
    """A button that asks for a file and writes the tree's rows there."""

    def ask() -> None:
        from app.ui.widgets.choosing import choose_target

        choose_target(
            owner, desk.settings, "导出列表", f"{name.replace('/', ' ')}.xlsx", "Excel 文件 (*.xlsx)",
            lambda target: write_tree(view, name, target, desk, owner),
        )  # fmt: skip

    made = button("导出 Excel…", ask, symbol="file-spreadsheet")
    made.setAutoDefault(False)
    return made
