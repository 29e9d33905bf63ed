"""The top and the foot of the import dialog: what is read as what, and what the next step will do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from app.ui.importing.doing import Doing
from app.ui.importing.sitting import Sitting
from app.ui.importing.sources import FORMS
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.combo import Combo
from app.ui.widgets.cut import CutLabel

FORMS_LABEL = "填好的报名表（一份一人）"


class Head(QWidget):
    """File name, kind of table, columns, photos."""

    kind_chosen = Signal(str)
    heads_asked = Signal()
    photos_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.place = CutLabel("title"), CutLabel("soft")
        self.kind = Combo()
        self.kind.setAccessibleName("这是哪种表")
        self.kind.setMinimumWidth(220)
        self.kind.setPlaceholderText("选一种表")
        self.kind_label = QLabel("这是")
        self.kind_label.setBuddy(self.kind)
        self.heads_button = button("各列是什么…", self.heads_asked.emit, symbol="table-2")
        self.photos_button = button("照片文件夹…", self.photos_chosen.emit, symbol="image")
        self.photos_button.setToolTip("另给一个照片文件夹，照片以姓名或身份证号为文件名")
        words = column(self.title, self.place, gap=0)
        laid = row(words, self.kind_label, self.kind, self.heads_button, self.photos_button, gap=10)
        laid.setStretch(0, 1)
        self.setLayout(laid)
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(self.kind.currentData()))

    def show_sitting(self, sitting: Sitting) -> None:
        source = sitting.source
        self.title.setText(source.title)
        place = str(source.paths[0].parent) if source.paths else "从剪贴板"
        if source.photos is not None:
            place += f"  照片：{source.photos}"
        self.place.setText(place)
        self._fill_kinds(sitting)
        still = sitting.doing is None and sitting.state in ("preview", "refused")
        self.kind.setEnabled(still)
        tables = sitting.preview is not None and bool(sitting.preview.tables)
        self.heads_button.setVisible(sitting.kind != FORMS)
        self.heads_button.setEnabled(still and tables)
        self.photos_button.setVisible(sitting.kind == FORMS)
        self.photos_button.setEnabled(still)

    def _fill_kinds(self, sitting: Sitting) -> None:
        from app.operations.imports import KIND_LABELS

        kinds = dict(KIND_LABELS)
        kinds.pop(FORMS, None)
        if sitting.source.may_be_forms:
            kinds[FORMS] = FORMS_LABEL
        if [self.kind.itemData(n) for n in range(self.kind.count())] != list(kinds):
            self.kind.clear()
            for kind, text in kinds.items():
                self.kind.addItem(text, kind)
        self.kind.setCurrentIndex(self.kind.findData(sitting.kind) if sitting.kind else -1)


class Foot(QWidget):
    """Progress with cancel on the left; close, next and import on the right."""

    import_asked = Signal()
    cancel_asked = Signal()
    next_asked = Signal()
    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.doing = label("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.count = label("", "soft")
        self.cancel_button = button("取消", self.cancel_asked.emit, symbol="x", role="link")
        self.close_button = button("关闭", self.close_asked.emit)
        self.next_button = button("下一个", self.next_asked.emit, symbol="arrow-right")
        self.import_button = button("导入", self.import_asked.emit, role="primary")
        self.import_button.setToolTip("Ctrl+Enter")
        shown = (self.doing, self.bar, self.count, self.cancel_button)
        self.setLayout(row(*shown, 1, self.close_button, self.next_button, self.import_button, gap=10))
        self.setMinimumHeight(38)

    def say(self, text: str) -> None:
        self.doing.setText(text)
        self.doing.setVisible(True)

    def show_sitting(self, sitting: Sitting, others: int) -> None:
        self.show_progress(sitting.doing)
        if sitting.doing is None and sitting.notice and sitting.state == "preview":
            self.say(sitting.notice)
        storing, preview = sitting.state == "storing", sitting.state == "preview"
        self.import_button.setVisible(preview or storing)
        self.import_button.setText(import_text(sitting))
        self.import_button.setEnabled(preview and sitting.settled and sitting.to_store > 0)
        self.next_button.setVisible(others > 0)
        self.next_button.setText(f"下一个（还有 {others} 个）")
        self.next_button.setEnabled(not storing)
        self.close_button.setEnabled(not storing)
        self.close_button.setText("完成" if sitting.state == "done" and not others else "关闭")

    def focus_way_on(self) -> None:
        (self.next_button if self.next_button.isVisible() else self.close_button).setFocus()

    def show_progress(self, doing: Doing | None) -> None:
        for part in (self.doing, self.bar, self.cancel_button):
            part.setVisible(doing is not None)
        if doing is None:
            self.count.hide()
            return
        done, total = doing.counted
        self.doing.setText("正在停下…" if doing.cancelled else f"{doing.title}…")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setVisible(total > 0)
        self.count.setText(f"{done:,} / {total:,}")
        self.cancel_button.setEnabled(not doing.cancelled)


def import_text(sitting: Sitting) -> str:
    """What the import will do."""
    counts, stored = sitting.counts, sitting.to_store
    left = [
        f"{counts['doubtful']:,} 行待确认将跳过" if counts["doubtful"] else "",
        f"{counts['refused']:,} 行退回" if counts["refused"] else "",
    ]
    said = [f"导入 {stored:,} 行" if stored else "没有要导入的行", *filter(None, left)]
    return "，".join(said)
