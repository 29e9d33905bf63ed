"""Changing an office's own edition: its title, captions, rows and columns, seen at once on the paper beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.catalogue.fields import COMPOSITES, FIELDS, FREE, label_of
from app.forms.block_text import named, names_in, pathed
from app.ui.desk import Desk
from app.ui.lookups import lookups
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.dialogs import FieldsDialog, Values
from app.ui.widgets.fields import FieldSpec

if TYPE_CHECKING:
    from app.forms.edition import Edition
    from app.forms.edition_editing import Caption

OWN_FIELD = "自设栏（名称同栏名）"
WORDS_SAID = "左边选一段，在下面改；右边马上看到。改的是本单位自己的表样，以后的每一份都照它。"
_TITLE_LINES = 3
Change = Callable[[str], str]


class EditionEditor(QWidget):
    """``changed`` follows each change that was kept, ``closed`` the wish to go back to the list."""

    changed = Signal()
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.edition: Edition | None = None
        self.earlier: list[str] = []
        """The file's texts before each change, for taking back."""
        self._captions: list[Caption] = []
        self.name, self.source = QLineEdit(), QLineEdit()
        self.title = QPlainTextEdit()
        self.title.setTabChangesFocus(True)
        self.title.setFixedHeight(_TITLE_LINES * self.title.fontMetrics().lineSpacing() + 18)
        for widget, called in (
            (self.name, "短名"),
            (self.source, "文号、来源"),
            (self.title, "标题，一行一个"),
        ):
            widget.setAccessibleName(called)
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName("栏名")
        self.table.setHorizontalHeaderLabels(["位置", "栏名（双击修改）"])
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 92)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.problem = label("", "danger", wrap=True)
        self.problem.hide()
        self.back = button("完成", self.leave, symbol="check", role="primary")
        self.take_back = button("撤销这次改动", self.undo, symbol="undo-2")
        self.hide_one = button("隐藏这一行", self.hide_row)
        self.add_one = button("在下面加一行…", self.ask_row, symbol="plus")
        self.words = button("改文字…", self.change_words, symbol="square-pen")
        self._build()

    def _build(self) -> None:
        said = label("改动马上存好，右边随时看到样子。", "soft", wrap=True)
        body = column(
            row(self.back, 1, self.take_back),
            said,
            row(label("短名", "soft"), self.name, gap=8),
            column(label("标题（一行一个）", "soft"), self.title, gap=2),
            row(label("文号、来源", "soft"), self.source, gap=8),
            row(self.words, 1),
            self.table,
            self.problem,
            row(self.hide_one, self.add_one, 1),
            gap=8,
        )
        body.setStretch(6, 1)
        room = self.table.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.table.setSizePolicy(room)
        self.setLayout(body)
        self.name.editingFinished.connect(self._headed)
        self.source.editingFinished.connect(self._headed)
        self.title.installEventFilter(self)
        self.table.itemChanged.connect(self._captioned)
        self.table.currentCellChanged.connect(lambda *_: self._tell_place())

    def eventFilter(self, watched: object, event: object) -> bool:  # noqa: N802 - Qt's name
        """The title is kept when the keyboard leaves it."""
        from PySide6.QtCore import QEvent

        if watched is self.title and isinstance(event, QEvent) and event.type() == QEvent.Type.FocusOut:
            self._titled()
        return False

    # what is shown

    def begin(self, edition: Edition) -> None:
        """Begin to change an own edition."""
        self.earlier = []
        self.problem.hide()
        self.show_edition(edition)

    def show_edition(self, edition: Edition) -> None:
        """Show an edition as it now is; the place in the table stays."""
        from app.forms.edition_editing import captions

        at = self.table.currentRow()
        self.edition = edition
        self.name.setText(edition.name)
        self.source.setText(edition.source)
        titles = [line.text for line in edition.title]
        if not self.title.hasFocus():
            self.title.setPlainText(named("\n".join(titles), names_in(*titles)))
        self._captions = captions(edition)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._captions))
        for number, caption in enumerate(self._captions):
            place = QTableWidgetItem(_place(caption))
            place.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(number, 0, place)
            self.table.setItem(number, 1, QTableWidgetItem(caption.text.replace("\n", "⏎")))
        self.table.blockSignals(False)
        if self._captions:
            self.table.setCurrentCell(min(max(at, 0), len(self._captions) - 1), 1)
        what = "行" if edition.kind == "sheet" else "列"
        self.hide_one.setText(f"隐藏这一{what}")
        self.add_one.setText("在下面加一行…" if what == "行" else "在右边加一列…")
        worded = bool(edition.blocks)
        self.words.setVisible(worded)
        for widget in (self.table, self.hide_one, self.add_one):
            widget.setVisible(not worded)
        self._tell_place()

    def _spot(self) -> int | None:
        """The row of the sheet or the column of the list that the chosen caption stands in."""
        at = self.table.currentRow()
        if not 0 <= at < len(self._captions):
            return None
        where, number = self._captions[at].at[:2]
        return int(number) if where in ("row", "column") else None

    def _tell_place(self) -> None:
        known = self._spot() is not None
        self.hide_one.setEnabled(known)
        self.add_one.setEnabled(known)
        self.take_back.setEnabled(bool(self.earlier))

    # what is changed

    def _headed(self) -> None:
        edition = self.edition
        name, source = self.name.text().strip(), self.source.text().strip()
        if edition is None or not name or (name, source) == (edition.name, edition.source):
            return
        from app.forms.edition_editing import with_head

        self._change(lambda text: with_head(text, name=name, source=source))

    def _titled(self) -> None:
        edition = self.edition
        titles = [line.text for line in edition.title] if edition is not None else []
        text = pathed(self.title.toPlainText(), names_in(*titles))
        lines = [line for line in text.split("\n") if line.strip()]
        if edition is None or not lines or lines == titles:
            return
        from app.forms.edition_editing import with_title

        self._change(lambda text: with_title(text, lines))

    def _captioned(self, item: QTableWidgetItem) -> None:
        from app.forms.edition_editing import with_caption

        caption, text = self._captions[item.row()], item.text().replace("⏎", "\n").strip()
        if text and text != caption.text:
            self._change(lambda old: with_caption(old, caption.at, text))

    def hide_row(self) -> None:
        """Take the chosen row or column off the paper; what records keep for it stays."""
        from app.forms.edition_editing import without_column, without_row

        edition, number = self.edition, self._spot()
        if edition is None or number is None:
            return
        if edition.kind == "sheet":
            self._change(lambda text: without_row(text, edition, number))
        else:
            self._change(lambda text: without_column(text, number))

    def ask_row(self) -> None:
        """Ask for the caption and the field of a new row or column."""
        edition = self.edition
        if edition is None or self._spot() is None:
            return
        choices = (OWN_FIELD, *fields_for(edition)) if edition.kind == "sheet" else tuple(fields_for(edition))
        specs = (
            FieldSpec("label", "栏名"),
            FieldSpec("field", "填什么", "choice", choices, strict=True),
        )
        what = "加一行" if edition.kind == "sheet" else "加一列"
        said = "选“自设栏”就是本单位自己的内容，随记录保存。" if edition.kind == "sheet" else ""
        dialog = FieldsDialog(
            self,
            what,
            specs,
            lookups(self.desk),
            self.add_row,
            said=said,
            needed=("label", "field"),
            verb="加上",
        )
        if edition.kind == "sheet":
            dialog.show_values({"field": OWN_FIELD})
        dialog.open()

    def add_row(self, values: Values) -> None:
        """Put a row or column with that caption and field after the chosen one."""
        from app.forms.edition_editing import with_column, with_row

        edition, number = self.edition, self._spot()
        if edition is None or number is None:
            return
        text = str(values["label"])
        field = fields_for(edition).get(str(values["field"]), FREE + text.replace("\n", ""))
        if edition.kind == "sheet":
            self._change(lambda old: with_row(old, edition, number, text, field))
        else:
            self._change(lambda old: with_column(old, number, text, field))

    def change_words(self) -> None:
        """Change the clauses of a letter or certificate, seen at once."""
        from app.forms.edition_editing import with_wording
        from app.forms.letter_text import blocks_of
        from app.ui.pages.support.wording_dialog import WordingDialog

        edition = self.edition
        if edition is None:
            return
        WordingDialog(
            self, edition, blocks_of(edition),
            lambda blocks: self._change(lambda text: with_wording(text, blocks)), None, self._look, told=WORDS_SAID,
        ).open()  # fmt: skip

    def _look(self, blocks: list[dict[str, Any]], done: Callable[[Any], None]) -> None:
        """Lay the blank paper out with another wording, off the GUI thread."""
        edition = self.edition
        assert edition is not None

        def work(store: Any, progress: Any) -> Any:
            from app.forms.fonts import faces
            from app.forms.layout import lay_out
            from app.forms.letter_text import with_blocks
            from app.forms.snapshot import BLANK

            return list(lay_out(with_blocks(edition, blocks), BLANK, faces()))

        self.desk.ask("排版", work, done, owner=self)

    def undo(self) -> None:
        """Take the last change back."""
        if self.earlier:
            text = self.earlier.pop()
            self._change(lambda _: text, keep=False)

    def leave(self) -> None:
        """Keep what is being typed and go back to the list."""
        self._titled()
        self._headed()
        self.closed.emit()

    def _change(self, change: Change, *, keep: bool = True) -> None:
        from app.operations.own_editions import change_edition, text_of

        edition = self.edition
        assert edition is not None
        folder, before = self.desk.folder, text_of(edition)

        def done(_: object) -> None:
            if keep:
                self.earlier.append(before)
            self.problem.hide()
            self.changed.emit()

        self.desk.act(
            "改表样",
            lambda store, progress: change_edition(folder, edition.id, change),
            done,
            failed=self._refused,
            owner=self,
            quiet=True,
        )

    def _refused(self, error: BaseException) -> None:
        """What was typed stays; what is wrong stands below it."""
        from app.catalogue.problems import Refusal

        if isinstance(error, Refusal):
            problem = error.problem
            self.problem.setText(f"没有改：{problem.message}。{problem.remedy}（{problem.code}）")
            self.problem.show()
        else:
            self.desk.trouble(error)


def fields_for(edition: Edition) -> dict[str, str]:
    """The fields that papers of the edition's subject can show, by what they are called."""
    groups = {cell.field.partition(".")[0] for row in edition.rows for cell in row.cells if cell.field}
    groups |= {one.field.partition(".")[0] for one in edition.listed}
    known = [path for path in (*FIELDS, *COMPOSITES) if path.partition(".")[0] in groups]
    return {label_of(path): path for path in known}


def _place(caption: Caption) -> str:
    where, number = caption.at[:2]
    names = {
        "above": "表上方",
        "below": "表下方",
        "row": f"第{int(number) + 1}行",
        "column": f"第{int(number) + 1}列",
        "block": f"第{int(number) + 1}段",
    }
    return names[str(where)]
