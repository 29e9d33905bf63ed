"""The played year: what an aid office does from spring to autumn, by the operations that its window calls.

It begins with an empty data folder, imports the sample tables and goes through agreements, mentoring, the ledger, reports of
ten teams over six months (one returned, one zero, two that never came), assessments, certificates, allowances and
appraisals. The samples are in ``resources/samples``; everybody in them is invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.catalogue.problems import Problem, Refusal
from app.forms.scanned import page_image
from app.operations import report_steps, reports
from app.operations.agreements import make_agreement
from app.operations.appraising import draft_summary, give_opinion, keep_summary
from app.operations.board import due_of, teams
from app.operations.columns import OPINION_STEPS
from app.operations.editing import save_record
from app.operations.imports import apply_preview, preview_file
from app.operations.letters import begin_yearly, keep_letter, number_letter
from app.operations.mentoring import assess_mentorship, certify, sign_mentorship
from app.operations.plans import complete, make_occurrences, read_due
from app.operations.printing import print_forms
from app.operations.registers import add_training, begin_five_ones, make_allowances
from app.operations.results import Outcome, Progress
from app.operations.saving import save_form
from app.operations.scans import scan_folder
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.signoffs import mark_handed, mark_stamped, papers_printed, waiting
from app.store.opening import Store
from app.tables.reading import read_tables

SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"
MONTHS = tuple(f"2021-{month:02d}" for month in range(5, 11))
APPRAISAL = "yubei-2021-appraisal"
SCANNED_PIXELS = 1404
"""The longer side of a scan: 120 dots an inch of A4."""
Script = dict[str, Any]


def play(store: Store, progress: Progress | None = None) -> Outcome:
    """Play the year into an empty ledger. Raises :class:`Refusal` SMP-001 when there is something in it."""
    if store.sql("SELECT 1 FROM operation LIMIT 1"):
        raise Refusal(
            Problem(
                "SMP-001",
                "这个数据文件夹里已经有内容",
                "样例只放进空的数据文件夹，请用 --data 指定一个新文件夹",
            )
        )
    script = _script()
    store.operator = script["clerk"]["name"]
    if not store.workbench().setting("unit"):
        store.workbench().set_setting("unit", script["own_unit"])
    acts = (
        _tables, _units, _agreement, _postings, _papers, _mentoring, _ledger, _registers, _reports, _assess,
        _allowances, _appraise, _plans, _yearly,
    )  # fmt: skip
    for number, act in enumerate(acts):
        if progress is not None:
            progress(number, len(acts))
        act(store, script)
    ((people, activities, sent),) = store.sql(
        "SELECT (SELECT count(*) FROM posting), (SELECT count(*) FROM activity), (SELECT count(*) FROM report)"
    )
    said = f"样例年已放入：{people}人次派驻，{activities}条帮扶工作，{sent}份月报"
    return Outcome(
        said, [{"postings": people, "activities": activities, "reports": sent, "as_of": script["as_of"]}]
    )


def _script() -> Script:
    with (SAMPLES / "year-2021.toml").open("rb") as file:
        return tomllib.load(file)


def _import(store: Store, name: str) -> None:
    outcome = apply_preview(store, preview_file(store, SAMPLES / name))
    if outcome.refused:
        raise Refusal(*outcome.refused)


def _keys(store: Store, table: str, column: str = "name") -> dict[str, bytes]:
    return {name: bytes(key) for name, key in store.sql(f"SELECT {column}, id FROM {table}")}


def _postings_by_name(store: Store) -> dict[str, tuple[bytes, bytes, bytes, bytes]]:
    """By the person's name: posting, person, receiving unit, supporting unit."""
    rows = store.sql(
        "SELECT p.name, t.id, p.id, t.unit_id, coalesce(t.supporting_unit_id, p.unit_id) FROM posting t"
        " JOIN person p ON p.id = t.person_id"
    )
    return {row[0]: (bytes(row[1]), bytes(row[2]), bytes(row[3]), bytes(row[4])) for row in rows}


def _tables(store: Store, _: Script) -> None:
    for name in ("roster-2021.xlsx", "plan-2017-2022.xlsx"):
        _import(store, name)


def _units(store: Store, script: Script) -> None:
    keys = _keys(store, "unit")
    for one in script["unit"]:
        key = keys[one["name"]]
        told = {"region": one["region"], "class_": one["class"], "level": one.get("level", "")}
        save_record(store, "unit", key, told)
        for position, (name, main, staff) in enumerate(one["departments"], start=1):
            values = {"unit_id": key, "position": position, "name": name, "main": main, "key_staff": staff}
            save_record(store, "unit_department", None, values)


def _agreement(store: Store, script: Script) -> None:
    told = script["agreement"]
    units = _keys(store, "unit")
    giver, taker = (units[name] for name in told["pairing"])
    ((pairing,),) = store.sql(
        "SELECT id FROM pairing WHERE supporting_id = ? AND receiving_id = ?", (giver, taker)
    )
    make_agreement(
        store,
        told["kind"],
        {key: told[key] for key in ("title", "signed_on", "start", "end", "overall_goal")},
        [{"role": role, "name": name, "representative": who} for role, name, who in told["parties"]],
        [
            dict(zip(("year", "content", "indicator", "kind", "target"), one, strict=True))
            for one in told["tasks"]
        ],
        pairing=pairing,
    )


def _postings(store: Store, script: Script) -> None:
    known = _postings_by_name(store)
    for posting, department in store.sql(
        "SELECT t.id, p.department FROM posting t JOIN person p ON p.id = t.person_id ORDER BY t.position, t.id"
    ):
        task = script["main_task"].format(department=department)
        save_record(store, "posting", bytes(posting), {"main_task": task})
    for position, one in enumerate(script["goal"], start=1):
        values = {key: one[key] for key in ("text", "kind", "target", "due")}
        save_record(
            store,
            "posting_goal",
            None,
            {**values, "posting_id": known[one["person"]][0], "position": position},
        )
    for one in script["absence"]:
        values = {key: one[key] for key in ("start", "end", "kind", "reason")}
        save_record(store, "absence", None, {**values, "posting_id": known[one["person"]][0]})


def _papers(store: Store, _: Script) -> None:
    """The people's own papers, as they filled them in."""
    with (SAMPLES / "details.toml").open("rb") as file:
        details = tomllib.load(file)["enrolment"]
    keys = {record.name: record.id for record in select(store, "enrolment", Selection())}
    for values in details:
        name = str(values["person.name"])
        told = {path: value for path, value in values.items() if value != ""}
        photo = SAMPLES / "photos" / f"{name}.jpg"
        if photo.exists():
            told["person.photo"] = photo.read_bytes()
        save_form(store, "enrolment", keys[name], told)


def mentee_rows() -> Iterator[dict[str, str]]:
    """The people who learn, as the sample table tells them."""
    heads = ("mentor", "name", "unit", "department", "title", "specialty", "sex", "term")
    (sheet, *_) = read_tables(SAMPLES / "mentees-2021.xlsx").sheets
    for row in sheet.rows[2:]:
        yield dict(zip(heads, map(str, row), strict=False))


def _mentoring(store: Store, _: Script) -> None:
    known = _postings_by_name(store)
    for one in mentee_rows():
        mentee = {key: one[key] for key in ("name", "unit", "department", "title", "specialty", "sex")}
        values = {
            "signed_on": "2021-05-10", "start": "2021-05-10", "end": "2021-10-31", "specialty": one["specialty"],
            "goals": f"掌握{one['specialty']}常见病的规范诊疗", "contents": "理论讲座、教学查房、案例分析",
        }  # fmt: skip
        sign_mentorship(store, known[one["mentor"]][0], mentee, values)


def _ledger(store: Store, _: Script) -> None:
    _import(store, "activities-2021.xlsx")


def _registers(store: Store, script: Script) -> None:
    units, known = _keys(store, "unit"), _postings_by_name(store)
    for one in script["development"]:
        posting, person, _, team = known[one["person"]]
        told = {key: one.get(key, "") for key in ("kind", "name", "department", "began", "achieved", "state")}
        told |= {
            "unit_id": units[one["unit"]],
            "person_id": person,
            "posting_id": posting,
            "supporting_unit_id": team,
        }
        save_record(store, "development", None, told)
    for one in script["contact"]:
        told = {key: one[key] for key in ("kind", "date", "level", "participants", "topic")}
        told |= {"unit_id": units.get(one.get("unit", "")), "supporting_unit_id": units[one["supporting"]]}
        save_record(store, "contact", None, told)
    for one in script["training"]:
        told = {
            key: one.get(key, "") for key in ("unit", "department", "start", "end", "returned_on", "result")
        }
        add_training(store, one["person"], {**told, "from_unit": one["from"], "free": one["free"]})
    for one in script["unit_year"]:
        told = {key: one[key] for key in ("year", "measure", "value")}
        save_record(store, "unit_year", None, {**told, "unit_id": units[one["unit"]]})
    _five_ones(store, script)


def _five_ones(store: Store, script: Script) -> None:
    ((batch,),) = store.sql("SELECT id FROM batch")
    begin_five_ones(store, batch)
    items = {item: bytes(key) for item, key in store.sql("SELECT item, id FROM batch_one")}
    for one in script["five_ones"]:
        save_record(store, "batch_one", items[one["item"]], {"text": one["text"], "done_on": one["done_on"]})


def _reports(store: Store, script: Script) -> None:
    odd = {(one["supporting"], one["receiving"], one["month"]): one for one in script["report"]}
    for month in MONTHS:
        for team in teams(store, month, month):
            _report(store, team, month, odd.get((team.supporting_name, team.receiving_name, month), {}))


def _report(store: Store, team: Any, month: str, odd: Script) -> None:
    if odd.get("missing"):
        return
    key = bytes.fromhex(
        str(reports.open_report(store, team.supporting, team.receiving, month).items[0]["id"])
    )
    sent, accepted = due_of(month, 4), due_of(month, 8)
    if odd.get("zero"):
        reports.state_zero(store, key)
    else:
        reports.take_counted(store, key)
    if "stated" in odd:
        reports.state_figures(store, key, odd["stated"])
    for figure, text in odd.get("remark", {}).items():
        reports.remark(store, key, figure, text)
    with _as(store, team.people[0]):
        report_steps.send_report(store, key, at=sent)
    if "returned" in odd:
        report_steps.return_report(store, key, odd["returned"], at=due_of(month, 6))
        with _as(store, team.people[0]):
            report_steps.send_report(store, key, at=due_of(month, 7))
    report_steps.accept_report(store, key, at=accepted)
    papers_printed(store, "report", [key], "yubei-2021-workload", day=sent)
    back = [one.sign_off for one in waiting(store, accepted) if one.record == key]
    mark_stamped(store, back, accepted)


class _as:  # noqa: N801 - reads as a word: with _as(store, name)
    """Who acts meanwhile."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name, self.before = store, name, store.operator

    def __enter__(self) -> None:
        self.store.operator = self.name

    def __exit__(self, *_: object) -> None:
        self.store.operator = self.before


def _assess(store: Store, script: Script) -> None:
    told = script["assessment"]
    rows = store.sql(
        "SELECT m.id, p.name FROM mentorship m JOIN person p ON p.id = m.mentee_id ORDER BY m.position"
    )
    for key, name in rows:
        failed = name in told["failed"]
        assess_mentorship(
            store,
            key,
            result="不合格" if failed else "合格",
            assessed_on=told["day"],
            assessment=told["failed_text"] if failed else told["text"],
            assessor=told["assessor"],
        )
        if not failed:
            certify(store, key, certified_on="2021-10-31")


def _allowances(store: Store, script: Script) -> None:
    for month in MONTHS:
        make_allowances(store, month, script["allowance"]["rate"])


def _appraise(store: Store, script: Script) -> None:
    known = _postings_by_name(store)
    for _, (posting, *_) in known.items():
        keep_summary(store, posting, draft_summary(store, posting))
    postings = [one[0] for one in known.values()]
    papers_printed(store, "appraisal", postings, APPRAISAL, day="2021-11-01")
    back = [posting for name, (posting, *_) in known.items() if name not in script["on_the_way"]]
    for name, (posting, *_) in known.items():
        for step in range(1, script["on_the_way"].get(name, 4) + 1):
            _opinion(store, script, name, posting, step)
    with TemporaryDirectory() as folder:
        scan_folder(store, _scanned(store, back, Path(folder)), day=script["scanned"])


def _scanned(store: Store, postings: list[bytes], folder: Path) -> Path:
    """What a scanner makes of the papers with their opinions: a picture a page, laid in any way up."""
    papers, scans = folder / "鉴定表.pdf", folder / "扫描"
    scans.mkdir()
    pages = print_forms(store, APPRAISAL, Selection(ids=tuple(postings)), papers, coded=True).items[0][
        "pages"
    ]
    for number in range(int(str(pages))):
        image = page_image(papers, number + 1, SCANNED_PIXELS).rotate(90 * (number % 4), expand=True)
        image.save(scans / f"{number + 1:03}.jpg", quality=60, dpi=(120, 120))
    return scans


def _opinion(store: Store, script: Script, name: str, posting: bytes, step: int) -> None:
    text, signer, day, result = script["opinions"][OPINION_STEPS[step]]
    if name in script["opinions"]["excellent"] and step == 1:
        text, result = text.replace("合格", "优秀"), "优秀"
    elif name in script["opinions"]["excellent"]:
        result = "优秀"
    give_opinion(store, posting, step, text, signer=signer, date=day, result=result)
    ((key,),) = store.sql(
        "SELECT s.id FROM sign_off s JOIN appraisal a ON a.id = s.appraisal_id WHERE a.posting_id = ? AND s.step = ?",
        (posting, step),
    )
    mark_handed(store, [key], signer.removesuffix("（签字）"), day)
    mark_stamped(store, [key], day)


def _plans(store: Store, _: Script) -> None:
    read_due(store)
    for key, due in store.sql("SELECT id, due FROM plan_item WHERE due <> '' AND due < '2021'"):
        complete(store, key, done_on=due)
    for (key,) in store.sql("SELECT id FROM plan_item WHERE repeats <> ''"):
        make_occurrences(store, key, ["2021", "2022"])


def _yearly(store: Store, script: Script) -> None:
    told = script["yearly"]
    key = bytes.fromhex(str(begin_yearly(store, told["year"], told["unit"]).items[0]["id"]))
    keep_letter(store, key, told["values"])
    number_letter(store, key, told["day"])
