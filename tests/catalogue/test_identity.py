"""Identity papers: invented numbers, region 5199xx."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.fields import FIELDS
from app.catalogue.identity import check_digit, check_id_number

WOMAN = "51990019800517122"  # 17 digits: the check digit is worked out
HALF = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def whole(digits: str) -> str:
    return digits + check_digit(digits)


def test_the_check_digit_is_that_of_the_standard():
    assert check_digit("11010519491231002") == "X"  # the example of GB 11643-1999


def test_18_digits_tell_birth_and_sex():
    checked = check_id_number(whole(WOMAN))
    assert (checked.kind, checked.birth, checked.sex, checked.problem) == ("身份证", "1980-05-17", "女", None)
    assert check_id_number("519900800517123").birth == "1980-05-17"
    assert check_id_number("519900800517123").sex == "男"


@pytest.mark.parametrize("typed", [str.lower, lambda n: n.translate(HALF), lambda n: f" {n[:6]} {n[6:14]} {n[14:]} ",
                                   lambda n: "'" + n, lambda n: "身份证号：" + n])  # fmt: skip
def test_a_number_is_folded(typed):
    number = next(whole(f"5199001980051{order:04d}") for order in range(7001, 7999)
                  if whole(f"5199001980051{order:04d}").endswith("X"))  # fmt: skip
    checked = check_id_number(typed(number))
    assert (checked.number, checked.problem) == (number, None)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("H12345678", "港澳居民来往内地通行证"), ("M1234567890", "港澳居民来往内地通行证"),
        ("12345678", "台湾居民来往大陆通行证"), (whole("81000019900101001"), "港澳台居民居住证"),
        (whole("83000019900101002"), "港澳台居民居住证"), ("USA123456789012", "外国人永久居留身份证"),
        (whole("91101019900101002"), "外国人永久居留身份证"), ("E12345678", "护照"), ("EA1234567", "护照"),
    ],
)  # fmt: skip
def test_other_papers_are_taken_as_such(number, kind):
    checked = check_id_number(number)
    assert (checked.kind, checked.number, checked.problem) == (kind, number, None)
    assert kind in FIELDS["person.paper_kind"].choices


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (WOMAN + ("0" if check_digit(WOMAN) != "0" else "1"), "IDN-002"),
        (whole("51990019801301123"), "IDN-003"), (whole("51990029990101123"), "IDN-003"), ("519900801301123", "IDN-003"),
        ("4.4E+17", "IDN-004"), ("4.40301198001011E+17", "IDN-004"), ("519900198005171000.0", "IDN-004"),
        ("519900198005172000", "IDN-004"), ("####", "IDN-004"),
        ("13800000201", "IDN-001"), ("5199001980051712", "IDN-001"), ("不详", "IDN-001"),
    ],
)  # fmt: skip
def test_what_does_not_hold_has_a_code_and_a_remedy(number, code):
    problem = check_id_number(number).problem
    assert problem is not None
    assert problem.code == code
    assert problem.remedy


def test_a_told_paper_is_believed():
    assert check_id_number("1234567890123", "护照").problem is None
    assert check_id_number("1234567890123").problem is not None


def test_nothing_told_is_no_problem():
    assert check_id_number("  ").problem is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 1, 1)),
       st.integers(0, 999), st.integers(0, 16))  # fmt: skip
def test_one_wrong_digit_is_always_noticed(day, order, place):
    number = whole(f"519900{day:%Y%m%d}{order:03d}")
    checked = check_id_number(number)
    assert (checked.birth, checked.sex, checked.problem) == (
        day.isoformat(),
        "男" if order % 2 else "女",
        None,
    )
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert check_id_number(wrong).problem is not None


@given(st.text(max_size=25))
def test_any_text_gets_an_answer(text):
    checked = check_id_number(text)
    assert checked.problem is None or checked.problem.code.startswith("IDN-")
