"""What the screen says of a fault: plain words for the clerk's, a crash dialog for ours."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from app.catalogue.bug_log import LOG
from app.catalogue.problems import Problem, Refusal, Surroundings
from app.ui.faults import Faults, problems_of
from app.ui.widgets.problem_panel import ProblemPanel, place_of


def broken() -> None:
    raise KeyError("秘")


def caught() -> KeyError:
    try:
        broken()
    except KeyError as error:
        return error
    raise AssertionError


def test_problems_of_knows_whose_fault_it_is():
    one, two = Problem("IMP-001", "甲"), Problem("IMP-002", "乙")
    assert problems_of(Refusal(one, two)) == [one, two]
    assert problems_of(Surroundings(one)) == [one]
    found = problems_of(PermissionError(13, "denied", "C:/甲.pdf"))
    assert found is not None and found[0].code == "SYS-002" and found[0].file == "C:/甲.pdf"
    assert problems_of(caught()) is None


def test_bug_opens_one_dialog_with_version_and_trace_and_is_logged(qtbot, tmp_path, capsys):
    plain = []
    faults = Faults(tmp_path, plain.append, lambda: ["打开数据", "读取台账"])
    faults.show(caught())
    faults.show(caught())
    dialog = faults.dialog
    assert dialog is not None and plain == []
    text = dialog.trace.toPlainText()
    assert "援帮 0." in text and "PySide6" in text and "KeyError" in text and "in broken" in text
    assert "做过的事：打开数据 → 读取台账" in text
    dialog.copy.click()
    assert "in broken" in QGuiApplication.clipboard().text()
    logged = (tmp_path / LOG).read_text(encoding="utf-8")
    assert logged.count("援帮 ") == 2 and "in broken" in logged
    assert "KeyError" in capsys.readouterr().err
    dialog.close_button.click()
    qtbot.waitUntil(lambda: faults.dialog is None)


def test_clerks_problem_goes_to_the_panel(qtbot, tmp_path):
    plain = []
    Faults(tmp_path, plain.append).show(Refusal(Problem("STO-001", "更新的程序写成")))
    assert [problem.code for problem in plain[0]] == ["STO-001"]


def test_panel_tells_place_remedy_and_code_and_copies_all(qtbot):
    panel = ProblemPanel()
    qtbot.addWidget(panel)
    one = Problem(
        "IMP-012",
        "身份证号校验位不对",
        "请核对原件",
        file="名册.xlsx",
        sheet="Sheet1",
        row=7,
        column="身份证号",
        value="5199",
    )
    panel.show_problems([one])
    assert panel.head.text() == "身份证号校验位不对"
    assert place_of(one) == "名册.xlsx · 工作表“Sheet1” · 第 7 行 · “身份证号” · 内容：5199"
    panel.show_problems([one] * 60)
    assert panel.head.text() == "有 60 处问题"
    panel.copy_button.click()
    assert QGuiApplication.clipboard().text().count("IMP-012") == 60
    panel.close_button.click()
    assert panel.isHidden() and panel.problems == []


def test_one_problem_is_read_without_scrolling(qtbot):
    panel = ProblemPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 200)
    panel.show_problems([Problem("MEN-004", "还没有考核，不能发证书", "请先记下考核", column="考核结果")])
    qtbot.waitExposed(panel)
    assert panel.rest.verticalScrollBar().maximum() == 0
