"""What can go wrong, said so that a clerk can act on it.

A :class:`Problem` is one fault of the input: a stable ``code`` (``IMP-012``), a Chinese ``message`` and
``remedy``, and its place. :class:`Refusal` carries one or more of them through the call stack.
:class:`Surroundings` is a fault of the machine (disk, lock, printer, font), never a bug of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault with its place. ``row`` counts from 1 as the spreadsheet does; ``column`` is a letter or a caption."""

    code: str
    message: str
    remedy: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    def at(self, **place: object) -> Problem:
        """The same problem at a place that the caller knows and the finder did not."""
        return replace(self, **{k: v for k, v in place.items() if not getattr(self, k)})  # type: ignore[arg-type]

    def as_item(self) -> dict[str, object]:
        """The refused item of the command line's JSON: every key present, empty ones as None or ''."""
        return {
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
        }

    @property
    def said(self) -> str:
        """What stands at the place itself: what is wrong, what to do, and the code."""
        return f"{'。'.join(filter(None, (self.message, self.remedy)))}（{self.code}）"

    def __str__(self) -> str:
        row = f"第{self.row}行" if self.row else ""
        place = " ".join(part for part in (self.file, self.sheet, row, self.column) if part)
        head = f"[{self.code}] " + (f"{place}：" if place else "")
        return head + self.message + (f"（{self.remedy}）" if self.remedy else "")


class Refusal(Exception):
    """The input is refused as a whole; nothing was stored."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = problems

    @property
    def problem(self) -> Problem:
        return self.problems[0]


class Surroundings(Exception):
    """The machine did not let us: disk full, file open elsewhere, database locked. The work is kept."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Cancelled(Exception):
    """The user stopped a long operation; nothing of it was stored."""
