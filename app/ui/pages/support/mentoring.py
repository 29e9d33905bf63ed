"""师带徒: who teaches whom, from the agreement to the certificate, with the ratio of the unit's class above the list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.catalogue.mentoring import PASSED
from app.catalogue.work import CONTENTS
from app.ui.desk import Desk
from app.ui.lists import ledger, year
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.pages.support.papers_menu import papers_button
from app.ui.pages.support.specs_year import ASSESS, MENTORSHIPS, SIGN
from app.ui.records import Record
from app.ui.widgets.basics import button, card, label, row
from app.ui.widgets.dialogs import FieldsDialog
from app.ui.widgets.storing_dialog import StoringDialog

if TYPE_CHECKING:
    from app.operations.mentoring_overview import MentoringOverview
    from app.operations.results import Outcome

SIGN_SAID = "协议编号按年顺排，不会重号。帮带计划会按月先拟一份，签完可以逐条修改。"
FILTER_TABLES = frozenset({"mentorship", "posting", "unit", "unit_department", "person"})


class MentoringTab(LedgerTab):
    """The ledger's tab with signing, assessing and certifying."""

    def __init__(self, desk: Desk) -> None:
        self.assess_button = button("考核…", self.ask_assess, symbol="check")
        self.certify_button = button("发证书", self.certify, symbol="shield-check")
        self.plan_button = button(
            "拟计划", self.plan, symbol="calendar-days", tip="按月拟一份帮带计划，再逐条修改"
        )
        filters = (
            year.year_filter(desk, "mentorships"),
            ledger.unit_filter(desk, "unit_id", "全部受援单位"),
            ledger.unit_filter(desk, "supporting_unit_id", "全部派出单位"),
        )
        self.papers_button = papers_button(desk, ("mentorship",), lambda: self.list.view.chosen())
        extra = (self.assess_button, self.certify_button, self.papers_button)
        super().__init__(desk, MENTORSHIPS, year.mentorships(desk), filters, extra)
        self.new_button.setText("签协议")
        for key in ("posting_id", "mentee_id"):
            self.editor.form.editors[key].setEnabled(False)
        self.children_grids[0].head.insertWidget(2, self.plan_button)
        self.strip = label("", wrap=True)
        self.strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.detail_button = button("看比例和覆盖", self.ask_overview, role="link")
        self.overview: MentoringOverview | None = None
        above = row(self.strip, self.detail_button, gap=10, margins=(14, 8, 10, 8))
        above.setStretch(0, 1)
        body = self.layout()
        assert body is not None
        measured = card(above)
        measured.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        body.insertWidget(0, measured)  # type: ignore[attr-defined]
        body.setStretch(1, 1)  # type: ignore[attr-defined]
        body.setSpacing(10)
        self.editor.shown.connect(self._can)
        self.editor.gone.connect(lambda: self._can({}))
        self._can({})
        desk.changed.connect(lambda tables: self.measure() if tables & FILTER_TABLES else None)
        self.list.loaded.connect(self.measure)

    def _can(self, values: Record) -> None:
        """Buttons by what the chosen mentorship is ready for."""
        there = bool(values)
        self.assess_button.setEnabled(there)
        self.certify_button.setEnabled(there and not values.get("certified_on"))
        self.plan_button.setEnabled(there)

    # the ratio

    def measure(self) -> None:
        """Ask how the year stands: the year chosen above the list, else the latest told."""
        chosen = str(self.list.query.filter("year") or "")

        def work(store: Any, progress: Any) -> MentoringOverview:
            from app.operations.mentoring_overview import mentoring_overview, years_told

            told = years_told(store)
            return mentoring_overview(store, chosen or (told[0] if told else str(date.today().year)))

        self.desk.ask("读取师带徒比例", work, self._measured, owner=self)

    def _measured(self, seen: MentoringOverview) -> None:
        self.overview = seen
        self.strip.setText(said(seen))

    def ask_overview(self) -> QWidget | None:
        """Show unit by unit who teaches how many and which departments nobody is taught in."""
        if self.overview is None:
            return None
        from app.ui.pages.support.mentoring_dialog import OverviewDialog

        dialog = OverviewDialog(self, self.overview, self.desk)
        dialog.chosen.connect(self.list.choose)
        dialog.open()
        return dialog

    # acts

    def ask_new(self) -> FieldsDialog:
        """Ask for the agreement: the mentor's posting, the mentee, the term and what is taught."""
        dialog = StoringDialog(
            self, self.desk, "签师带徒协议", SIGN, self.lookups, self._signing, self._made,
            said=SIGN_SAID, needed=("posting_id", "mentee"), verb="签协议", columns=2,
        )  # fmt: skip
        first = {"contents": "、".join(CONTENTS), "signed_on": date.today().isoformat()}
        if self.editor.values:
            first["posting_id"] = self.editor.values["posting_id"]
            self.lookups.know(first["posting_id"], self.editor.values["posting_id:id"])
        dialog.show_values(first)
        dialog.open()
        return dialog

    def _signing(self, values: Record) -> Any:
        from app.operations.mentoring import sign_mentorship

        posting = self.lookups.found(str(values["posting_id"]))
        name = str(values["mentee"])
        picked = self.lookups.picked_person(name)
        told = {key: str(values[key] or "") for key in ("sex", "department", "title", "specialty")}
        mentee: Any = picked if picked is not None else {"name": name, **told}
        kept = {
            key: values[key]
            for key in ("department", "specialty", "signed_on", "start", "end", "goals", "contents")
        }
        reason = str(values["reason"] or "")
        return lambda store, progress: sign_mentorship(store, posting, mentee, kept, reason=reason)

    def _made(self, outcome: Outcome) -> None:
        self.list.choose(bytes.fromhex(str(outcome.items[0]["id"])))

    def ask_assess(self) -> FieldsDialog | None:
        """Ask how the chosen mentorship ended."""
        key = self.editor.record
        if key is None:
            return None
        from app.operations.mentoring import assess_mentorship

        dialog = StoringDialog(
            self, self.desk, f"考核：{self.editor.values['mentee_id']}", ASSESS, self.lookups,
            lambda values: lambda store, progress: assess_mentorship(store, key, **values), lambda outcome: None,
            needed=("result", "assessed_on"), verb="记下考核",
        )  # fmt: skip
        told = {key: self.editor.values[key] for key in ("result", "assessed_on", "assessor", "assessment")}
        mentor = str(self.editor.values["posting_id"]).partition(" → ")[0]
        first = {"result": PASSED, "assessed_on": date.today().isoformat(), "assessor": mentor}
        dialog.show_values(first | {name: value for name, value in told.items() if value})
        dialog.open()
        return dialog

    def certify(self) -> None:
        """Give the chosen one the certificate's number; before passing this is refused and says why."""
        key = self.editor.record
        if key is not None:
            from app.operations.mentoring import certify

            self.desk.act("发证书", lambda store, progress: certify(store, key), owner=self)

    def plan(self) -> None:
        """Propose the steps by month."""
        key = self.editor.record
        if key is not None:
            from app.operations.mentoring import plan_steps

            self.desk.act("拟帮带计划", lambda store, progress: plan_steps(store, key), owner=self)


def said(seen: MentoringOverview) -> str:
    """The year in one line: mentors, mentees, who is short of the ratio, what is not covered."""
    if not seen.units:
        return f"{seen.year}年还没有派驻，签协议以后这里按受援单位类别核对比例（省属薄弱 1:5，市属 1:4，县属 1:3）"
    new = sum(len(mentor.new) for mentor in seen.mentors)
    parts = [f"{seen.year}年　导师 {len(seen.mentors)} 人，帮带 {seen.mentees} 人，其中新签 {new} 人"]
    short = seen.short
    if short:
        names = "、".join(f"{one.name}差{one.missing}人" for one in short[:4]) + (
            "等" if len(short) > 4 else ""
        )
        parts.append(f"不足比例 {len(short)} 位：{names}")
    untold = sorted({unit.name for unit in seen.units if unit.required is None})
    if untold:
        parts.append(f"{len(untold)} 个受援单位没有填类别，不核对比例")
    if not short and not untold:
        parts.append("都达到规定比例")
    uncovered = sum(len(unit.uncovered) for unit in seen.units)
    parts.append(f"重点科室还有 {uncovered} 个没有帮带对象" if uncovered else "")
    parts.append(f"合格 {seen.passed} 人，发证 {seen.certified} 份" if seen.passed else "")
    return "；".join(filter(None, parts))
