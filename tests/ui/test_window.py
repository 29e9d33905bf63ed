"""The window as a whole: places, search, undo, drops and pastes, what it remembers, and faults of the ledger."""

from __future__ import annotations

import pytest
from ledger_maker import LONG_NAME, id_number
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.store.backup import back_up_daily
from app.store.opening import open_store
from app.store.schema import LEDGER
from app.ui.finding import hits
from app.ui.start import FirstPaint, make_window

CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(qtbot, window):
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)


def drop(window, *paths):
    """Drag files over the window and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    told = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), *told))
    assert window.drop.veil.isVisible(), "the window says that it takes the files"
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), *told))
    assert not window.drop.veil.isVisible()


def test_places_have_names_and_keys(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder, "pairings")
    names = [button.text() for button in window.navigation.buttons.values()]
    assert names[:4] == ["工作台", "人员", "对口关系", "帮扶工作"] and names[-1] == "设置"
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    qtbot.waitUntil(lambda: window.current == "people")
    assert window.title.text() == "人员"
    assert window.navigation.buttons["people"].isChecked()


def test_the_first_paint_shows_rows_without_the_orm_and_then_the_ledger_opens(ledger_folder, qtbot):
    window = make_window(ledger_folder)
    try:
        page = window.show_page("people")
        assert page.papers.list.model.rowCount() == 12
        assert window.desk.store is None and page.papers.paper is None
        FirstPaint(window, window.desk.open)
        window.show()
        qtbot.waitUntil(lambda: window.desk.store is not None, timeout=10_000)
        settle(qtbot, window)
        assert page.papers.list.count.text() == "共 12 条"
    finally:
        window.close()
        window.desk.close()
        window.deleteLater()


@pytest.mark.parametrize(
    ("typed", "name"),
    [("liwei", "李伟"), ("ww", "王伟"), ("13800000002", LONG_NAME), (id_number(2)[-6:], LONG_NAME)],
)
def test_search_finds_by_pinyin_initials_phone_and_id(open_window, ledger_folder, qtbot, typed, name):
    window = open_window(ledger_folder)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.search.hasFocus()
    qtbot.keyClicks(window.search, typed)
    qtbot.waitUntil(lambda: window.search.hits.isVisible())
    assert not window.search.hits.isWindow(), "a popup would swallow the input method"
    assert window.search.hits.item(0).text().startswith(name)
    assert id_number(2) not in window.search.hits.item(0).text(), "ID numbers are masked"
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    people = window.pages["people"].papers.list
    assert people.model.text(people.view.currentIndex().row(), 0) == name


def test_search_text_that_finds_nothing_says_so_and_escape_clears_it(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder)
    window.activateWindow()
    window.search.setFocus()
    qtbot.keyClicks(window.search, "qqqq")
    qtbot.waitUntil(lambda: window.search.hits.isVisible())
    assert window.search.hits.item(0).text() == "没有找到“qqqq”"
    qtbot.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == "" and not window.search.hits.isVisible()


def test_hits_tell_namesakes_apart_and_mask_the_id(open_window, ledger_folder):
    window = open_window(ledger_folder)
    found = hits(window.desk.light, "买买提")
    assert [hit.name for hit in found] == ["古丽娜尔·买买提江"]
    assert "资阳市第一人民医院" in found[0].detail and "→" in found[0].detail
    by_id = hits(window.desk.light, id_number(2)[-5:])
    assert by_id[0].detail.startswith(f"5199{'*' * 10}{id_number(2)[-4:]}")


def test_undo_names_the_last_operation_and_takes_it_back(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder)
    qtbot.waitUntil(lambda: window.undo.isEnabled())
    assert window.undo.text() == "撤销：导入名册：12人"
    window.undo.click()
    people = window.pages["people"].papers.list
    qtbot.waitUntil(lambda: people.model.rowCount() == 0, timeout=10_000)
    settle(qtbot, window)
    assert window.foot.message.text().startswith("已撤销")
    assert not window.undo.isEnabled()


def test_files_dropped_anywhere_and_rows_pasted_are_imports(open_window, ledger_folder, qtbot, tmp_path):
    window = open_window(ledger_folder)
    asked, pasted = [], []
    window.import_asked.connect(asked.append)
    window.paste_asked.connect(pasted.append)
    drop(window, tmp_path / "名册.xlsx", tmp_path / "报名表")
    assert asked == [[tmp_path / "名册.xlsx", tmp_path / "报名表"]]
    QGuiApplication.clipboard().setText("姓名\t性别\n张䶮\t男")
    window.paste()
    assert pasted == ["姓名\t性别\n张䶮\t男"]
    QGuiApplication.clipboard().setText("一句话")
    window.paste()
    assert len(pasted) == 1 and "没有表格行" in window.foot.message.text()


def test_a_damaged_ledger_is_told_plainly(qtbot, tmp_path):
    (tmp_path / LEDGER).write_bytes(b"this is no database " * 100)
    window = make_window(tmp_path)
    try:
        window.show_page("people")
        window.show()
        window.desk.open()
        qtbot.waitUntil(lambda: window.problems.isVisible(), timeout=10_000)
        assert [problem.code for problem in window.problems.problems] == ["STO-002"]
        assert window.desk.store is None
    finally:
        window.close()
        window.desk.close()
        window.deleteLater()


def test_a_damaged_ledger_is_brought_back_from_the_last_backup(qtbot, ledger_folder):
    with open_store(ledger_folder) as store:
        back_up_daily(store)
        people = store.sql("SELECT count(*) FROM person")
    (ledger_folder / LEDGER).write_bytes(b"this is no database " * 100)
    window = make_window(ledger_folder)
    try:
        window.show_page("workbench")
        window.show()
        window.desk.open()
        qtbot.waitUntil(lambda: window.problems.offer_button.isVisible(), timeout=10_000)
        window.problems.offer_button.click()
        data = window.pages["settings"].data
        qtbot.waitUntil(lambda: data.box is not None, timeout=10_000)
        next(one for one in data.box.buttons() if one.text() == "替换").click()
        qtbot.waitUntil(lambda: window.desk.store is not None, timeout=20_000)
        assert window.desk.store.sql("SELECT count(*) FROM person") == people
    finally:
        window.close()
        window.desk.close()
        window.deleteLater()


def test_the_window_remembers_its_page(ledger_folder, open_window):
    window = open_window(ledger_folder, "pairings")
    window.close()
    window.desk.settings.sync()
    assert window.desk.settings.text("window/page") == "pairings"


class _Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_building_the_pages_flashes_no_window(open_window, ledger_folder, qtbot):
    watch = _Windows()
    QApplication.instance().installEventFilter(watch)
    window = open_window(ledger_folder, "people")
    for key in window.specs:
        page = window.show_page(key)
        tabs = getattr(page, "tabs", None)
        for name in tabs.keys if tabs is not None else ():
            tabs.show_tab(name)
            settle(qtbot, window)
    QApplication.instance().removeEventFilter(watch)
    assert watch.shown == ["Window"]
