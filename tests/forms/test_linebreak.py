"""Line breaking: nothing is lost, the rules of Chinese setting are kept, words stay whole."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.linebreak import NO_END, NO_START, balanced, break_lines, legal_break, longest_word, phrased


class Advances(dict):
    """Full width characters are one em, others half: what the shipped faces come close to."""

    def __missing__(self, ch):
        return 1.0 if ord(ch) > 0x2000 else 0.5


EM = Advances()
TEXT = st.text(
    alphabet="一二三四五六七八九十中文 　0123456789abcXYZ.-:/，。；：、！？（）“”《》「」…—·\n年月日%",
    max_size=120,
)


def _lines(text: str, width: float) -> list[str]:
    return [text[a:b] for a, b in break_lines(text, width, EM)]


@given(TEXT, st.floats(min_value=2, max_value=40))
def test_nothing_is_lost_and_no_line_is_too_long(text, width):
    spans = break_lines(text, width, EM)
    end = 0
    for start, stop in spans:
        assert stop >= start >= end
        assert set(text[end:start]) <= {" ", "\n"}
        assert text[end:start].count("\n") <= 1
        end = stop
        assert sum(map(EM.__getitem__, text[start:stop])) <= width + 1e-6 or stop - start == 1
    assert set(text[end:]) <= {" "}


@given(TEXT, st.floats(min_value=8, max_value=40))
def test_marks_stand_where_they_may(text, width):
    spans = break_lines(text, width, EM)
    for (start, stop), (following, _) in pairwise(spans):
        if "\n" in text[stop:following] or stop == start:
            continue
        if not any(legal_break(text[start:], at) for at in range(1, stop - start + 1)):
            continue  # a heap of marks without a place to break
        paragraph = text.rfind("\n", 0, start) + 1
        if legal_break(text[paragraph:].split("\n")[0], stop - paragraph):
            assert text[following] not in NO_START
            assert text[stop - 1] not in NO_END


@given(
    st.lists(
        st.sampled_from(["中文", "对口支援", "。", "，", "（科室）", "“甲”", "2021年5月1日", "138", "word"]),
        max_size=40,
    )
)
def test_ordinary_text_always_keeps_the_rules(words):
    text = "".join(words)
    text = re.sub(r"([。，])[。，]+", r"\1", text)
    for line in _lines(text, 14)[1:]:
        assert line[0] not in NO_START
    for line in _lines(text, 14)[:-1]:
        assert line[-1] not in NO_END


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("对口支援，工作", 4, ["对口支", "援，工作"]),
        ("对口支（援工作）", 4, ["对口支", "（援工", "作）"]),
        ("他说“好”。", 4, ["他说", "“好”。"]),
        ("于2021年5月1日到岗", 6, ["于", "2021年5月1日", "到岗"]),
        ("于2021年5月1日到岗", 5, ["于", "2021年5月", "1日到岗"]),
        ("于2021年5月1日到岗", 7, ["于2021年5月1日", "到岗"]),
        ("证号519901198005170018止", 9, ["证号", "519901198005170018", "止"]),
        ("期2021.5.1-2021.10.31", 6, ["期", "2021.5.1-", "2021.10.31"]),
        ("abcdefghij", 3, ["abcdef", "ghij"]),
        ("甲 乙  丙", 2, ["甲", "乙", "丙"]),
        ("　　首行缩进两字", 4, ["　　首行", "缩进两字"]),
        ("一\n\n二", 4, ["一", "", "二"]),
        ("", 4, [""]),
        ("阿依古丽·买买提", 4, ["阿依古", "丽·买买", "提"]),
        ("然后……就——好", 4, ["然后……", "就——好"]),
        ("电话138 0000 0001转", 7, ["电话", "138 0000 0001", "转"]),
    ],
)
def test_lines(text, width, lines):
    assert _lines(text, width) == lines


def test_spaces_are_kept_within_a_line_and_at_a_paragraphs_start():
    assert _lines("  年  月  日", 20) == ["  年  月  日"]
    assert _lines("年　　月　　日", 20) == ["年　　月　　日"]


def test_an_indent_shortens_the_first_line_of_each_paragraph():
    text = "一二三四五六七八九十\n　一二三四五六\n甲乙丙丁"
    broken = break_lines(text, 5, EM, 2)
    assert [text[a:b] for a, b in broken] == [
        "一二三",
        "四五六七八",
        "九十",
        "　一二三四",
        "五六",
        "甲乙丙",
        "丁",
    ]
    assert break_lines(text, 5, EM, 2, 3) == broken[1:]
    assert break_lines(text, 5, EM, 2, broken[5][0]) == broken[5:]


def test_balanced_lines_are_even_and_phrased_ones_break_between_phrases():
    text = "一二三四五六七八九十"
    assert [text[a:b] for a, b in balanced(text, 8, EM)] == ["一二三四五", "六七八九十"]
    text = "四川省第二人民医院（省肿瘤医院）"
    assert [text[a:b] for a, b in phrased(text, 12, EM)] == ["四川省第二人民医院", "（省肿瘤医院）"]
    text = "院办、人事、医务、财务科"
    assert [text[a:b] for a, b in phrased(text, 7, EM)] == ["院办、人事、", "医务、财务科"]


def test_longest_word():
    assert longest_word("自2021.5.1-2021.10.31止", EM) == 19 / 2
    assert longest_word("中文", EM) == 0


def test_a_thousand_long_texts_take_well_under_a_second():
    text = "1998年9月至2003年7月在某某大学（临床医学专业）学习，获“优秀毕业生”称号；" * 8
    start = time.process_time()
    for _ in range(1000):
        break_lines(text, 39.5, EM)
    assert time.process_time() - start < 1.0
