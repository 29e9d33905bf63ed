"""师带徒 unit by unit: the ratio of each mentor, the departments and key staff that nobody teaches yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QTreeWidgetItem, QWidget

from app.operations.mentoring_overview import Department, Mentor, MentoringOverview, Receiving
from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.room import open_at
from app.ui.widgets.tree import export_button, tree

HEADS = ("受援单位、导师、科室", "类别", "应带", "在带", "新签", "还差", "说明")
SOURCE = (
    "依据：川卫办发〔2017〕122号 二（三）：每名队员每年新带 省属薄弱 5 人、市属薄弱 4 人、县属薄弱 3 人（民族县等按县属读），"
    "三年内覆盖重点科室和业务骨干。多带不算超。双击导师，到列表里看他的第一份协议。"
)
_KEY = Qt.ItemDataRole.UserRole


class OverviewDialog(QDialog):
    """``chosen`` gives the key of a mentor's first mentorship."""

    chosen = Signal(bytes)

    def __init__(self, parent: QWidget, seen: MentoringOverview, desk: Desk) -> None:
        super().__init__(parent)
        self.setWindowTitle("师带徒比例和覆盖")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 1080, 660)
        self.tree = tree(HEADS, (260, 92, 56, 56, 56, 56), "师带徒比例和覆盖")
        for unit in seen.units:
            self._add(unit)
        self.tree.expandAll()
        self.tree.itemDoubleClicked.connect(lambda item, _: self._go(item))
        close = button("关闭", self.accept)
        heading = label(f"{seen.year}年师带徒：比例和覆盖", "title")
        body = column(
            heading,
            label(SOURCE, "soft", wrap=True),
            self.tree,
            row(export_button(self, desk, self.tree, f"{seen.year}年师带徒比例和覆盖"), 1, close),
            margins=(22, 18, 22, 16),
            gap=12,
        )
        body.setStretch(2, 1)
        self.setLayout(body)

    def _add(self, unit: Receiving) -> None:
        required = "" if unit.required is None else f"1:{unit.required}"
        remark = "没有填类别，不核对比例" if unit.required is None else ""
        top = QTreeWidgetItem([unit.name, unit.unit_class, required, str(unit.mentees), "", "", remark])
        font = top.font(0)
        font.setBold(True)
        top.setFont(0, font)
        self.tree.addTopLevelItem(top)
        for mentor in unit.mentors:
            top.addChild(_mentor(mentor))
        for department in unit.departments:
            top.addChild(_department(department))

    def _go(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, _KEY)
        if key:
            self.chosen.emit(bytes(key))
            self.accept()


def _mentor(mentor: Mentor) -> QTreeWidgetItem:
    asked = "" if mentor.required is None else str(mentor.required)
    short = str(mentor.missing) if mentor.missing else ""
    done = "" if mentor.required is None or mentor.missing else "达到"
    item = QTreeWidgetItem(
        [f"导师 {mentor.name}", "", asked, str(len(mentor.mentees)), str(len(mentor.new)), short, done]
    )
    if mentor.mentees:
        item.setData(0, _KEY, mentor.mentees[0])
    _tone(item, bool(mentor.missing))
    return item


def _department(told: Department) -> QTreeWidgetItem:
    left, names = told.staff_missing
    parts = ["、".join(told.mentees)] if told.mentees else []
    if told.main and not told.covered:
        parts.append("重点科室，还没有帮带对象")
    if left and told.key_count:
        parts.append(
            f"骨干 {told.key_count} 人，还有 {left} 人没有导师" + (f"（{'、'.join(names)}）" if names else "")
        )
    kind = "重点科室" if told.main else "科室"
    item = QTreeWidgetItem([f"{kind} {told.name}", "", "", str(len(told.mentees)), "", "", "；".join(parts)])
    item.setToolTip(len(HEADS) - 1, "；".join(parts))
    _tone(item, told.main and not told.covered)
    return item


def _tone(item: QTreeWidgetItem, lacking: bool) -> None:
    if lacking:
        for number in range(len(HEADS)):
            item.setForeground(number, QColor(style.DANGER))
