"""工作计划: the items of the plan, in the order of the official list."""

from __future__ import annotations

from typing import Any

from app.ui.desk import Desk
from app.ui.lists import ledger
from app.ui.pages.help.specs import PLAN_ITEMS
from app.ui.pages.ledger_tab import LedgerTab
from app.ui.records import Record

FIRST_PLAN = "对口帮扶工作计划清单"


class PlanTab(LedgerTab):
    """A new item goes to the plan of the chosen one, else to the first plan, else a plan is begun."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, PLAN_ITEMS, ledger.plan_items(desk))

    def make_record(self, values: Record) -> None:
        beside = self.editor.record

        def work(store: Any, progress: Any) -> Any:
            from app.operations.grids import RowChange, save_rows

            plan = _plan_of(store, beside)
            if plan is None:
                made = save_rows(store, "plan", [RowChange(None, {"title": FIRST_PLAN})])
                plan = bytes.fromhex(str(made.items[0]["id"]))
            return save_rows(store, "plan_item", [RowChange(None, values)], {"plan_id": plan}, "plan_id")

        self.desk.act(
            "新增计划项",
            work,
            lambda outcome: self.list.choose(bytes.fromhex(str(outcome.items[0]["id"]))),
            owner=self,
        )


def _plan_of(store: Any, item: bytes | None) -> bytes | None:
    found = store.sql("SELECT plan_id FROM plan_item WHERE id = ?", (item,)) if item else []
    found = found or store.sql("SELECT id FROM plan ORDER BY position, id LIMIT 1")
    return bytes(found[0][0]) if found else None
