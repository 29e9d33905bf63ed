"""A tree or plain list to be read, not edited: heads, widths, rows that breathe; the ways out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from app.ui.desk import Desk
from app.ui.lists.source import Column
from app.ui.lists.ways_out import Rows, Seen, WaysOut
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


def seen_tree(view: QTreeWidget, name: str) -> Seen:
    """What a tree shows now as a list that can be written out."""
    columns = tuple(
        Column(str(number), view.headerItem().text(number), view.columnWidth(number))
        for number in range(view.columnCount())
        if not view.isColumnHidden(number)
    )
    rows = {str(number).encode(): row for number, row in enumerate(shown_rows(view))}
    return Seen(Rows(columns, rows), list(rows), name)


def export_button(owner: QWidget, desk: Desk, view: QTreeWidget, name: str) -> QPushButton:
    """A button that offers the ways out of a tree: a workbook, a file or a picture for a chat."""
    ways = WaysOut(owner, desk, lambda: seen_tree(view, name.replace("/", " ")))
    made = button("导出、复制…", lambda: ways.show_menu(made), symbol="download")
    made.setAutoDefault(False)
    return made
