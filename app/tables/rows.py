"""The rows of a table into field values: what is no row told apart, blanks that mean "as above" filled, cells parsed.

It works column by column: each distinct cell text is parsed once, and a row is then put together from plain lookups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.catalogue.due import plan_due
from app.catalogue.fields import FIELDS, Value
from app.catalogue.identity import birth_and_sex, check_id_number
from app.catalogue.problems import Problem
from app.tables.book import Cell, Sheet
from app.tables.cells import Memo, Odd, Parsed, as_text, column_label, longest_of, parser_of, term_of
from app.tables.columns import Matching
from app.tables.headers import Header
from app.tables.records import records


@dataclass(slots=True)
class ParsedRow:
    """A row of the table. ``row`` counts from 1 as the spreadsheet does; with ``problems`` it is refused."""

    sheet: str
    row: int
    values: dict[str, Value]
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def parse_rows(sheet: Sheet, header: Header, matching: Matching) -> Iterator[ParsedRow]:
    """The records of a table, in order. Blank lines, sums, notes, signatures and repeated heads are no records."""
    numbers, _, table = records(sheet, header, matching)
    yield from _Assembly(sheet.name, matching, table, numbers).rows()


_Step = Callable[[ParsedRow], None]


class _Assembly:
    """Parsed columns put together into rows."""

    def __init__(
        self, sheet: str, matching: Matching, table: dict[int, list[Cell]], numbers: list[int]
    ) -> None:
        self._sheet, self._kind, self._numbers = sheet, matching.kind, numbers
        self._columns, self._captions, self._cells = matching.columns, matching.captions, table
        self._odd: dict[int, list[tuple[int, Odd]]] = {}
        self._plain: dict[int, list[Parsed]] = {}
        self._yes_no: list[int] = []
        for column, path in self._columns.items():
            self._parse(column, path)

    def _parse(self, column: int, path: str) -> None:
        cells = self._cells[column]
        memo = Memo(parser_of(path, self._kind), longest_of(path))
        if bool in set(map(type, cells)):  # True is 1 to a dictionary
            cells = [as_text(cell) if isinstance(cell, bool) else cell for cell in cells]
        parsed: list[Parsed] = list(map(memo.__getitem__, cells))
        if memo.odd:
            for number, outcome in enumerate(parsed):
                if isinstance(outcome, Odd):
                    self._odd.setdefault(number, []).append((column, outcome))
                    parsed[number] = outcome.value
        self._plain[column] = parsed
        if path in FIELDS and FIELDS[path].kind == "yesno":
            self._yes_no.append(column)

    def rows(self) -> Iterator[ParsedRow]:
        texts = [
            column for column in self._columns if column not in self._yes_no and not self._joined(column)
        ]
        paths = [self._columns[column] for column in texts]
        lists = [self._plain[column] for column in texts]
        joined = [column for column in self._columns if self._joined(column)]
        finish = self._finishers()
        for number, told in enumerate(zip(*lists, strict=True) if lists else ((),) * len(self._numbers)):
            row = ParsedRow(
                self._sheet,
                self._numbers[number],
                {path: value for path, value in zip(paths, told, strict=True) if value},
            )
            for column in self._yes_no:
                if (answer := self._plain[column][number]) is not None:
                    row.values[self._columns[column]] = answer  # type: ignore[assignment]
            for column in joined:
                self._join(row, column, number)
            if number in self._odd:
                self._note(row, number)
            for step in finish:
                step(row)
            yield row

    def _joined(self, column: int) -> bool:
        return self._columns[column] == "pairing.receiving_contact"

    def _join(self, row: ParsedRow, column: int, number: int) -> None:
        """联系人 and 联系电话 in two columns make one contact."""
        value = self._plain[column][number]
        if not isinstance(value, str) or not value:
            return
        before = row.values.get("pairing.receiving_contact")
        if isinstance(before, str) and before:
            name, phone = (value, before) if before.startswith("：") else (before, value)
            value = f"{name}{phone}" if phone.startswith("：") and "：" not in name else f"{before}；{value}"
        row.values["pairing.receiving_contact"] = value

    def _note(self, row: ParsedRow, number: int) -> None:
        for column, odd in self._odd[number]:
            for path, value in odd.parts:
                row.values.setdefault(path, value)
            if odd.problem is not None:
                row.problems.append(self._placed(row, odd.problem, self._columns[column], column))
            if odd.remark:
                row.remarks.append(odd.remark)

    def _placed(self, row: ParsedRow, problem: Problem, path: str, column: int | None = None) -> Problem:
        if column is None:
            column = next((number for number, taken in self._columns.items() if taken == path), None)
        caption = self._captions.get(column, "") if column is not None else ""
        return problem.at(sheet=row.sheet, row=row.row, column=caption or column_label(path))

    # --- what needs several columns ---

    def _finishers(self) -> list[_Step]:
        taken = set(self._columns.values())
        steps: list[_Step] = []
        if taken & {"posting.start", "posting.end"}:
            steps.append(self._make_term)
        if "person.id_number" in taken:
            steps.append(self._compare_identity)
        if self._kind == "plan":
            steps.append(_tell_due)
        return steps

    def _make_term(self, row: ParsedRow) -> None:
        start, end = (str(row.values.pop(path, "") or "") for path in ("posting.start", "posting.end"))
        if row.values.get("posting.term"):
            return
        term = term_of(start, end, f"{start}至{end}")
        if isinstance(term, Odd):
            assert term.problem is not None
            row.problems.append(self._placed(row, term.problem, "posting.end"))
        elif term:
            row.values["posting.term"] = term

    def _compare_identity(self, row: ParsedRow) -> None:
        number = row.values.get("person.id_number")
        if not isinstance(number, str) or not number:
            return
        if row.problems:
            self._believe_paper(row, number, str(row.values.get("person.paper_kind") or ""))
            if any(problem.code.startswith("IDN-") for problem in row.problems):
                return
        birth, sex = birth_and_sex(number)
        if birth:
            self._compare_birth(row, birth)
            told = row.values.get("person.sex")
            if told != sex and told in ("男", "女"):
                row.problems.append(self._disagrees(row, "person.sex", str(told), sex))

    def _believe_paper(self, row: ParsedRow, number: str, paper: str) -> None:
        """A number that looks like none holds when the row says that it is of a passport or a permit."""
        if not paper:
            return
        checked = check_id_number(number, paper)
        if checked.problem is None:
            row.problems = [problem for problem in row.problems if not problem.code.startswith("IDN-")]
            row.values["person.id_number"] = checked.number

    def _compare_birth(self, row: ParsedRow, birth: str) -> None:
        told = row.values.get("person.birth")
        if not isinstance(told, str) or not told[:4].isdigit() or birth.startswith(told):
            return
        cut = next((remark for remark in row.remarks if remark.startswith(f"“{told[:4]}.1”读作")), None)
        if cut is not None and birth.startswith(f"{told[:4]}-10"):
            row.values["person.birth"] = birth[:7]
            row.remarks[row.remarks.index(cut)] = f"出生年月“{told[:4]}.1”按身份证号读作{told[:4]}年10月"
            return
        row.problems.append(self._disagrees(row, "person.birth", told, birth))

    def _disagrees(self, row: ParsedRow, path: str, told: str, number_says: str) -> Problem:
        label = column_label(path)
        problem = Problem(
            "IMP-025",
            f"{label}是“{told}”，身份证号里却是“{number_says}”",
            f"请对照证件核对；确以档案为准的，请先把{label}留空，导入后再在“人员”里填写",
            value=told,
        )
        return self._placed(row, problem, path)


def _tell_due(row: ParsedRow) -> None:
    due = plan_due(str(row.values.get("plan.due_text") or ""), str(row.values.get("plan.period") or ""))
    if due and not row.values.get("plan.due"):
        row.values["plan.due"] = due
