"""The import dialog over a real ledger: looked at, decided, imported, taken back; and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import import_files as files
import openpyxl
import pytest
from ledger_maker import BATCH, RECEIVING, SUPPORTING, id_number
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMessageBox

from app.forms.editions import editions
from app.forms.snapshot import Snapshot
from app.forms.workbook import write_workbook
from app.models import Person
from app.operations.preview import Preview, PreviewRow
from app.ui.importing.detail import RowDetail
from app.ui.importing.looks import line_of, options
from app.ui.importing.sources import sort_sources

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


@pytest.fixture
def window(open_window, ledger_folder):
    return open_window(ledger_folder, "workbench")


@pytest.fixture
def looked_at(qtbot, window):
    """``looked_at(path, …)`` drops files on the window and gives the dialog once the first is read."""

    def opening(*paths):
        window.import_paths(list(paths))
        return ready(qtbot, window.importing)

    return opening


def ready(qtbot, dialog):
    """Wait until what is shown is what would be stored, or why it could not be read."""
    qtbot.waitUntil(lambda: dialog.sitting is not None, timeout=10_000)
    qtbot.waitUntil(
        lambda: dialog.sitting.settled and dialog.sitting.state in ("preview", "refused", "done"),
        timeout=20_000,
    )
    qtbot.waitUntil(lambda: not dialog.desk.runner.jobs, timeout=20_000)
    return dialog


def imported(qtbot, dialog):
    dialog.start_import()
    qtbot.waitUntil(lambda: dialog.sitting.state == "done", timeout=20_000)
    return ready(qtbot, dialog)


def counts(dialog):
    return {status: count for status, count in dialog.sitting.counts.items() if count}


def sql(window, query, *values):
    return window.desk.store.sql(query, values)


def kept(window):
    """How many there are of everything that an import may make."""
    tables = ("person", "unit", "pairing", "enrolment", "posting", "unit_contact", "batch", "plan_item")
    return {table: sql(window, f"SELECT count(*) FROM {table}")[0][0] for table in tables}


# what is shown


def test_every_status_is_counted_shown_and_filtered(looked_at, window, tmp_path):
    before = kept(window)
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    assert counts(dialog) == {"new": 2, "changed": 2, "doubtful": 4, "refused": 2, "same": 1}
    page = dialog.preview_page
    assert [one.text() for one in page.chips.buttons.values()] == [
        "全部 11", "新增 2", "相同 1", "有变化 2", "待确认 4", "退回 2",
    ]  # fmt: skip
    assert dialog.foot.import_button.text() == "导入 4 行，4 行待确认将跳过，2 行退回"
    page.chips.buttons["refused"].click()
    assert [page.rows.rows.text(n, 0) for n in range(page.rows.rows.rowCount())] == [
        "汇总表 第10行",
        "汇总表 第11行",
    ]
    shown = page.detail.text.toPlainText()
    assert "身份证号已属于“王伟”" in shown and "IMP-041" in shown and id_number(0) in shown
    assert "请核对是哪一位的号码" in shown
    assert kept(window) == before, "a look stores nothing"


def test_a_changed_row_tells_old_and_new(looked_at, tmp_path):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    row = dialog.sitting.preview.rows[3]
    assert (row.status, row.title) == ("changed", "李伟")
    assert "移动电话：13800000001 → 13800009001" in line_of(row)
    dialog.preview_page.rows.choose(3)
    shown = dialog.preview_page.detail.text.toPlainText()
    assert "13800000001" in shown and "13800009001" in shown and BATCH in shown


def test_a_row_that_could_not_be_read_is_told_by_its_name(looked_at, tmp_path):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    page = dialog.preview_page
    page.rows.choose(9)
    assert page.detail.heading.text() == "欧阳七零五"
    assert page.detail.status.text() == "退回"
    assert "校验码" in page.detail.text.toPlainText()


# deciding


def test_digits_answer_and_enter_goes_to_the_next_question(looked_at, window, qtbot, tmp_path):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    page = dialog.preview_page
    page.rows.setFocus()
    page.rows.choose(0)
    qtbot.keyClick(page.rows, Qt.Key.Key_Return)
    assert page.rows.current().question == "“陈伟”是不是已有的这一位？"
    assert page.detail.answers.question.text() == page.rows.current().question
    assert [radio.text() for radio in page.detail.answers.group.buttons()] == ["1", "2", "3"]
    qtbot.keyClick(page.rows, Qt.Key.Key_1)
    ready(qtbot, dialog)
    assert page.rows.current().status == "new", "a pairing that was not there"
    assert page.rows.current().decision is not None
    qtbot.keyClick(page.rows, Qt.Key.Key_Return)
    assert "“区人民医院”是哪个单位" in page.rows.current().question
    assert "对 3 行都有效" in page.detail.answers.reach.text()
    qtbot.keyClick(page.rows, Qt.Key.Key_1)
    ready(qtbot, dialog)
    assert counts(dialog) == {"new": 6, "changed": 2, "refused": 2, "same": 1}
    qtbot.keyClick(page.rows, Qt.Key.Key_Return)
    assert dialog.foot.import_button.hasFocus(), "no question is left"
    page.detail.answers.group.buttons()[0].setFocus()
    qtbot.keyClick(page.detail.answers.group.buttons()[0], Qt.Key.Key_Return)
    assert dialog.sitting.state == "preview", "Enter begins an import only on its button"
    dialog.foot.import_button.setFocus()
    qtbot.keyClick(dialog.foot.import_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.sitting.state == "done", timeout=20_000)
    ready(qtbot, dialog)
    units = sql(
        window, "SELECT u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name LIKE '欧阳七零_'"
    )
    assert units == [(SUPPORTING[0],)] * 3
    assert sql(window, "SELECT count(*) FROM person WHERE name = '陈伟'") == [(1,)]


def test_an_answer_can_be_changed_and_a_new_unit_made(looked_at, window, qtbot, tmp_path):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    page = dialog.preview_page
    page.rows.choose(5)
    answers = page.detail.answers
    answers.group.buttons()[0].click()
    ready(qtbot, dialog)
    assert page.rows.current().status == "new" and answers.isVisible()
    answers.group.buttons()[2].click()
    ready(qtbot, dialog)
    assert counts(dialog)["doubtful"] == 4
    assert page.rows.rows.text(5, 2) == "先不导入"
    answers.group.buttons()[1].click()
    ready(qtbot, dialog)
    imported(qtbot, dialog)
    assert sql(window, "SELECT count(*) FROM unit WHERE name = ?", files.SHORT) == [(1,)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("same", {"new": 6, "changed": 2, "refused": 2, "same": 1}),
        ("new", {"new": 6, "changed": 2, "refused": 2, "same": 1}),
        ("skip", {"new": 2, "changed": 2, "doubtful": 4, "refused": 2, "same": 1}),
    ],
)
def test_all_doubtful_rows_are_decided_alike(looked_at, qtbot, tmp_path, choice, expected):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    dialog.sitting.settle(choice)
    ready(qtbot, dialog)
    assert counts(dialog) == expected
    assert dialog.sitting.waiting() == []
    dialog.sitting.ask_again()
    ready(qtbot, dialog)
    assert len(dialog.sitting.waiting()) == 4


def test_closing_with_answers_asks_first(looked_at, qtbot, tmp_path):
    dialog = looked_at(files.every_status(tmp_path / "名册.xlsx"))
    dialog.preview_page.rows.choose(4)
    dialog.preview_page.rows.answered.emit(2)
    ready(qtbot, dialog)
    dialog.foot.close_button.click()
    box = dialog.findChild(QMessageBox)
    assert "还没有导入" in box.text() and dialog.isVisible()
    with qtbot.waitSignal(dialog.finished):
        next(one for one in box.buttons() if one.text() == "不导入，关闭").click()


# storing, taking back, again


def test_the_sample_roster_is_imported_undone_and_imported_again(open_window, qtbot, tmp_path):
    window = open_window(tmp_path / "data", "workbench")
    window.import_paths([SAMPLES / "roster-2021.xlsx"])
    dialog = ready(qtbot, window.importing)
    assert dialog.foot.import_button.text() == "导入 11 行"
    told = []
    window.desk.changed.connect(told.append)
    imported(qtbot, dialog)
    assert dialog.result_page.heading.text() == "已导入 11 行"
    qtbot.waitUntil(lambda: 0 < dialog.result_page.undo_button.y() < 250)  # close below what was done
    assert {"person", "pairing", "unit"} <= told[0]
    made = kept(window)
    assert (made["person"], made["unit"], made["pairing"]) == (11, 11, 10)
    dialog.result_page.undo_button.click()
    qtbot.waitUntil(lambda: dialog.sitting.undone, timeout=10_000)
    assert set(kept(window).values()) == {0}
    assert "已撤销" in dialog.result_page.heading.text() and dialog.result_page.undo_button.isHidden()
    dialog.result_page.back_button.click()
    ready(qtbot, dialog)
    assert counts(dialog) == {"new": 11}
    imported(qtbot, dialog)
    assert kept(window) == made


def test_the_same_file_again_changes_nothing(looked_at, window, qtbot, tmp_path):
    path = files.write(tmp_path / "名册.xlsx", [files.stranger(n) for n in range(700, 705)])
    imported(qtbot, looked_at(path)).reject()
    qtbot.waitUntil(lambda: window.importing is None)
    made = kept(window)
    dialog = looked_at(path)
    assert counts(dialog) == {"same": 5}
    assert dialog.foot.import_button.text() == "没有要导入的行"
    assert not dialog.foot.import_button.isEnabled()
    dialog.start_import()
    assert dialog.sitting.state == "preview" and kept(window) == made


def test_an_undo_that_something_stands_in_the_way_of_is_told_in_the_dialog(
    looked_at, window, qtbot, tmp_path
):
    dialog = imported(qtbot, looked_at(files.write(tmp_path / "名册.xlsx", [files.stranger(700)])))
    with window.desk.store.operation("save", "改电话") as op:
        key = sql(window, "SELECT id FROM person WHERE name = '欧阳七零零'")[0][0]
        op.update_many(Person, [(key, {"mobile": "13800000999"})])
    dialog.result_page.undo_button.click()
    qtbot.waitUntil(lambda: bool(dialog.sitting.problems), timeout=10_000)
    assert dialog.sitting.problems[0].code == "UND-003" and not dialog.sitting.undone
    assert "改电话" in dialog.result_page.failures.text()


def test_refused_rows_come_out_are_mended_and_imported_again(looked_at, window, qtbot, tmp_path):
    dialog = imported(qtbot, looked_at(files.every_status(tmp_path / "名册.xlsx")))
    assert "没有导入的 6 行" in dialog.result_page.left_head.text()
    assert "IMP-041" in dialog.result_page.text.toPlainText()
    target = tmp_path / "退回.xlsx"
    dialog.sitting.save_refused(target)
    qtbot.waitUntil(lambda: dialog.sitting.doing is None, timeout=10_000)
    assert "已把 6 行存到" in dialog.result_page.notice.text()
    book = openpyxl.load_workbook(target)
    heads = [cell.value for cell in book.active[1]]
    name, number, unit, reason = (
        heads.index(one) for one in ("姓名", "身份证号", "支援单位名称", "退回原因")
    )
    for line in book.active.iter_rows(min_row=2):
        assert line[reason].value
        line[number].value = None
        line[unit].value = SUPPORTING[2]
        line[name].value = line[name].value + "改"
    book.save(target)
    dialog.add_paths([target])
    qtbot.waitUntil(lambda: len(dialog.sittings) == 2 and dialog.sitting is dialog.sittings[1])
    ready(qtbot, dialog)
    assert counts(dialog) == {"new": 6}
    imported(qtbot, dialog)
    assert sql(window, "SELECT count(*) FROM person WHERE name LIKE '%改'") == [(6,)]


def test_cancelling_midway_stores_nothing(looked_at, window, qtbot, tmp_path):
    dialog = looked_at(files.many(tmp_path / "名册.xlsx", 3000))
    before = kept(window)
    dialog.start_import()
    assert not dialog.foot.import_button.isEnabled() and dialog.foot.cancel_button.isVisible()
    qtbot.waitUntil(lambda: dialog.sitting.doing.counted[1] > 0, timeout=10_000)
    dialog.reject()
    assert dialog.isVisible(), "it cannot be closed while something is being stored"
    dialog.foot.cancel_button.click()
    qtbot.waitUntil(lambda: dialog.sitting.state == "preview", timeout=20_000)
    assert "没有存入任何内容" in dialog.foot.doing.text()
    assert kept(window) == before
    ready(qtbot, dialog)
    assert dialog.foot.import_button.isEnabled(), "it can be begun again"


# columns


def test_columns_named_by_hand_are_remembered(looked_at, window, qtbot, tmp_path):
    heads = (*files.HEADS[:5], "打给谁", *files.HEADS[6:], "爱好")
    path = files.write(tmp_path / "名册.xlsx", [[*files.stranger(700), "下棋"]], heads)
    dialog = looked_at(path)
    assert "有 2 列不认识" in dialog.preview_page.heads.said.text()
    assert "打给谁" in dialog.preview_page.heads.said.text()
    dialog.preview_page.heads.ask_button.click()
    panel = dialog.heads_page
    assert list(panel.combos) == ["打给谁", "爱好"]
    assert dialog.foot.import_button.isHidden()
    panel.more.click()
    assert panel.combos["姓名"].currentText() == "姓名"
    panel.combos["打给谁"].setCurrentText("移动电话")
    panel.combos["爱好"].setCurrentText("不导入这一列")
    panel.apply_button.click()
    ready(qtbot, dialog)
    assert dialog.sitting.preview.unknown == [] and dialog.preview_page.heads.isHidden()
    assert dialog.sitting.preview.rows[0].values["person.mobile"] == "13800000700"
    dialog.reject()
    qtbot.waitUntil(lambda: window.importing is None)
    dialog = looked_at(path)
    assert dialog.sitting.preview.unknown == []
    assert dialog.sitting.preview.rows[0].values["person.mobile"] == "13800000700"


def test_a_table_whose_heads_nobody_knows_is_mapped_by_hand_and_remembered(
    looked_at, window, qtbot, tmp_path
):
    heads = ("甲方", "去哪儿", "谁", "打给谁")
    row = [SUPPORTING[0], "云阳县泥溪镇卫生院", "张䶮", "13800000700"]
    path = tmp_path / "怪表.csv"
    path.write_text("\n".join(map(",".join, (["某某表"], heads, row))), encoding="utf-8")
    dialog = looked_at(path)
    assert dialog.sitting.state == "refused" and "IMP-008" in dialog.refused_page.text.toPlainText()
    dialog.refused_page.heads_button.click()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.heads_page, timeout=10_000)
    panel = dialog.heads_page
    assert panel.lines.currentText() == "第 2 行：甲方 | 去哪儿 | 谁 | 打给谁"
    for head, field in zip(heads, ("支援单位名称", "受援医院名称", "姓名", "移动电话"), strict=True):
        panel.combos[head].setCurrentText(field)
    panel.apply_button.click()
    ready(qtbot, dialog)
    assert dialog.sitting.preview.rows[0].values == {
        "pairing.supporting_unit": SUPPORTING[0], "pairing.receiving_unit": "云阳县泥溪镇卫生院",
        "person.name": "张䶮", "person.mobile": "13800000700",
    }  # fmt: skip
    dialog.reject()
    qtbot.waitUntil(lambda: window.importing is None)
    assert counts(looked_at(path)) == {"new": 1}


def test_the_kind_of_table_is_told_by_hand(looked_at, qtbot, tmp_path):
    dialog = looked_at(files.write(tmp_path / "名册.xlsx", [files.stranger(700)]))
    assert dialog.head.kind.currentData() == "roster"
    dialog.head.kind.setCurrentIndex(dialog.head.kind.findData("people"))
    dialog.head.kind.activated.emit(dialog.head.kind.currentIndex())
    ready(qtbot, dialog)
    assert dialog.sitting.preview.kind == "people"
    assert dialog.sitting.preview.rows[0].values["person.unit"] == SUPPORTING[1]


# ways in


def test_rows_pasted_from_a_spreadsheet_are_looked_at(window, qtbot):
    lines = [files.HEADS, files.stranger(700), files.stranger(701)]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
    window.paste()
    dialog = ready(qtbot, window.importing)
    assert dialog.head.title.text() == "粘贴的行" and counts(dialog) == {"new": 2}
    imported(qtbot, dialog)
    assert sql(window, "SELECT name FROM person WHERE name LIKE '欧阳%' ORDER BY name") == [
        ("欧阳七零一",), ("欧阳七零零",),
    ]  # fmt: skip


def test_several_files_are_looked_at_one_after_another(looked_at, qtbot, tmp_path):
    junk = tmp_path / "不是表.xlsx"
    junk.write_text("hello")
    dialog = looked_at(
        junk, SAMPLES / "allocation-2018.xlsx", SAMPLES / "plan-2017-2022.xlsx", tmp_path / "没有.xlsx"
    )
    assert dialog.files.count() == 4 and dialog.files.isVisible()
    page = dialog.refused_page
    assert dialog.pages.currentWidget() is page and "IMP-001" in page.text.toPlainText()
    assert "没有读取" in page.heading.text() and "怎么办" in page.text.toPlainText()
    dialog.foot.next_button.click()
    ready(qtbot, dialog)
    assert counts(dialog) == {"new": 26}
    imported(qtbot, dialog)
    assert dialog.foot.next_button.hasFocus()
    dialog.foot.next_button.click()
    ready(qtbot, dialog)
    assert dialog.head.title.text() == "plan-2017-2022.xlsx" and sum(counts(dialog).values()) == 11
    dialog.files.setCurrentRow(3)
    ready(qtbot, dialog)
    assert dialog.sitting.state == "refused" and "找不到文件" in page.text.toPlainText()


def test_another_import_makes_the_open_previews_anew(looked_at, qtbot, tmp_path):
    rows = [files.stranger(n) for n in range(700, 703)]
    first = files.write(tmp_path / "一.xlsx", rows)
    second = files.write(tmp_path / "二.xlsx", [*rows, files.stranger(703)])
    dialog = looked_at(first, second)
    dialog.files.setCurrentRow(1)
    ready(qtbot, dialog)
    assert counts(dialog) == {"new": 4}
    dialog.files.setCurrentRow(0)
    imported(qtbot, dialog)
    dialog.foot.next_button.click()
    ready(qtbot, dialog)
    assert counts(dialog) == {"same": 3, "new": 1}


def test_what_is_dropped_while_it_is_open_is_added(looked_at, window, qtbot, tmp_path):
    dialog = looked_at(files.write(tmp_path / "一.xlsx", [files.stranger(700)]))
    window.import_paths([files.write(tmp_path / "二.xlsx", [files.stranger(701)])])
    qtbot.waitUntil(lambda: len(dialog.sittings) == 2)
    assert window.importing is dialog and dialog.sitting is dialog.sittings[0]


# forms


def form(name: str, target: Path, number: int = 700) -> Path:
    """A 报名表 as a fill-in workbook, filled in."""
    edition = editions()["sichuan-2018-enrolment"]
    told = {
        "person.name": name, "person.sex": "女", "person.unit": SUPPORTING[0],
        "person.mobile": f"13800000{number}", "enrolment.receiving_unit": RECEIVING[0],
    }  # fmt: skip
    write_workbook(edition, [Snapshot(told)], target)
    return target


def test_filled_in_forms_go_together_and_tables_alone(tmp_path):
    first, second = form("张䶮", tmp_path / "张䶮.xlsx"), form("王建国", tmp_path / "王建国.xlsx", 701)
    table = files.write(tmp_path / "名册.xlsx", [files.stranger(700)])
    folder = tmp_path / "报名表"
    folder.mkdir()
    found = sort_sources([first, table, folder, second])
    assert [(one.kind, one.paths) for one in found] == [
        (None, (table,)), ("forms", (folder,)), ("forms", (first, second)),
    ]  # fmt: skip
    assert found[2].title == "张䶮.xlsx 等 2 份报名表"


def test_a_folder_of_forms_is_looked_at_and_imported(looked_at, window, qtbot, tmp_path):
    pytest.importorskip("app.operations.forms_in")
    folder = tmp_path / "报名表"
    folder.mkdir()
    form("张䶮", folder / "甲.xlsx")
    form("欧阳建国", folder / "乙.xlsx", 701)
    (folder / "坏.docx").write_bytes(b"no word file")
    dialog = looked_at(folder)
    assert dialog.head.kind.currentData() == "forms" and dialog.head.photos_button.isVisible()
    assert counts(dialog) == {"new": 2, "refused": 1}
    assert {row.place for row in dialog.sitting.preview.rows} == {"甲.xlsx", "乙.xlsx", "坏.docx"}
    imported(qtbot, dialog)
    assert sql(window, "SELECT count(*) FROM person WHERE name IN ('张䶮', '欧阳建国')") == [(2,)]


def test_the_photo_of_a_form_is_shown(qtbot, window):
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(0x88AACC)
    buffer = QBuffer()
    image.save(buffer, "PNG")
    row = PreviewRow(
        1, "甲.docx", 0, "张䶮", "new", {"person.name": "张䶮", "person.photo": buffer.data().data()}
    )
    detail = RowDetail()
    qtbot.addWidget(detail)
    detail.show_row(row, Preview(None, "forms", [row]))
    assert 'img src="photo:row"' in detail.text.toHtml() and "照片（1 KB）" in detail.text.toPlainText()
    assert detail.place.text() == "甲.docx"


# size


def test_ten_thousand_rows_never_block_the_window(window, qtbot, tmp_path, watchdog):
    path = files.many(tmp_path / "名册.xlsx", 10_000)
    with watchdog(0.1):
        window.import_paths([path])
        qtbot.waitUntil(lambda: window.importing is not None)
        dialog = ready(qtbot, window.importing)
        assert counts(dialog) == {"new": 9500, "doubtful": 500}
        page = dialog.preview_page
        for status in ("doubtful", None):
            page.chips.buttons[status].click()
            qtbot.wait(1)
        for place in (0, 5000, 9999):
            page.rows.choose(place)
            qtbot.wait(1)
        page.rows.choose(0)
        page.next_question()
        page.rows.answered.emit(1)
        ready(qtbot, dialog)
        assert counts(dialog) == {"new": 10_000}
    assert len(options(page.rows.rows.shown[7])) == 3
