"""Rows of a list for every face: which cells join downwards, and what the total row says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from app.forms.edition import NUMBER, Column, Edition
from app.forms.snapshot import Values


def numbered(edition: Edition, rows: Sequence[Values]) -> Sequence[Values]:
    """The records with their numbers on paper, where a column of the edition asks for them."""
    if all(column.field != NUMBER for column in edition.listed):
        return rows
    return [{**row, NUMBER: str(number)} for number, row in enumerate(rows, 1)]


def cell_starts(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], apart: Collection[int] = ()
) -> dict[int, set[int]]:
    """By number of each column with ``merge``: the rows (from 0) at which a cell of it begins.

    Equal neighbours join, but only where each merging column to their left is equal too. Blank neighbours are equal
    for the columns to their right, and join themselves only as far as the merging column at their right does: an
    unknown 地区 does not print one unit three times, nor make one cell of the regions of several units. The rows
    ``apart`` never join the row above them.
    """
    starts: dict[int, set[int]] = {}
    cuts = {row for row in (0, *apart) if row < len(texts)}
    for number in (n for n, column in enumerate(columns) if column.merge):
        cuts |= {row for row in range(1, len(texts)) if texts[row][number] != texts[row - 1][number]}
        starts[number] = set(cuts)
    right = set(range(len(texts)))
    for number in reversed(starts):
        starts[number] |= {row for row in right if not texts[row][number]}
        right = starts[number]
    return starts


def runs_of_equal(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """Which cells of a list join downwards by :func:`cell_starts`: (column, first record, last record), from 0."""
    return [
        (number, first, after - 1)
        for number, starts in cell_starts(columns, texts).items()
        for first, after in pairwise([*sorted(starts), len(texts)])
        if after - first > 1
    ]


def totals(edition: Edition, texts: Sequence[Sequence[str]]) -> list[str]:
    """The texts of the total row, one for each column; empty for an edition without one, counts only where told."""
    total = edition.total
    if total is None:
        return []
    line = [total.label] + [""] * (len(edition.listed) - 1)
    for column, how in total.counts.items():
        told = [text[column] for text in texts if text[column]]
        if told:
            line[column] = (
                _summed(told) if how == "sum" else str(len(set(told)) if how == "distinct" else len(told))
            )
    return line


def _summed(told: Sequence[str]) -> str:
    """The sum of amounts as they stand in their column; nothing when one of them is no amount."""
    try:
        return f"{sum(map(Decimal, told)):f}"
    except InvalidOperation:
        return ""
