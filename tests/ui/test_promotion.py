"""晋升材料包 from the window: asked for, made beside other work, opened, cancelled, told when it cannot be."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.operations import promotion
from app.ui.desk import Target


class Opener(QObject):
    """Stands for the file manager."""

    opened = Signal(str)

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.emit(url.toLocalFile())


@pytest.fixture
def opener(qapp):
    made = Opener()
    QDesktopServices.setUrlHandler("file", made, "open")
    yield made
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def settled(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def appraisals(open_window, ledger_folder, settled):
    window = open_window(ledger_folder, "support")
    ((posting,),) = window.desk.store.sql("SELECT id FROM posting ORDER BY id LIMIT 1")
    window.go_to(Target("support", "appraisals", bytes(posting)))
    settled(window)
    return window, window.pages["support"].tabs.part("appraisals")


def choose(qtbot, part, folder):
    """Answer the dialog that asks for a folder."""
    (dialog,) = [one for one in part.findChildren(QFileDialog) if one.isVisible()]
    dialog.filesSelected.emit([str(folder)])
    dialog.close()


def test_a_bundle_is_made_from_the_appraisal_and_its_folder_opened(
    appraisals, qtbot, opener, settled, tmp_path, watchdog
):
    window, part = appraisals
    assert part.promotion.isEnabled()
    part.panel.summary.setPlainText("半年来完成了各项任务。")
    qtbot.mouseClick(part.promotion, Qt.MouseButton.LeftButton)
    settled(window)
    with qtbot.waitSignal(opener.opened, timeout=20_000) as told, watchdog(limit=0.25):
        choose(qtbot, part, tmp_path)
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=20_000)
    folder = Path(told.args[0])
    assert folder.parent == tmp_path and folder.name.startswith("晋升材料-")
    names = sorted(one.name for one in folder.iterdir())
    assert names[0].startswith("01-支援时段与天数") and f"{folder.name}.pdf" in names
    assert any("考核鉴定表" in name for name in names), (
        "what was typed is stored first: the sheet is begun by it"
    )
    assert "已汇编" in window.foot.message.text()


def test_the_people_list_has_it_in_its_menu_for_one_person(
    open_window, ledger_folder, qtbot, opener, settled, tmp_path
):
    window = open_window(ledger_folder, "people")
    papers = window.pages["people"].papers
    (called,) = [called for text, _, called in papers.list.view.menu_items if text == "晋升材料包…"]
    said = []
    window.desk.troubled.connect(said.append)
    papers.list.view.selectAll()
    called()
    assert said[0][0].code == "PRM-003" and not papers.findChildren(QFileDialog)
    papers.list.choose(papers.list.model.ids[0])
    settled(window)
    called()
    with qtbot.waitSignal(opener.opened, timeout=20_000) as told:
        choose(qtbot, papers, tmp_path)
    name = papers.list.model.text(0, 0)
    assert Path(told.args[0]).name == f"晋升材料-{name}"


def test_cancelling_at_the_foot_leaves_nothing(appraisals, qtbot, settled, tmp_path, monkeypatch):
    window, part = appraisals
    there, go_on = threading.Event(), threading.Event()
    write = promotion.write_bundle

    def slow(*told, **named):
        there.set()
        assert go_on.wait(10)
        return write(*told, **named)

    monkeypatch.setattr(promotion, "write_bundle", slow)
    part.ask_promotion()
    choose(qtbot, part, tmp_path / "包")
    qtbot.waitUntil(there.is_set, timeout=10_000)
    qtbot.waitUntil(lambda: window.foot.cancel.isVisible(), timeout=10_000)
    assert "汇编晋升材料" in window.foot.doing.text() and window.foot.bar.maximum() > 0
    qtbot.mouseClick(window.foot.cancel, Qt.MouseButton.LeftButton)
    go_on.set()
    settled(window)
    assert "已取消" in window.foot.message.text()
    assert not (tmp_path / "包").exists()


def test_a_fault_of_the_disk_is_told(appraisals, qtbot, settled, tmp_path):
    window, part = appraisals
    told = []
    window.desk.faults.show = told.append
    (tmp_path / "文件").write_text("x")
    part.ask_promotion()
    choose(qtbot, part, tmp_path / "文件")
    settled(window)
    assert told[0].problem.code == "SYS-008"
