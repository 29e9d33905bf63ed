"""Rows of a list for the office faces: which cells join downwards, and what the total row says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.forms.edition import Column, Edition


def runs_of_equal(columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[tuple[int, int, int]]:
    """Which cells of a list join downwards: (column, first record, last record), both from 0.

    Equal neighbours of a column with ``merge`` join, but only inside a run of each merging column to its left.
    """
    joined: list[tuple[int, int, int]] = []
    bounds = set(range(len(texts) + 1)) if not texts else {0, len(texts)}
    for number, column in enumerate(columns):
        if not column.merge:
            continue
        for record in range(1, len(texts)):
            if texts[record][number] != texts[record - 1][number] or not texts[record][number]:
                bounds.add(record)
        cuts = sorted(bounds)
        joined += [(number, a, b - 1) for a, b in pairwise(cuts) if b - a > 1]
    return joined


def totals(edition: Edition, texts: Sequence[Sequence[str]]) -> list[str]:
    """The texts of the total row, one for each column; empty for an edition without one, counts only where told."""
    total = edition.total
    if total is None:
        return []
    line = [total.label] + [""] * (len(edition.listed) - 1)
    for column, how in total.counts.items():
        told = [text[column] for text in texts if text[column]]
        line[column] = str(len(set(told)) if how == "distinct" else len(told)) if told else ""
    return line
