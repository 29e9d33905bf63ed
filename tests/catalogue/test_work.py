"""Typed figures of work as whole base units."""

from __future__ import annotations

import pytest

from app.catalogue.work import WORKS, amount_of


@pytest.mark.parametrize(
    ("kind", "text", "amount"),
    [
        ("outpatients", "120", 120), ("outpatients", " 1,200 人次", 1200), ("outpatients", "１２０", 120),
        ("outpatients", "120人", None), ("outpatients", "人次", None), ("outpatients", "-5人次", -5),
        ("lectures", "2次", 2), ("lectures", "1.5次", None), ("lectures", "两次", None),
        ("donations", "0.5", 5000), ("donations", "0.5万元", 5000), ("donations", "5000元", 5000),
        ("donations", "0.5元", None), ("donations", "元", None),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_or_without_its_unit_and_never_guessed(kind, text, amount):
    assert amount_of(WORKS[kind], text) == amount
