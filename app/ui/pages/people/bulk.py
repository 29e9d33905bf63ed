"""批量改: one field, one value, many people; how many really change is said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QStackedWidget, QWidget

from app.ui.desk import Desk
from app.ui.lookups import lookups
from app.ui.pages.people.columns import FOR_MANY
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.form import Form

PAUSE_MS = 150
ONE_OPERATION = "整批算一步，可以一次撤销。"


class BulkDialog(QDialog):
    """``read`` gives the present values of the chosen records; the count follows what is typed."""

    def __init__(self, parent: QWidget, desk: Desk, ids: Sequence[bytes]) -> None:
        super().__init__(parent)
        self.desk, self.ids = desk, tuple(ids)
        self.setWindowTitle("批量改")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.field = QComboBox()
        self.field.setMaxVisibleItems(20)
        self.field.addItems([spec.label for spec in FOR_MANY])
        self.field.setAccessibleName("要改的项目")
        self.forms = [Form([spec], lookups(desk), 1) for spec in FOR_MANY]
        self.stack = QStackedWidget()
        for form in self.forms:
            form.show_values({})
            form.typed.connect(self._typed)
            self.stack.addWidget(form)
        self.count = label("", "soft", wrap=True)
        self.apply_button = button("修改", self.apply, role="primary")
        self.apply_button.setDefault(True)
        cancel = button("取消", self.reject)
        cancel.setAutoDefault(False)
        head = label(f"批量改 {len(self.ids):,} 人", "title")
        field = column(label("要改的项目", "label"), self.field, gap=3)
        buttons = row(1, cancel, self.apply_button, gap=10)
        self.setLayout(
            column(
                head,
                label(ONE_OPERATION, "soft"),
                field,
                self.stack,
                self.count,
                1,
                buttons,
                margins=(24, 20, 24, 18),
                gap=12,
            )
        )
        self._values: list[tuple[bytes, dict[str, Any]]] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.recount)
        self.field.currentIndexChanged.connect(self._pick)
        self._read()
        self.recount()

    def _pick(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        self.recount()

    def _typed(self) -> None:
        self._pause.start()

    def _read(self) -> None:
        ids = self.ids

        def work(store: Any, progress: Callable[[int, int], None]) -> Any:
            from app.operations.grids import people_rows

            return people_rows(store, ids, progress)

        self.desk.ask("读取人员", work, self._arrived, owner=self)

    def _arrived(self, rows: list[tuple[bytes, dict[str, Any]]]) -> None:
        self._values = rows
        self.recount()

    @property
    def change(self) -> tuple[str, Any]:
        """The field's path and the value as it would be stored."""
        spec = FOR_MANY[self.field.currentIndex()]
        return spec.key, spec.stored(self.forms[self.field.currentIndex()].text(spec.key))

    def differing(self) -> list[bytes]:
        """The records whose value is another one now."""
        path, value = self.change
        return [key for key, values in self._values or () if (values.get(path) or "") != (value or "")]

    def recount(self) -> None:
        """Say how many would change, and whether something would be emptied."""
        if self._values is None:
            self.count.setText("正在读取现在的内容…")
            self.apply_button.setEnabled(False)
            return
        path, value = self.change
        differing = set(self.differing())
        filled = sum(1 for key, values in self._values if key in differing and values.get(path))
        verb = "清空" if value in (None, "") else "改"
        said = f"将{verb} {len(differing):,} 人" + (
            f"，其中 {filled:,} 人原来填了别的内容" if filled and verb == "改" else ""
        )
        same = len(self._values) - len(differing)
        self.count.setText(said + (f"；{same:,} 人已经是这样" if same else "") + "。")
        self.apply_button.setEnabled(bool(differing))
        self.apply_button.setText(f"{verb} {len(differing):,} 人" if differing else "没有要改的")

    def apply(self) -> None:
        """Change them in one operation."""
        from app.operations.editing import change_many

        path, value = self.change
        ids = self.differing()
        self.desk.act(
            "批量改", lambda store, progress: change_many(store, "enrolment", ids, {path: value}, progress)
        )
        self.accept()
