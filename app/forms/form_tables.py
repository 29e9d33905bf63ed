"""A table of a filled-in form, from whichever file: cells with spans, and what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(eq=False, slots=True)
class FormCell:
    """One cell: its own text, place from 0 and spans. ``source`` is where it came from, for filling it again."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    source: Any = None

    @property
    def bottom(self) -> int:
        return self.row + self.rows

    @property
    def right(self) -> int:
        return self.column + self.columns


@dataclass(eq=False)
class FormTable:
    """The cells of one table. ``place`` names it in messages (a sheet's name, 表格1)."""

    cells: list[FormCell]
    place: str = ""

    @cached_property
    def _at(self) -> dict[tuple[int, int], FormCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.bottom)
            for column in range(cell.column, cell.right)
        }

    @cached_property
    def height(self) -> int:
        return max((cell.bottom for cell in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        return max((cell.right for cell in self.cells), default=0)

    def at(self, row: int, column: int) -> FormCell | None:
        """The cell that covers a place."""
        return self._at.get((row, column))

    def row(self, row: int) -> list[FormCell]:
        """The cells that cover a row, from left to right, each once."""
        return self.rightwards(row, 0)

    def rightwards(self, row: int, column: int) -> list[FormCell]:
        """The cells of a row from ``column`` on, each once."""
        seen: list[FormCell] = []
        while column < self.width:
            cell = self._at.get((row, column))
            if cell is not None:
                seen.append(cell)
            column = cell.right if cell is not None else column + 1
        return seen

    def below(self, cell: FormCell) -> FormCell | None:
        """The cell under the left edge of ``cell``."""
        return self._at.get((cell.bottom, cell.column))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file: its bytes, its shape (width and height in any one unit) and the cell it lies in, if any."""

    data: bytes
    width: float
    height: float
    cell: FormCell | None = None

    @property
    def like_portrait(self) -> bool:
        """Taller than wide, and not a long strip."""
        return 1.05 <= self.height / max(self.width, 1e-9) <= 2.0


@dataclass(slots=True)
class FormSource:
    """What belongs to one form in a file: its tables, the paragraphs round them and the pictures."""

    tables: list[FormTable]
    texts: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    place: str = ""

    def wording(self) -> Iterator[str]:
        """All texts that may hold a title or a line with blanks in it."""
        yield from self.texts
        for table in self.tables:
            yield from (cell.text for cell in table.cells if cell.text.strip())


def joined(pieces: Sequence[str]) -> str:
    """The texts of several cells as one: single characters (an ID number, one digit a cell) close up, others by line."""
    told = [piece for piece in pieces if piece.strip()]
    if len(told) > 2 and all(len(piece.strip()) == 1 for piece in told):
        return "".join(piece.strip() for piece in told)
    return "\n".join(told)
