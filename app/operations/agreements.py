"""责任书 and 科室帮扶协议: parties in their order, tasks by year with counted indicators.

Source: national-2016 三（一） (责任书 between county government, supporting and receiving hospital). Codes: AGR-001 no kind,
AGR-002 fewer than two parties, AGR-003 number already borne, AGR-004 dates, AGR-005 gone, AGR-006 a counted target that is
no number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.catalogue.dates import parse_partial
from app.catalogue.problems import Problem, Refusal
from app.models import Agreement, AgreementParty, AgreementTask, Pairing, PairingDepartment, PostingGoal, Unit
from app.operations.naming import known_unit
from app.operations.numbers import next_number, taken
from app.operations.progress import number_of
from app.operations.results import Outcome
from app.store.journal import OperationScope
from app.store.opening import Store

LETTER_OF_DUTY, DEPARTMENTS = "责任书", "科室协议"
KINDS = (LETTER_OF_DUTY, DEPARTMENTS, "其他协议")
_TITLES = {LETTER_OF_DUTY: "对口帮扶责任书", DEPARTMENTS: "科室帮扶协议"}
GOVERNMENT, SUPPORTING, RECEIVING = "县级人民政府", "支援方", "受援方"
_COLUMNS = ("title", "department", "signed_on", "start", "end", "overall_goal", "source_document", "note")
_DATES = {"signed_on": "签订日期", "start": "开始", "end": "结束"}

DUTY_TASKS = (
    ("每年轮换派驻院长或副院长1人，医务人员不少于5人", "派驻人数", "", "5"),
    ("为受援医院培训骨干医师或技术人员", "培训人数", "", "3"),
    ("解决一项医疗急需", "解决医疗急需", "needs", "1"),
    ("突破一个薄弱环节，建设特色专科", "建设专科", "specialties", "1"),
    ("带出一支技术团队", "带出团队", "teams", "1"),
    ("新增一个服务项目", "新增服务项目", "services", "1"),
)
"""What national-2016 asks of a pairing each year (一（四）, 二（二）, 二（三）): content, indicator, work, target."""


def propose(store: Store, kind: str, pairing: bytes, years: Sequence[str] = ()) -> dict[str, Any]:
    """Parties and tasks of a new agreement for a pairing: ``{"values", "parties", "tasks"}`` as :func:`make_agreement` takes."""
    with store.read() as session:
        pair = session.get(Pairing, pairing)
        if pair is None:
            remedy = "请输入单位名，从列出的对口关系里选；还没有的先在“对口关系”里新增"
            raise Refusal(Problem("AGR-005", "没有选中对口关系", remedy, column="对口关系"))
        giver, taker = session.get(Unit, pair.supporting_id), session.get(Unit, pair.receiving_id)
        assert giver is not None and taker is not None  # a pairing has both
        departments = session.execute(
            select(PairingDepartment.supporting_department, PairingDepartment.receiving_department)
            .where(PairingDepartment.pairing_id == pairing)
            .order_by(PairingDepartment.position)
        ).all()
        region, names, term = taker.region, (giver.name, taker.name), (pair.start, pair.end)
    parties = [{"role": SUPPORTING, "name": names[0]}, {"role": RECEIVING, "name": names[1]}]
    tasks: list[dict[str, str]] = []
    if kind == LETTER_OF_DUTY:
        government = f"{region}人民政府" if region and "人民政府" not in region else region
        parties.insert(0, {"role": GOVERNMENT, "name": government})
        tasks = [
            {"year": year, "content": content, "indicator": indicator, "kind": work, "target": target}
            for year in years
            for content, indicator, work, target in DUTY_TASKS
        ]
    department = next((taker or giver for giver, taker in departments if giver or taker), "")
    values = {
        "title": _TITLES.get(kind, kind), "start": term[0], "end": term[1],
        "department": department if kind == DEPARTMENTS else "",
    }  # fmt: skip
    return {"values": values, "parties": parties, "tasks": tasks}


def make_agreement(
    store: Store,
    kind: str,
    values: Mapping[str, Any],
    parties: Sequence[Mapping[str, str]],
    tasks: Sequence[Mapping[str, str]] = (),
    *,
    pairing: bytes | None = None,
) -> Outcome:
    """Store an agreement with its parties and tasks; its number runs within the year unless one is told.

    ``parties`` are ``{"role", "name", "representative", "signed_on"}``: a known unit's name is bound to the unit.
    ``tasks`` are ``{"year", "content", "indicator", "kind", "target"}``. The item gives ``id`` and ``number``.
    """
    if not kind.strip():
        raise Refusal(
            Problem("AGR-001", "没有说是哪一种协议", "请选责任书、科室协议或其他协议", column="种类")
        )
    if sum(bool(party.get("name", "").strip()) for party in parties) < 2:
        raise Refusal(Problem("AGR-002", "协议至少要有两方", "请填各方的名称", column="签约方"))
    with store.operation("make_agreement", f"新增{kind}") as op:
        told = {column: str(values.get(column) or "").strip() for column in _COLUMNS}
        for column in _DATES:
            told[column] = parse_partial(told[column]) or told[column]
        made = Agreement(kind=kind.strip(), pairing_id=pairing, **told)
        made.title = made.title or _TITLES.get(kind, kind)
        made.position = (op.session.scalar(select(func.max(Agreement.position))) or 0) + 1
        year = (made.signed_on or made.start)[:4]
        year = year if year.isdigit() else str(date.today().year)
        made.number = str(values.get("number") or "").strip() or next_number(op, "agreement", "number", year)
        op.session.add(made)
        op.session.flush()
        check_agreement(op, made)
        _add_parties(op, made, parties)
        for position, task in enumerate(tasks, start=1):
            columns = ("year", "content", "indicator", "kind", "target")
            one = {column: str(task.get(column) or "").strip() for column in columns}
            added = AgreementTask(agreement_id=made.id, position=position, **one)
            check_task(op, added)
            op.session.add(added)
        op.session.flush()
        item: dict[str, object] = {"id": made.id.hex(), "number": made.number, "title": made.title}
    changed = frozenset(table for table, _, _ in op.changed)
    return Outcome(f"已新增{item['title']}，编号{item['number']}", [item], operation=op.id, changed=changed)


def _add_parties(op: OperationScope, made: Agreement, parties: Sequence[Mapping[str, str]]) -> None:
    told = [party for party in parties if party.get("name", "").strip()]
    for position, party in enumerate(told, start=1):
        op.session.add(
            AgreementParty(
                agreement_id=made.id,
                position=position,
                role=party.get("role", ""),
                name=party["name"].strip(),
                unit_id=known_unit(op, party["name"]),
                representative=party.get("representative", ""),
                signed_on=party.get("signed_on", ""),
            )
        )


def check_agreement(op: OperationScope, made: Agreement) -> None:
    """What may not be stored: a number that another bears (AGR-003), dates that are none or the wrong way round (AGR-004)."""
    if made.number and taken(op, "agreement", "number", made.number, made.id):
        raise Refusal(
            Problem(
                "AGR-003",
                f"编号{made.number}已经用过",
                "请留空让程序编号，或换一个编号",
                column="编号",
                value=made.number,
            )
        )
    for column, label in _DATES.items():
        text = getattr(made, column)
        if text and parse_partial(text) is None:
            raise Refusal(
                Problem("AGR-004", f"“{text}”不是日期", "请写成 2021.5.1", column=label, value=text)
            )
    if made.start and made.end and made.start > made.end:
        raise Refusal(Problem("AGR-004", "开始在结束之后", "请核对起止日期", column="起止日期"))


def check_task(_op: OperationScope, task: AgreementTask | PostingGoal) -> None:
    """A task or goal that the ledger counts needs a number to count to (AGR-006)."""
    if task.kind and task.target and number_of(task.target) is None:
        raise Refusal(
            Problem(
                "AGR-006", f"目标数“{task.target}”不是数字", "请写数字，如 5；说不出数的任务不要选计数项",
                column="目标数", value=task.target,
            )
        )  # fmt: skip


def bind_party(op: OperationScope, party: AgreementParty) -> None:
    """A party typed by the name of a known unit is that unit; a government stays a name."""
    unit = known_unit(op, party.name) if party.name.strip() else None
    if party.unit_id != unit:
        party.unit_id = unit
