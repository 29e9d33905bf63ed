"""Plain lists as workbooks: text stays text, heads tell columns apart, and a target survives what goes wrong."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from app.catalogue.problems import Cancelled
from app.tables.plain_list import LONGEST, write_list


def test_every_cell_is_the_text_that_was_given(tmp_path):
    target = tmp_path / "名单.xlsx"
    rows = [["张䶮", "519901198501012342", "=1+1"], ["赵𬭎", "007", "坏\x01字\ud800符\n第二行"]]
    assert write_list(target, "人员[一]/二", ["姓名", "证件", "证件"], rows, [8, 20, 30]) == 2
    sheet = load_workbook(target).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["姓名", "证件", "证件 "],
        ["张䶮", "519901198501012342", "=1+1"],
        ["赵𬭎", "007", "坏字符\n第二行"],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b) == ("人员 一  二", "A2", True)
    assert sheet.column_dimensions["B"].width == pytest.approx(20, abs=1)


def test_an_empty_list_still_says_its_heads(tmp_path):
    assert write_list(tmp_path / "空.xlsx", "人员", ["姓名", ""], []) == 0
    sheet = load_workbook(tmp_path / "空.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["姓名", " "]


def test_a_text_too_long_for_a_cell_does_not_stop_the_list(tmp_path):
    write_list(tmp_path / "长.xlsx", "人员", ["备注"], [["长" * (LONGEST + 5)]])
    assert len(load_workbook(tmp_path / "长.xlsx").active["A2"].value) == LONGEST


def test_what_rows_raise_leaves_the_old_target(tmp_path):
    target = tmp_path / "名单.xlsx"
    target.write_bytes(b"old")

    def cancelled():
        yield ["张䶮"]
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(target, "人员", ["姓名"], cancelled())
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["名单.xlsx"]
