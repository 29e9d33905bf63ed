"""Cells that no paper can hold: control characters, halves of characters, texts of megabytes, thousands of columns."""

from __future__ import annotations

import os
import time

import pytest
from table_files import HEADS, id_number, xlsx

from app.catalogue.problems import Refusal
from app.tables.importing import read_file, read_text

UNIT = "渝北区中医院"
CLINIC = "云阳县泥溪镇卫生院"


def row(name="赵试", number="", term="2021.5.1-2021.10.31"):
    return (UNIT, CLINIC, name, "女", number, "13800000300", term)


def pasted(*rows, heads=HEADS):
    return read_text("\n".join("\t".join(one) for one in (heads, *rows)), "roster")


@pytest.mark.parametrize("odd", ["\x07", "\x1b", "\ud800", "\ufffe", "\x7f", "\x00", "\u200b", "\u202e"])
def test_what_no_paper_can_hold_is_left_out_of_a_name(odd):
    (read,) = pasted(row(f"赵{odd}试")).rows
    assert read.values["person.name"] == "赵试"
    assert not read.problems


def test_an_escaped_control_character_of_a_workbook_too(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", {"名册": (HEADS, row("赵_x0007_试"))})
    (read,) = read_file(path).rows
    assert read.values["person.name"] == "赵试"


def test_other_line_breaks_end_lines_as_well():
    heads = (*HEADS, "个人简历")
    table = pasted((*row(), "2001年\x0b在校\u20282005年\x85在岗"), heads=heads)
    assert table.rows[0].values["person.career"].split("\n") == ["2001年", "在校", "2005年", "在岗"]


def test_a_name_of_a_page_is_refused_with_its_place():
    table = pasted(row(), row("赵" * 501))
    assert not table.rows[0].problems
    (problem,) = table.rows[1].problems
    assert (problem.code, problem.row, problem.column) == ("IMP-029", 3, "姓名")
    assert len(problem.value) < 50


def test_a_cell_of_megabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADS) + "\n" + ",".join(row("赵" * 3_500_000)), "utf-8")
    start = time.process_time()
    (read,) = read_file(path, "roster").rows
    assert [problem.code for problem in read.problems] == ["IMP-029"]
    assert time.process_time() - start < 4


def test_thousands_of_columns_that_nobody_knows_are_read_past(tmp_path):
    path = tmp_path / "a.csv"
    more = [f"栏{number}" for number in range(5000)]
    path.write_text(",".join((*HEADS, *more)) + "\n" + ",".join((*row(), *more)), "utf-8")
    start = time.process_time()
    table = read_file(path, "roster")
    assert table.rows[0].values["person.name"] == "赵试"
    assert len(table.unknown) == 5000
    assert time.process_time() - start < 6


def test_a_whole_career_is_not_too_long():
    career = "\n".join(f"{year}年在渝北区中医院工作" for year in range(1000, 2000))
    table = read_text('姓名\t个人简历\t身份证号\n赵试\t"' + career + f'"\t{id_number()}', "people")
    assert table.rows[0].values["person.career"] == career
    assert not table.rows[0].problems


def test_a_folder_is_no_table(tmp_path):
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(Refusal) as refused:
        read_file(tmp_path / "a.xlsx")
    assert refused.value.problem.code == "IMP-017"
    assert refused.value.problem.file.endswith("a.xlsx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among files")
def test_nor_is_a_pipe_that_would_never_end(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    with pytest.raises(Refusal) as refused:
        read_file(tmp_path / "a.xlsx")
    assert refused.value.problem.code == "IMP-017"
