"""Names folded to what they mean; short names of units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.names import fold_characters, short_unit_candidates, tidy_name, unit_key


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张 灵", "张灵"), ("张\u3000灵", "张灵"), (" 张灵\n", "张灵"), ("金\u200b明", "金明"),
        ("John  Smith", "John Smith"), ("J. Smith", "J. Smith"), ("José  Díaz", "José Díaz"),
        ("阿依古丽•买买提", "阿依古丽·买买提"), ("阿依古丽・买买提", "阿依古丽·买买提"), ("阿依古丽‧买买提", "阿依古丽·买买提"),
        ("阿依古丽∙买买提", "阿依古丽·买买提"), ("阿依古丽⋅买买提", "阿依古丽·买买提"), ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"), ("⻢⼤⺠", "马大民"), ("⻰⾥", "龙里"), ("\uf9f4一诺", "林一诺"),
        ("Ａ君１", "A君1"), ("张䶮", "张䶮"), ("赵𬭎", "赵𬭎"), ("𡉃㛃", "𡉃㛃"), ("﨑", "﨑"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_tidied(text, name):
    assert tidy_name(text) == name


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=6)
       | st.text(st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF), min_size=1, max_size=3))  # fmt: skip
def test_unified_characters_are_never_touched(name):
    assert tidy_name(name) == fold_characters(name) == name


@given(st.text(max_size=20))
def test_tidying_twice_is_tidying_once(text):
    assert tidy_name(tidy_name(text)) == tidy_name(text)


def test_spellings_of_one_unit_share_a_key():
    assert unit_key("天全县人民医院（ 妇儿科 ）") == unit_key("天全县人民医院(妇儿科)")
    assert unit_key("广安市人民医院△") == unit_key("广安市 人民医院") != unit_key("广安市第一人民医院")


KNOWN = [
    "云阳县人民医院", "渝北区人民医院", "重庆医科大学附属第三医院", "云阳县中医医院", "会理县妇幼保健院", "四川省人民医院",
    "云阳县江口镇中心卫生院", "资阳市第一人民医院", "四川大学华西第二医院", "自贡市第四人民医院",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("区人民医院", ["渝北区人民医院", "云阳县人民医院", "四川省人民医院"]),
        ("省人民医院", ["四川省人民医院", "云阳县人民医院", "渝北区人民医院"]),
        ("会理县妇幼保健", ["会理县妇幼保健院"]),
        ("县中医院", ["云阳县中医医院"]),
        ("重医大附三院", ["重庆医科大学附属第三医院"]),
        ("江口镇中心卫生院", ["云阳县江口镇中心卫生院"]),
        ("云阳县江口中心卫生院", ["云阳县江口镇中心卫生院"]),
        ("重庆市渝北区人民医院", ["渝北区人民医院"]),
        ("资阳市人民医院", []),
        ("自贡市第三人民医院", []),
        ("四川大学华西医院", []),
        ("四川省第四人民医院", []),
        ("渝北区中医院", []),
        ("渝北区人民医院", []),
        ("医院", []),
    ],
)
def test_short_names_have_candidates_and_other_hospitals_are_none(name, candidates):
    assert short_unit_candidates(name, KNOWN) == candidates
