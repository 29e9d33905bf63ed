"""登记帮扶工作: the grid with its checks, the chat beside it, and 登记, which stores the sound rows in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.catalogue.dates import with_year
from app.catalogue.problems import Problem
from app.ui.desk import Desk
from app.ui.drafting import DraftKeeper
from app.ui.lookups import lookups
from app.ui.pages.support.ledger_chat import ChatPanel
from app.ui.pages.support.ledger_grid import (
    COLUMNS,
    FROM_CHAT,
    PLACES,
    EntryGrid,
    EntryModel,
    EntryRow,
    heads_of,
    is_wide,
    made,
    rows_of,
)
from app.ui.widgets.basics import button, column, label, row, tab_through
from app.ui.widgets.suggest import SuggestLine

if TYPE_CHECKING:
    from app.operations.ledger_rows import Books
    from app.operations.results import Outcome

DRAFT = "activity:new"
MOST_DRAFTED = 5_000
"""More rows than this come from a file that is still there: they are not written to the draft at each keystroke."""
PAUSE_MS = 60
HELP = (
    "直接输入或从 WPS/Excel 粘贴（带表头的按表头对列）；Tab 向右，Enter 到下一行，Ctrl+D 向下填充，Ctrl+Z 撤销，Ctrl+- 删行。"
    "人员、单位、类别写几个字就列出来；日期可以写 6.8，写到月（2021-06）是全月合计，写到年是全年合计。"
)
BOOKS = frozenset({"person", "unit", "unit_alias", "posting", "report"})
"""What rows are checked against."""
WITH_REASON = frozenset({"ACT-006", "ACT-007", "ACT-011", "ACT-012"})
"""What may be so after all, if the row says why."""
Found = list[tuple[EntryRow, int, Sequence[Problem]]]


class EntryPanel(QWidget):
    """``registered`` gives the keys of what was stored; ``back`` asks for the list."""

    registered = Signal(list)
    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.lookups = lookups(desk)
        self.model = EntryModel(self)
        self.grid = EntryGrid(self.model, self.lookups)
        self.person = self._line("person", "行里没写人员时，填谁", 210)
        self.unit = self._line("unit", "行里没写受援单位时，填哪里", 280)
        self.model.meant = self._meant
        self.model.usual = lambda: {"person": self.person.text().strip(), "unit": self.unit.text().strip()}
        self.chat = ChatPanel(desk, self.person, self.unit)
        self.chat.hide()
        self.status = label("", "soft")
        self.problem = label("", "danger", wrap=True)
        self.reason_button = button("写原因", self.to_reason, symbol="square-pen", role="link")
        self.reason_button.hide()
        self.origin = label("", wrap=True)
        self.origin.hide()
        self.chat_button = button("读聊天记录", self.show_chat, symbol="clipboard-paste")
        self.register_button = button("登记", self.register, symbol="check", role="primary", key="Ctrl+S")
        self._books: Books | None = None
        self._dirty: dict[int, EntryRow] = {}
        self._checks = 0
        self._then_register = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._check)
        self.drafts = DraftKeeper(desk, self._payload, self)
        self.drafts.about(DRAFT, "帮扶工作登记（没有登记的行）", kept=True)
        self._build()
        self._connect()
        desk.settings.watch_header("grid/activity", self.grid.horizontalHeader())
        self._restore()
        self._count()

    def _build(self) -> None:
        back = button("返回台账", self.back.emit, symbol="chevron-left")
        empty = button("清空", self.clear, symbol="trash-2")
        top = row(back, self.chat_button, 1, self.status, empty, self.register_button, gap=10)
        usual = row(
            label("没写的都填：人员", "label"), self.person, label("受援单位", "label"), self.unit, 1, gap=8
        )
        usual.setStretch(1, 30)
        usual.setStretch(3, 40)
        wrong = row(self.problem, self.reason_button, gap=10)
        wrong.setStretch(0, 1)
        right = column(usual, self.grid, self.origin, wrong, label(HELP, "soft", wrap=True), gap=8)
        right.setStretch(1, 1)
        middle = row(self.chat, right, gap=12)
        middle.setStretch(1, 1)
        body = column(top, middle, gap=10)
        body.setStretch(1, 1)
        self.setLayout(body)
        chat = (self.chat.text, self.chat.read_button)
        tab_through(
            self,
            back,
            self.chat_button,
            empty,
            self.register_button,
            *chat,
            self.person,
            self.unit,
            self.grid,
        )

    def _line(self, kind: str, hint: str, width: int) -> SuggestLine:
        """A name that goes into rows which do not say it; it stays until the program ends."""
        made = SuggestLine(self.lookups.suggest(kind))
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        made.setClearButtonEnabled(True)
        made.setMinimumWidth(110)
        made.setMaximumWidth(width)
        made.editingFinished.connect(lambda: made.home(False))  # of a long name the beginning is seen
        return made

    def _meant(self, key: str, text: str) -> str:
        if key == "date":
            return with_year(text, date.today())
        if key == "person":
            return self.lookups.short_person(text)
        return self.lookups.whole_unit(text) if key in ("unit", "supporting_unit") else text

    def _connect(self) -> None:
        self.model.fresh.connect(self._fresh)
        self.model.modelReset.connect(self._count)
        self.grid.cells.typing.connect(self.drafts.touch)
        self.grid.pasted.connect(self._pasted)
        self.grid.deleting.connect(self._remove)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_problem())
        self.chat.proposed.connect(lambda rows: self.put_rows(made(rows)))
        self.desk.changed.connect(self._news)

    # rows in

    def begin(self) -> None:
        """Stand in the first free row."""
        self.grid.setFocus()
        self.grid.setCurrentIndex(self.model.index(len(self.model.filled()), 0))

    def fill_usual(self, person: str, unit: str) -> None:
        """Whom and where rows mean that do not say it; '' leaves what is there."""
        for line, text in ((self.person, person), (self.unit, unit)):
            if text:
                line.setText(text)
                line.home(False)

    def show_chat(self) -> None:
        """Show the chat panel, or put it away."""
        self.chat.setVisible(self.chat.isHidden())
        (self.chat.text if self.chat.isVisible() else self.grid).setFocus()

    def put_rows(self, rows: list[EntryRow]) -> None:
        """Add rows and stand at the first of them."""
        start = len(self.model.filled())
        self.model.put_rows(rows)
        self.grid.setCurrentIndex(self.model.index(start, 0))

    def _pasted(self, text: str) -> None:
        from app.ui.window import Window

        window, heads = self.window(), heads_of(text.partition("\n")[0].rstrip("\r").split("\t"))
        if is_wide(heads) and isinstance(window, Window):
            window.paste_asked.emit(text)
            return
        first = max(0, self.grid.currentIndex().column())
        self.desk.ask("读取粘贴的行", lambda store, progress: rows_of(text, first), self.put_rows, owner=self)

    def _remove(self) -> None:
        chosen = [self.model.rows[number] for number in self.grid.selected_rows()]
        self.model.remove([one for one in chosen if one.filled])
        self.drafts.touch()

    def clear(self) -> None:
        """Empty the grid; Ctrl+Z brings the rows back."""
        self.model.remove(self.model.filled())
        self.drafts.touch()
        self.grid.setFocus()

    # checks

    def _fresh(self, rows: list[EntryRow]) -> None:
        self._dirty.update((id(one), one) for one in rows)
        self._pause.start()
        self.drafts.touch()
        self._count()

    def _news(self, tables: frozenset[str]) -> None:
        if tables & BOOKS:
            self._books = None
            filled = self.model.filled()
            if filled:
                self._dirty.update((id(one), one) for one in filled)
                self._pause.start()

    def _check(self) -> None:
        """Check what changed since, off the GUI thread."""
        rows = [(one, one.version) for one in self._dirty.values()]
        self._dirty.clear()
        books, as_told = self._books, self.as_told
        self._checks += 1

        def work(store: Any, progress: Any) -> tuple[Books, Found]:
            from app.operations.ledger_rows import check_row, load_books

            known = books
            if known is None:
                with store.read() as session:
                    known = load_books(session)
            return known, [
                (one, version, check_row(known, as_told(one)).problems if one.filled else ())
                for one, version in rows
            ]

        self.desk.ask(
            "核对登记的行", work, lambda found: self._checked(*found), failed=self._failed, owner=self
        )

    def _checked(self, books: Books, found: Found) -> None:
        self._checks -= 1
        self._books = books
        self.model.tell(found)
        self._count()
        self._show_problem()
        if self._then_register and not self._checks and not self._dirty:
            self._then_register = False
            self._store()

    def _failed(self, error: BaseException) -> None:
        self._checks -= 1
        self._then_register = False
        self.desk.trouble(error)

    def as_told(self, one: EntryRow) -> dict[str, Any]:
        """A row as the ledger takes it; a person who was picked from the offers is told by his key."""
        values = {key: value for key, value in dict(one.values).items() if key != FROM_CHAT}
        name = str(values.get("person") or "")
        picked = self.lookups.picked_person(name)
        source = {"source": "chat"} if one.values.get(FROM_CHAT) else {}
        return values | source | {"person": picked if picked is not None else name}

    def _count(self) -> None:
        filled = self.model.filled()
        wrong = sum(1 for one in filled if one.problems)
        if not filled:
            self.status.setText("")
        else:
            self.status.setText(
                f"{len(filled) - wrong:,} 行可以登记" + (f"，{wrong:,} 行还不行" if wrong else "")
            )
        self.register_button.setEnabled(bool(filled))

    def _show_problem(self) -> None:
        """What is wrong with the cell in hand, else with the first cell of its row that is; where it was read."""
        now = self.grid.currentIndex()
        found = self.model.problem(now.row(), now.column()) if now.isValid() else None
        if found is None and now.isValid():
            cells = (self.model.problem(now.row(), number) for number in range(len(self.model.specs)))
            found = next(filter(None, cells), None)
        self.problem.setText(f"第{now.row() + 1}行 {found.column}：{found.said}" if found else "")
        self.reason_button.setVisible(found is not None and found.code in WITH_REASON)
        text = self.model.rows[now.row()].values.get(FROM_CHAT) if now.isValid() else ""
        self.origin.setText(f"第{now.row() + 1}行读自：{text}" if text else "")
        self.origin.setVisible(bool(text))

    def to_reason(self) -> None:
        """Write, in the row in hand, why it is so after all."""
        place = self.model.index(self.grid.currentIndex().row(), PLACES["reason"])
        self.grid.setCurrentIndex(place)
        self.grid.edit(place)

    # out

    def register(self) -> None:
        """Store the rows that are sound, once every row has been checked."""
        self.grid.setFocus()  # an open editor is left and says what was typed
        self.model.typing = -1
        self._then_register = True
        self._check()

    def _store(self) -> None:
        rows = [one for one in self.model.filled() if not one.problems]
        self._show_problem()
        if not rows:
            self.desk.noticed.emit("表格里还没有可以登记的行：标红的格子改好以后再登记")
            return
        told = [self.as_told(one) for one in rows]

        def work(store: Any, progress: Any) -> Outcome:
            from app.operations.ledger import record_activities

            return record_activities(store, told, progress=progress)

        self.desk.act("登记帮扶工作", work, lambda outcome: self._stored(rows, outcome), owner=self)

    def _stored(self, rows: list[EntryRow], outcome: Outcome) -> None:
        stored = [int(str(item["row"])) - 1 for item in outcome.items]
        self.model.let_go([rows[number] for number in stored])
        refused: dict[int, list[Problem]] = {}
        for problem in outcome.refused:
            refused.setdefault((problem.row or 1) - 1, []).append(problem)
        self.model.tell([(rows[number], rows[number].version, found) for number, found in refused.items()])
        self.drafts.touch()
        self._count()
        self.begin()
        self.registered.emit([bytes.fromhex(str(item["id"])) for item in outcome.items])

    # drafts

    def _payload(self) -> dict[str, Any]:
        hand = self.grid.cells.in_hand()
        told = [
            {**one.values, COLUMNS[hand[1]].key: hand[2]} if hand and hand[0] == number else one.values
            for number, one in enumerate(self.model.rows)
        ]
        rows = [values for values in told if any(values.values())]
        return {"rows": rows} if 0 < len(rows) <= MOST_DRAFTED else {}

    def _restore(self) -> None:
        def work(store: Any, progress: Any) -> list[dict[str, str]]:
            from app.store.drafts import load_draft

            draft = load_draft(store, DRAFT)
            return list(draft.payload.get("rows", ())) if draft else []

        self.desk.ask("读取草稿", work, self._restored, owner=self)

    def _restored(self, rows: list[dict[str, str]]) -> None:
        if rows:
            for told in {str(one.get("person") or "") for one in rows}:
                self.lookups.recall_person(told)
            self.put_rows(made(rows))
            self.desk.noticed.emit(f"已恢复上次没有登记的 {len(rows)} 行")

    def leave(self) -> None:
        """Keep what was typed."""
        self.drafts.flush()
