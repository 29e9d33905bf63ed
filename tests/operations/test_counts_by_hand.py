"""Every number on every paper of the played year agrees with a count made by hand, and leads to exactly those records.

The counts come from ``tests/sample_counts.py``: from the sample workbooks and the year's script, without the program.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
import sample_counts as hand
from openpyxl import load_workbook
from sample_counts import MONTHS

from app.catalogue.work import WORKS
from app.operations.appraising import draft_summary, figures
from app.operations.board import board, teams
from app.operations.counting import FIGURES, Scope, counted, records_behind
from app.operations.ledger_rows import kind_of
from app.operations.letter_sums import yearly, yearly_figures
from app.operations.mentoring_overview import mentoring_overview
from app.operations.out import answer, out_now
from app.operations.plans import due_this_week
from app.operations.progress import goals, tasks
from app.operations.promotion_lists import mentees_snapshot, work_snapshot
from app.operations.report_sums import month_records, span_of, team_sum
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import list_snapshot, snapshot_of
from app.operations.supporter import view_of
from app.operations.yearly import HEADS, yearly_return
from app.store.opening import open_store

YEAR = [f"2021-{number:02d}" for number in range(1, 13)]
HEARD = {*hand.TRAINED, "教学查房", "巡回诊疗", "开展健康教育宣传", "病例讨论", "义诊"}
"""Work of which the papers tell how many people took part."""
DAYS = [
    "2021-05-01", "2021-06-03", "2021-06-04", "2021-07-06", "2021-07-07", "2021-07-08", "2021-09-04", "2021-09-09",
    "2021-11-05", "2021-11-20",
]  # fmt: skip
SPANS = {"h1": YEAR[:6], "h2": YEAR[6:], "year": YEAR, "term": list(MONTHS)}


@pytest.fixture(scope="module")
def year(played_folder, tmp_path_factory):
    with open_store(shutil.copytree(played_folder, tmp_path_factory.mktemp("year") / "data")) as store:
        yield store


@pytest.fixture(scope="module")
def found_teams(year):
    """Supporting and receiving unit by name → the team."""
    return {(one.supporting_name, one.receiving_name): one for one in teams(year, MONTHS[0], MONTHS[-1])}


def by_name(store, table="posting"):
    """Everybody's posting (or person) by name."""
    column = {"posting": "t.id", "person": "p.id"}[table]
    return {
        name: bytes(key)
        for name, key in store.sql(
            f"SELECT p.name, {column} FROM posting t JOIN person p ON p.id = t.person_id"
        )
    }


def rows_of(store, table, keys):
    """What stands behind a number, as the sample has it: entries of the ledger, or names of what was built up."""
    marks = ", ".join("?" * len(keys))
    if table == "development":
        return Counter(
            name for (name,) in store.sql(f"SELECT name FROM development WHERE id IN ({marks})", keys)
        )
    assert table == "activity"
    rows = store.sql(
        "SELECT a.date, u.name, p.name, a.kind, a.amount, a.people, a.topic FROM activity a JOIN unit u ON u.id = a.unit_id"
        f" JOIN person p ON p.id = a.person_id WHERE a.id IN ({marks})",
        keys,
    )
    return Counter(
        hand.Entry(
            day, unit, person, WORKS[kind].label,
            Decimal(amount) / (10_000 if WORKS[kind].money else 1), people or 0, topic,
        )
        for day, unit, person, kind, amount, people, topic in rows
    )  # fmt: skip


def expected(figure, names, months):
    if figure in hand.BUILT:
        return Counter(one["name"] for one in hand.built(hand.BUILT[figure], names, months))
    return Counter(hand.behind(figure, names, months))


def test_the_hand_knows_everybody_and_every_entry(found_teams):
    assert {team: one.people for team, one in found_teams.items()} == hand.teams()
    assert len(hand.people()) == 11 and len(hand.entries()) == 1141
    known = {*hand.LABELS.values(), *hand.TRAINED, *(label for label, _ in hand.OTHER)}
    assert {one.label for one in hand.entries()} == known


def test_every_figure_of_every_team_and_month_is_counted_and_opens_its_entries(year, found_teams):
    for team, names in hand.teams().items():
        for month in MONTHS:
            scope = Scope(month, month, found_teams[team].supporting, found_teams[team].receiving)
            found = counted(year, scope)
            for figure in FIGURES:
                where = (team, month, figure)
                assert found[figure].text == hand.counted(figure, names, [month]), where
                table, keys = records_behind(year, figure, scope)
                assert rows_of(year, table, keys) == expected(figure, names, [month]), where


def test_the_printed_figures_of_every_report_are_those_but_for_the_one_that_says_why(year, found_teams):
    seen = set()
    for record in select(year, "report", Selection()):
        paper = snapshot_of(year, "report", record.id).values
        team, month = (paper["report.team"], paper["report.receiving_unit"]), str(paper["report.month"])
        seen.add((*team, month))
        for figure in FIGURES:
            told = hand.counted(figure, hand.teams()[team], [month])
            if (*team, month) == hand.ZERO:  # a statement, in every line
                told = "" if figure == "report.other" else "0"
            assert paper[figure] == hand.STATED.get((*team, month, figure), told), (team, month, figure)
    assert seen == {(*team, month) for team in hand.teams() for month in hand.came(team)}
    assert hand.of(hand.teams()[hand.ZERO[:2]], [hand.ZERO[2]]) == []


@pytest.mark.parametrize("part", SPANS)
def test_sums_of_every_team_are_those_of_their_months(year, found_teams, part):
    months = SPANS[part]
    for team, names in hand.teams().items():
        one = found_teams[team]
        found = team_sum(
            year, one.supporting, one.receiving, *span_of(year, one.supporting, one.receiving, "2021", part)
        )
        assert (found.first, found.last) == (months[0], months[-1])
        came = hand.came(team, [month for month in months if month in MONTHS])
        for line in found.lines:
            where = (team, part, line.figure)
            assert line.counted.text == hand.counted(line.figure, names, months), where
            assert line.stated == stated(team, line.figure, came), where
            printed = str(found.paper.values[line.figure] or "").partition("（缺")[0].strip()
            assert printed == line.stated, where
            behind = Counter()
            for month in line.months:
                behind += rows_of(year, *month_records(year, found, line.figure, month.month)[:2])
            assert behind == expected(line.figure, names, months), where


def stated(team, figure, came):
    """The sum of what the accepted reports state."""
    names = hand.teams()[team]
    if figure == "report.other":
        return hand.counted(figure, names, came)
    if figure == "report.specialties":
        return hand.counted(figure, names, came)
    told = Decimal(hand.counted(figure, names, came) or 0)
    for (*where, month, changed), text in hand.STATED.items():
        if (tuple(where), changed) == (team, figure) and month in came:
            told += Decimal(text) - Decimal(hand.counted(figure, names, [month]))
    return hand.plain(told)


def test_the_years_return_has_those_figures_and_lists_those_entries(year, found_teams, tmp_path):
    yearly_return(year, "2021", tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    listed = Counter()
    for row in book["记录"].iter_rows(min_row=3, values_only=True):
        listed[row[1], row[2], row[3], row[4], row[5], str(row[7]), row[8] or 0] += 1
    wanted = Counter()
    heads = [cell.value.partition("（")[0] for cell in book["台账数"][2]]
    for number, (team, names) in enumerate(hand.teams().items()):
        for sheet, months in (("台账数", MONTHS), ("填报数", hand.came(team))):
            row = next(row for row in book[sheet].iter_rows(min_row=3, values_only=True) if row[:2] == team)
            assert row[2] == "、".join(names), number
            for figure, value in zip(FIGURES, row[len(HEADS) :], strict=True):
                told = (
                    hand.counted(figure, names, months) if sheet == "台账数" else stated(team, figure, months)
                )
                assert str("" if value is None else value) == told, (team, sheet, figure)
        for figure, head in zip(FIGURES, heads[len(HEADS) :], strict=True):
            if figure in hand.BUILT:
                for one in hand.built(hand.BUILT[figure], names):
                    wanted[(*team, head, one["began"], one["person"], "1", 0)] += 1
            else:
                for one in hand.behind(figure, names, MONTHS):
                    wanted[(*team, head, one.day, one.person, hand.plain(one.amount), one.heads)] += 1
    assert {(*key[:2], key[2].partition("（")[0], *key[3:]): many for key, many in listed.items()} == wanted


def test_the_yearly_report_says_what_was_counted_by_hand(year):
    ((key,),) = year.sql("SELECT id FROM letter WHERE edition = 'yuanbang-yearly'")
    paper = yearly(year, bytes(key))
    told = {path.removeprefix("yearly."): value for path, value in paper.values.items()}
    script, everybody = hand.script(), hand.people()
    taught = [name for pairs in hand.mentees().values() for name, _ in pairs]
    kinds = Counter(one["kind"] for one in script["development"])
    figures_told = {
        "postings": len(everybody), "people": len(everybody),
        "supporting_units": len({team for team, _ in everybody.values()}),
        "receiving_units": len({clinic for _, clinic in everybody.values()}),
        "mentees": len(set(taught)), "mentees_new": len(taught),
        "certificates": len(taught) - len(script["assessment"]["failed"]),
        "trainees": len(script["training"]), "contacts": len(script["contact"]), "agreements": 1,
        **{kind: kinds[kind] for kind in ("specialties", "techniques", "services", "rules")},
        "days": sum(hand.on_site(name) for name in everybody),
    }  # fmt: skip
    assert {name: told[name] for name in figures_told} == {name: str(n) for name, n in figures_told.items()}
    works = {row["figure.label"]: row for row in paper.lists["yearly.works"]}
    assert set(works) == {one.label for one in hand.entries()}
    for label, row in works.items():
        mine = hand.of(labels=[label])
        assert (row["figure.amount"], row["figure.records"]) == (hand.total(mine), str(len(mine)))
    clinics = {row["receiving.name"]: row for row in paper.lists["yearly.units"]}
    assert set(clinics) == {clinic for _, clinic in everybody.values()}
    for clinic, row in clinics.items():
        names = [name for name, (_, at) in everybody.items() if at == clinic]
        assert row["receiving.people"] == str(len(names))
        assert row["receiving.mentees"] == str(sum(len(hand.mentees()[name]) for name in names))
        for column, label in (("outpatients", "诊疗病人"), ("lectures", "开展讲座"), ("rounds", "教学查房")):
            assert row[f"receiving.{column}"] == hand.total(hand.of(names, labels=[label])), (clinic, label)


def test_every_number_of_the_yearly_report_opens_its_records(year):
    ((key,),) = year.sql("SELECT id FROM letter WHERE edition = 'yuanbang-yearly'")
    found = {one.kind: one for one in yearly_figures(year, bytes(key))}
    for kind, one in found.items():
        if one.table == "activity":
            label = WORKS[kind].label
            assert rows_of(year, "activity", one.records) == Counter(hand.of(labels=[label]))
        elif one.table == "development":
            assert rows_of(year, "development", one.records) == Counter(
                told["name"] for told in hand.script()["development"] if told["kind"] == kind
            )
        else:
            assert one.done == str(len(set(one.records))) == str(len(one.records)), kind
    names = {name for (name,) in year.sql(
        f"SELECT name FROM person WHERE id IN ({', '.join('?' * 11)})", found["people"].records
    )}  # fmt: skip
    assert names == set(hand.people())
    assert {"contacts", "trainees", "agreements", "mentees", "certificates", "postings"} <= set(found)


def test_every_number_of_every_drafted_summary(year):
    for name, posting in by_name(year).items():
        draft = draft_summary(year, posting)
        work = re.search(r"支援期间共完成：(.*)。", draft)[1]
        told = {}
        for part in re.split(r"，(?![^（]*）)", work):
            label, amount, _, _, _, heard = re.fullmatch(
                r"(\D+?)([\d.]+)(人次|次|例|万元|篇|项)(（(\D+)(\d+)）)?", part
            ).groups()
            told[label] = amount, int(heard or 0)
        mine = hand.of([name])
        assert set(told) == {one.label for one in mine}, name
        for label, (amount, heard) in told.items():
            those = [one for one in mine if one.label == label]
            assert amount == hand.total(those), (name, label)
            assert heard == (int(hand.heads(those)) if label in HEARD else 0), (name, label)
        taught = [mentee for mentee, _ in hand.mentees()[name]]
        passed = len([mentee for mentee in taught if mentee not in hand.script()["assessment"]["failed"]])
        assert f"帮带{'、'.join(taught)}共{len(taught)}人，考核合格{passed}人。" in draft
        built = [one["name"] for one in hand.script()["development"] if one["person"] == name]
        assert Counter(re.findall("“(.+?)”", draft)) == Counter(built)
        for one in figures(year, posting):
            if one.table == "activity":
                assert rows_of(year, "activity", one.records) == Counter(
                    hand.of([name], labels=[WORKS[one.kind].label])
                )


def test_everybodys_promotion_lists(year):
    for name, person in by_name(year, "person").items():
        work = work_snapshot(year, person, {}, name)
        totals = {row["figure.label"]: row for row in work.lists["bundle.works"]}
        for label in {one.label for one in hand.of([name])}:
            mine = hand.of([name], labels=[label])
            row = totals[label]
            assert (row["figure.amount"], row["figure.records"]) == (hand.total(mine), str(len(mine))), (
                name,
                label,
            )
            listed = work.lists[f"work.{kind_of(label)}"]
            assert Counter((one["activity.date"], one["activity.amount"]) for one in listed) == Counter(
                (one.day, hand.plain(one.amount)) for one in mine
            )
        taught = hand.mentees()[name]
        passed = len([mentee for mentee, _ in taught if mentee not in hand.script()["assessment"]["failed"]])
        said = mentees_snapshot(year, person, {}, name).values["bundle.said"]
        assert said == f"签订师带徒协议，帮带{len(taught)}人；考核合格{passed}人，已发证书{passed}份。"
        letter = snapshot_of(year, "experience", person)
        assert letter.values["experience.days"] == str(hand.on_site(name))


def test_everybodys_month_and_goals(year):
    told = {one["person"]: [] for one in hand.script()["goal"]}
    for one in hand.script()["goal"]:
        told[one["person"]].append(one)
    labels = {"lectures": "开展讲座", "rounds": "教学查房"}
    for name, person in by_name(year, "person").items():
        for month in MONTHS:
            view = view_of(year, person, "2021-11-20", month)
            done = {one.label: one for one in view.done if one.table == "activity"}
            assert set(done) == {one.label for one in hand.of([name], [month])}
            for label, one in done.items():
                mine = hand.of([name], [month], [label])
                assert re.match(r"[\d.]+", one.text)[0] == hand.total(mine), (name, month, label)
                assert (one.people, one.count) == (int(hand.heads(mine)), len(mine))
            begun = [
                one["name"]
                for one in hand.script()["development"]
                if (one["person"], one["began"][:7]) == (name, month)
            ]
            assert sum(one.count for one in view.done if one.table == "development") == len(begun)
        ratios = {one.progress.text: one.progress for one in view.goals}
        both = hand.of([name], labels=["开展讲座", "业务培训"])
        rounds = hand.of([name], labels=["教学查房"])
        if name not in told:
            assert [one.ratio for one in ratios.values()] == [
                f"{hand.total(both)}/5",
                f"{hand.total(rounds)}/20",
            ]
            assert [rows_of(year, "activity", one.records) for one in ratios.values()] == [
                Counter(both),
                Counter(rounds),
            ]
        for one in told.get(name, ()):
            progress = ratios[one["text"]]
            if one["kind"] in labels:
                mine = hand.of([name], labels=[labels[one["kind"]]])
                assert progress.ratio == f"{hand.total(mine)}/{one['target']}"
                assert rows_of(year, "activity", progress.records) == Counter(mine)
            else:
                assert progress.ratio == f"{len(hand.built(one['kind'], [name]))}/{one['target']}"
    assert sum(len(goals(year, posting)) for posting in by_name(year).values()) == len(hand.script()["goal"])


def test_mentoring_is_counted_against_the_ratio_at_every_unit(year):
    seen = mentoring_overview(year, "2021")
    assert {one.name: len(one.new) for one in seen.mentors} == {
        name: len(taught) for name, taught in hand.mentees().items()
    }
    assert {one.required for one in seen.mentors} == {3}  # every unit of the sample is 县属薄弱
    assert len(seen.short) == len([taught for taught in hand.mentees().values() if len(taught) < 3])
    failed = hand.script()["assessment"]["failed"]
    assert (seen.mentees, seen.passed, seen.certified) == (17, 17 - len(failed), 17 - len(failed))
    told = {one["name"]: one["departments"] for one in hand.script()["unit"]}
    for unit in seen.units:
        taught = {
            department
            for name, (_, clinic) in hand.people().items()
            if clinic == unit.name
            for _, department in hand.mentees()[name]
        }
        assert {one.name for one in unit.departments if one.covered} == taught
        assert set(unit.uncovered) == {
            name for name, main, _ in told[unit.name] if main and name not in taught
        }


@pytest.mark.parametrize("day", DAYS)
def test_every_cell_of_the_board_on_many_days(year, day):
    seen = board(year, day)
    assert [(row.team.supporting_name, row.team.receiving_name) for row in seen.rows] == list(hand.teams())
    months = [month for month in MONTHS if month <= day[:7]]
    owed = 0
    for row in seen.rows:
        team = (row.team.supporting_name, row.team.receiving_name)
        told = {month: hand.report_state(team, month, day) for month in months}
        assert {month: cell.text for month, cell in row.months.items()} == told, team
        owed += sum(text.startswith("逾期") or text in ("应报", "退回") for text in told.values())
        for month, cell in row.months.items():
            if cell.record is not None:
                assert year.sql(
                    "SELECT s.name, u.name, r.month FROM report r JOIN unit s ON s.id = r.supporting_unit_id"
                    " JOIN unit u ON u.id = r.receiving_unit_id WHERE r.id = ?", (cell.record,)
                ) == [(*team, month)]  # fmt: skip
    assert len([one for one in seen.owed() if one[1] != "鉴定表"]) == owed


@pytest.mark.parametrize(
    "day", ["2021-04-30", "2021-05-01", "2021-07-14", "2021-08-31", "2021-10-31", "2021-11-01"]
)
def test_who_is_out_and_how_many_were_sent(year, day):
    on = date.fromisoformat(day)
    out = set(hand.people()) if hand.FIRST <= on <= hand.LAST else set()
    assert {one.name for one in out_now(year, day)} == out
    assert {one.name for one in out_now(year, day) if one.leave} == {
        name for name in out if on in hand.away(name)
    }
    sent = 11 if on >= hand.FIRST else 0
    for span, many in (("year", sent), ("term", len(out)), ("all", sent)):
        for way, counted_so in (("people", many), ("times", many), ("batches", min(many, 1))):
            said = answer(year, day, span, way)
            assert (said.out, said.total, len(said.records)) == (len(out), counted_so, many)


def test_the_allowance_list_pays_for_days_on_site(year):
    rows = list_snapshot(year, "allowance", [one.id for one in select(year, "allowance", Selection())]).rows
    seen = Counter()
    for row in rows:
        name, month = str(row["person.name"]), str(row["allowance.term"])[:7]
        first = date.fromisoformat(f"{month}-01")
        last = max(day for day in hand.days(first, date(2021, 10, 31)) if day.month == first.month)
        days = hand.on_site(name, first, last)
        assert (row["allowance.days"], row["allowance.rate"], row["allowance.amount"]) == (
            str(days), "100", str(days * 100),
        )  # fmt: skip
        seen[name] += 1
    assert seen == {name: 5 if name == "何以宁" else 6 for name in hand.people()}


def test_the_relation_table_names_every_pairing_in_the_rosters_order(year):
    rows = list_snapshot(year, "allocation", [one.id for one in select(year, "allocation", Selection())]).rows
    classes = {one["name"]: one["class"] for one in hand.script()["unit"]}
    assert [
        (row["pairing.supporting_unit"], row["pairing.receiving_unit"], row["pairing.receiving_class"])
        for row in rows
    ] == [(*team, classes[team[1]]) for team in hand.teams()]


def test_the_plan_is_the_workbooks_and_what_is_overdue_was_counted_by_hand(year):
    rows = list_snapshot(year, "plan", [one.id for one in select(year, "plan", Selection())]).rows
    sheet = load_workbook(hand.SAMPLES / "plan-2017-2022.xlsx").worksheets[0]
    told = [(goal, when) for _, _, goal, when, *_ in sheet.iter_rows(min_row=3, values_only=True)]
    assert [(row["plan.goal"], row["plan.due_text"]) for row in rows] == told
    # Made into occurrences for 2021 and 2022 and not yet ticked off: 每年3月和9月 comes twice a year, 年终 at its end.
    twice = [goal for goal, when in told if when == "每年3月和9月"]
    at_the_end = [goal for goal, when in told if when == "年终"]
    assert Counter(one.goal for one in due_this_week(year, "2021-11-20")) == Counter(twice * 2)
    assert Counter(one.goal for one in due_this_week(year, "2021-12-31")) == Counter(twice * 2 + at_the_end)
    assert Counter(one.goal for one in due_this_week(year, "2022-09-30")) == Counter(twice * 4 + at_the_end)


def test_the_five_ones_done_are_those_of_the_script(year):
    done = year.sql("SELECT item, text, done_on FROM batch_one WHERE done_on <> '' ORDER BY done_on")
    told = sorted((one["done_on"], one["item"], one["text"]) for one in hand.script()["five_ones"])
    assert [(day, item, text) for item, text, day in done] == told
    assert year.sql("SELECT count(*) FROM batch_one") == [(5,)]


def test_the_tasks_of_the_agreement_and_the_goals_papers(year):
    told = hand.script()["agreement"]
    giver, taker = told["pairing"]
    names = hand.teams()[giver, taker]
    labels = {"lectures": "开展讲座", "rounds": "教学查房"}
    ((key,),) = year.sql("SELECT id FROM agreement")
    found = {one.text: one for one in tasks(year, bytes(key))}
    paper = {
        row["task.content"]: row
        for row in snapshot_of(year, "agreement", bytes(key)).lists["agreement.tasks"]
    }
    assert list(found) == list(paper) == [content for _, content, *_ in told["tasks"]]
    for _, content, _, kind, target in told["tasks"]:
        if kind in labels:
            mine = hand.of(names, labels=[labels[kind]])
            done, behind = hand.total(mine), Counter(mine)
            assert rows_of(year, "activity", found[content].records) == behind
        elif kind:
            built = hand.built(kind, names)
            done = str(len(built))
            assert rows_of(year, "development", found[content].records) == Counter(
                one["name"] for one in built
            )
        else:
            done = ""
        assert (found[content].target, found[content].done, paper[content]["task.done"]) == (
            target,
            done,
            done,
        )
    goal_names = {one["person"] for one in hand.script()["goal"]}
    for name, posting in by_name(year).items():
        rows = snapshot_of(year, "goals", posting).lists["posted.goals"]
        assert bool(rows) is (name in goal_names)
        for row, one in zip(
            rows, [one for one in hand.script()["goal"] if one["person"] == name], strict=True
        ):
            label = labels.get(one["kind"])
            done = (
                hand.total(hand.of([name], labels=[label]))
                if label
                else str(len(hand.built(one["kind"], [name])))
            )
            assert (row["goal.text"], row["goal.target"], row["goal.done"]) == (
                one["text"],
                one["target"],
                done,
            )


def test_the_roster_that_is_printed_is_the_one_that_was_read(year):
    rows = list_snapshot(year, "roster", [one.id for one in select(year, "roster", Selection())]).rows
    seen = [
        (
            row["pairing.supporting_unit"], row["pairing.receiving_unit"], row["pairing.receiving_contact"],
            row["person.name"], row["person.sex"], row["person.title"], row["person.department"], row["person.mobile"],
        )
        for row in rows
    ]  # fmt: skip
    details = {one["person.name"]: one for one in hand.details()}
    told = [row[:8] for row in hand.sheet_rows("roster-2021.xlsx", 4) if row[3]]
    assert len(seen) == len(told) == 11
    for mine, theirs in zip(seen, told, strict=True):
        own = details[theirs[3]]  # what somebody wrote on the own paper later stands
        wanted = (
            *theirs[:5],
            own.get("person.title") or theirs[5],
            own.get("person.department") or theirs[6],
            theirs[7],
        )
        assert mine == wanted
    assert {row["posting.term"] for row in rows} == {"2021-05-01/2021-10-31"}


def test_certificates_go_to_whoever_passed_with_running_numbers(year):
    failed = set(hand.script()["assessment"]["failed"])
    seen = {}
    for record in select(year, "mentorship", Selection()):
        values = snapshot_of(year, "mentorship", record.id).values
        seen[values["mentorship.mentee"]] = (
            values["mentorship.mentor"],
            values["mentorship.certificate_number"],
        )
    told = {name: mentor for mentor, pairs in hand.mentees().items() for name, _ in pairs}
    assert {name: mentor for name, (mentor, _) in seen.items()} == told
    numbers = [number for _, number in seen.values() if number]
    assert {name for name, (_, number) in seen.items() if not number} == failed
    assert sorted(numbers) == [f"2021-{number:03d}" for number in range(1, len(told) - len(failed) + 1)]
