"""Canonical values as they stand on the paper."""

from __future__ import annotations

import pytest

from app.forms.edition import Column, Text
from app.forms.shown import Piece, pieces, shown, shown_cell, shown_value


@pytest.mark.parametrize(
    ("path", "value", "format_", "text"),
    [
        ("person.name", "张䶮", "", "张䶮"),
        ("person.birth", "1980-05-17", "Y.M", "1980.05"),
        ("person.birth", "1980-05", "", "1980.05"),
        ("person.birth", "1980", "Y.M", "1980"),
        ("person.birth", "1980-05", "Y年M月", "1980年5月"),
        ("person.birth", "八零年春", "Y.M", "八零年春"),
        ("enrolment.unit_opinion_date", "2021-05-01", "", "2021年5月1日"),
        ("posting.term", "2021-05-01/2021-10-31", "", "2021.5.1-2021.10.31"),
        ("posting.term", "2021-05-01/2021-10-31", "Y年M月D日", "2021年5月1日至2021年10月31日"),
        ("posting.term", "半年", "", "半年"),
        ("report.month", "2021-05", "M", "5"),
        ("report.month", "十一", "M", "十一"),
        ("enrolment.recommended", True, "", "是"),
        ("enrolment.recommended", False, "", "否"),
        ("enrolment.recommended", None, "", ""),
        ("person.photo", b"x", "", ""),
        ("person.name", None, "", ""),
    ],
)
def test_shown(path, value, format_, text):
    assert shown(path, value, format_) == text


def test_composites_are_joined():
    values = {"person.unit": "渝北区中医院", "person.duty": "骨科主任", "person.title": "主任医师"}
    assert shown_value("person.unit_duty_title", values) == "渝北区中医院骨科主任/主任医师"
    assert shown_value("person.unit_duty_title", {}) == ""


def test_a_mark_follows_only_what_bears_it():
    column = Column(40, "受援医院名称", "pairing.receiving_unit", mark="△", mark_field="pairing.managed")
    assert shown_cell(column, {"pairing.receiving_unit": "甲医院", "pairing.managed": True}) == "甲医院△"
    assert shown_cell(column, {"pairing.receiving_unit": "甲医院△", "pairing.managed": True}) == "甲医院△"
    assert shown_cell(column, {"pairing.receiving_unit": "甲医院", "pairing.managed": False}) == "甲医院"
    assert shown_cell(column, {"pairing.receiving_unit": "", "pairing.managed": True}) == ""


def test_pieces_of_a_line():
    line = Text("表（2021年{report.month|M}月）", blank={"report.month": "   "})
    assert list(pieces(line, {})) == [Piece("表（2021年"), Piece("   ", "report.month"), Piece("月）")]
    assert list(pieces(line, {"report.month": "2021-11"}))[1] == Piece("11", "report.month")
