"""Names with rare characters are seen whatever face the system has."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.operations.editing import save_record
from app.ui.rare_faces import FACES, RareFaces


@pytest.fixture
def latin_face(qapp):
    """A system whose face knows no Chinese rarities; the faces that were added are taken away again."""
    before = QFont(QApplication.font())
    yield
    QApplication.setFont(before)


def test_the_shipped_faces_are_added_only_for_names_that_need_them(
    open_window, tmp_path, qtbot, latin_face, monkeypatch
):
    loaded = []
    real = QFontDatabase.addApplicationFont
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda path: loaded.append(path) or real(path))
    monkeypatch.setattr("app.ui.rare_faces.QFontMetrics.inFontUcs4", lambda self, code: code < 0x3400)
    window = open_window(tmp_path / "data")
    rare = RareFaces(window.desk)

    def look():
        rare.look()
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    store = window.desk.store
    save_record(store, "person", None, {"name": "许一诺"})
    look()
    assert loaded == []
    save_record(store, "person", None, {"name": "张䶮"})
    look()
    assert [path.rpartition("/")[2] for path in loaded] == ["NotoSansSC-Regular.ttf"]
    assert "Noto Sans SC" in QApplication.font().families()
    window.desk.met.emit("许一诺赵𬭎")  # to be imported, and not in the ledger yet
    assert rare.added == [file for file, _ in FACES] and len(loaded) == 2
    assert QApplication.font().families()[-1] == "HanaMinB"
