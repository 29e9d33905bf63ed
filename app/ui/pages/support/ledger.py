"""台账: the ledger of support work, with the sums of what is filtered, one entry's detail, and the grid to register in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QStackedWidget

from app.catalogue.dates import format_partial
from app.catalogue.problems import Problem
from app.catalogue.work import MODES, WORKS, Work, shown
from app.ui import style
from app.ui.desk import Desk, StoreWork, Target
from app.ui.lists import year
from app.ui.pages.ledger_tab import LedgerTab, TabSpec
from app.ui.pages.support.ledger_detail import DetailPanel
from app.ui.records import Record, read_record
from app.ui.widgets.basics import button
from app.ui.widgets.fields import FieldSpec
from app.ui.widgets.record_editor import RecordEditor

_LABELS = {work.label: work.code for work in WORKS.values()}
_ROW_KEYS = {"unit_id": "unit", "supporting_unit_id": "supporting_unit"}
_FIELDS = {row: field for field, row in _ROW_KEYS.items()} | {"person": "person_id"}
ENTRY = "register"
LOW = 520
"""Pixels of height below which the list needs the room of all but two lines of the sums."""


def _heading(values: Record) -> tuple[str, str]:
    work = WORKS.get(str(values["kind"]))
    title = f"{work.label} {values['amount']} {work.unit}" if work else str(values["kind"])
    day = format_partial(str(values["date"]), "Y年M月D日")
    place = " → ".join(filter(None, (str(values["person_id"] or ""), str(values["unit_id"] or ""))))
    return title, "　".join(filter(None, (day, place)))


WORK = TabSpec(
    "activities",
    "activity",
    "帮扶工作",
    (
        FieldSpec("date", "日期", "date"),
        FieldSpec("kind", "工作类别", "choice", tuple(_LABELS), _LABELS, strict=True),
        FieldSpec("amount", "数量"),
        FieldSpec("people", "人数", hint="听课、参加、受众等"),
        FieldSpec("person_id", "人员", "person"),
        FieldSpec("unit_id", "受援单位", "unit"),
        FieldSpec("supporting_unit_id", "派出单位", "unit"),
        FieldSpec(
            "mode",
            "方式",
            "choice",
            tuple(filter(None, MODES.values())),
            {label: code for code, label in MODES.items() if label},
            strict=True,
        ),
        FieldSpec("topic", "主题", wide=True),
        FieldSpec("department", "科室"),
        FieldSpec("audience", "对象"),
        FieldSpec("evidence", "佐证", wide=True),
        FieldSpec("reason", "原因（补记、派驻外）", wide=True),
        FieldSpec("note", "备注", wide=True),
    ),
    (),
    (),
    _heading,
    empty="还没有帮扶工作。\n点“登记…”逐行录，或在那里粘贴从 WPS 复制的几行，\n也可以把台账表格拖进窗口导入。",
    parts=(4, 3),
)


class WorkEditor(RecordEditor):
    """An entry's form: figures stand as printed (万元), and a change is checked as a new entry is."""

    def read(self, store: Any, key: bytes) -> Record | None:
        values = read_record(store, self.table, key, self.specs)
        work = WORKS.get(str(values["kind"])) if values else None
        if values is not None:
            values["amount"] = shown(work, values["amount"]) if work else str(values["amount"])
            values["people"] = str(values["people"] or "")
        return values

    def operation(self, key: bytes, changed: Record) -> StoreWork:
        from app.operations.ledger import change_activity

        told = {_ROW_KEYS.get(name, name): value for name, value in changed.items() if name != "person_id"}
        if "person_id" in changed:
            name = str(changed["person_id"] or "")
            told["person"] = self.lookups.picked_person(name) or name
        return lambda store, progress: change_activity(store, key, told)

    def field_of(self, problem: Problem) -> str:
        from app.operations.ledger_rows import LABELS

        key = next((key for key, label in LABELS.items() if label == problem.column), "")
        return _FIELDS.get(key, key)


class _Sums(QScrollArea):
    """The sums as high as they need; where the room is ``low`` two lines that scroll: the list is what one came for."""

    def __init__(self, sums: QLabel) -> None:
        super().__init__()
        self.low = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(sums)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height for the present width."""
        frame, sums = 2 * self.frameWidth(), self.widget()
        needed = sums.heightForWidth(self.width() - frame) + frame
        least = 2 * sums.fontMetrics().lineSpacing() + 8
        cut = self.low and needed > least
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if cut else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(max(0, least if cut else needed))


class WorkList(LedgerTab):
    """The list with its sums below, and one entry on the right."""

    def __init__(self, desk: Desk, register: Any, read_chat: Any) -> None:
        filters = (
            year.month_filter(desk, "activities"),
            year.work_filter(),
            year.worked_filter(desk, "unit_id", "全部受援单位"),
            year.worked_filter(desk, "supporting_unit_id", "全部派出单位"),
            year.doer_filter(desk),
        )
        chat = button("读聊天记录", read_chat, symbol="clipboard-paste")
        super().__init__(desk, WORK, year.activities(desk), filters, (chat,))
        self.register = register
        self.new_button.setText("登记…")
        self.list.name = "帮扶工作台账"
        self.sums = QLabel()
        self.sums.setTextFormat(Qt.TextFormat.RichText)
        self.sums.setWordWrap(True)
        self.sums.setAccessibleName("筛选出来的合计")
        self.sums.setAlignment(Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.sums.setSizePolicy(policy)
        self.sums.linkActivated.connect(self._only)
        body = self.list.layout()
        assert body is not None
        self.roll = _Sums(self.sums)
        body.addWidget(self.roll)
        self.belonging = DetailPanel(desk)
        self.editor.layout().addWidget(self.belonging)  # type: ignore[union-attr]
        self.editor.shown.connect(lambda _: self.belonging.show_record(self.editor.record))
        self.list.loaded.connect(self._sum)

    def make_editor(self) -> RecordEditor:
        return WorkEditor(
            self.desk, WORK.table, WORK.specs, self.lookups, title=lambda values: _heading(values)[0]
        )

    def ask_new(self) -> Any:
        """Registering is done in the grid."""
        self.register()

    def _sum(self) -> None:
        """Ask for the sums of what the list shows."""
        query = self.list.query

        def work(store: Any, progress: Any) -> Mapping[str, tuple[int, int, int]]:
            from app.store.lists import sums_of

            kept = dict(query.filters)
            return sums_of(store, "activities", "kind", ("amount", "people"), query.search, kept)

        self.desk.ask("合计台账", work, self._summed, owner=self)

    def _summed(self, found: Mapping[str, tuple[int, int, int]]) -> None:
        self.sums.setText(said(found))
        self.sums.setToolTip(said_whole(found))
        self.roll.setVisible(bool(found))
        self.roll.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.roll.low = self.height() < LOW
        self.roll.fit()

    def _only(self, kind: str) -> None:
        """A sum leads to its entries."""
        combo = self.list.bar.combos["kind"]
        combo.setCurrentIndex(max(0, combo.findData(kind)))


class WorkTab(QStackedWidget):
    """The list, and beside it the panel to register in, made when first asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.list = WorkList(desk, self.register, self.read_chat)
        self.addWidget(self.list)
        self._entry: Any = None
        self._asked = False
        self.currentChanged.connect(lambda _: self.updateGeometry())
        desk.ask("读取草稿", _has_draft, self._resume, owner=self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What is in front decides how much room is needed: in a small window the grid needs less than the list."""
        return self.currentWidget().minimumSizeHint()

    @property
    def entry(self) -> Any:
        """The panel with the grid."""
        if self._entry is None:
            from app.ui.pages.support.ledger_entry import EntryPanel

            self._entry = EntryPanel(self.desk)
            self._entry.back.connect(lambda: self.setCurrentIndex(0))
            self.addWidget(self._entry)
        return self._entry

    def _resume(self, waits: bool) -> None:
        """Rows that were not registered when the program ended are shown first, unless certain records are asked for."""
        if waits and self._entry is None and not self._asked:
            self.setCurrentWidget(self.entry)

    def register(self) -> None:
        """Go to the grid."""
        self.setCurrentWidget(self.entry)
        self.entry.begin()

    def read_chat(self) -> None:
        """Go to the grid with the chat beside it."""
        self.register()
        if self.entry.chat.isHidden():
            self.entry.show_chat()

    def leave(self) -> None:
        self.list.leave()
        if self._entry is not None:
            self._entry.leave()

    def go_to(self, target: Target) -> None:
        if target.tab == ENTRY:
            self._asked = True
            told = dict(target.filters)
            self.entry.fill_usual(str(told.get("person", "")), str(told.get("unit", "")))
            self.register()
            return
        self._asked = bool(target.record or target.search or target.filters)
        self.setCurrentIndex(0)
        self.list.go_to(target)


MOST_TOLD = 6
"""Where more kinds than this are summed, the number of entries is left to the tip."""


def said(sums: Mapping[str, tuple[int, int, int]]) -> str:
    """Sums in the official order, each a link to its entries: 诊疗病人 120 人次（3条）."""
    parts = []
    for work, figure, also in _told(sums):
        link = f'<a href="{work.code}" style="color: {style.ACCENT}; text-decoration: none">{escape(_whole(work.label))}</a>'
        more = f"（{also}）" if len(sums) <= MOST_TOLD else ""
        parts.append(f"{link}&nbsp;<b>{figure}</b>&nbsp;{work.unit}{more}")
    return "合计：" + "&nbsp;&nbsp;&nbsp; ".join(parts)


def _whole(text: str) -> str:
    """A word that no line is broken in: Qt takes no nowrap inside a paragraph."""
    return "\N{WORD JOINER}".join(text)


def said_whole(sums: Mapping[str, tuple[int, int, int]]) -> str:
    """The same with the number of entries of each, a line each."""
    return "\n".join(f"{work.label} {figure} {work.unit}（{also}）" for work, figure, also in _told(sums))


def _told(sums: Mapping[str, tuple[int, int, int]]) -> list[tuple[Work, str, str]]:
    """Work, figure, and how many entries and people."""
    found = []
    for code, work in WORKS.items():
        if code in sums:
            count, amount, people = sums[code]
            also = f"，{work.people_label}{people:,}" if people and work.people_label else ""
            figure = shown(work, amount) if work.money else f"{amount:,}"
            found.append((work, figure, f"{count:,}条{also}"))
    return found


def _has_draft(store: Any, progress: Any) -> bool:
    from app.store.drafts import load_draft
    from app.ui.pages.support.ledger_entry import DRAFT

    return load_draft(store, DRAFT) is not None
