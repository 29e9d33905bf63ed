"""自检 says what works; a fault in one check does not stop the others."""

from __future__ import annotations

from app.commands import self_test


def test_everything_works(asked, folder):
    status, answer = asked("self-test")
    assert (status, answer["refused"]) == (0, [])
    items = {item["name"]: item for item in answer["items"]}
    assert list(items) == ["数据库", "导入", "字体", "打印", "读回", "备份恢复"]
    for item in items.values():
        assert item["ok"] is True and item["seconds"] >= 0
        assert any("\u4e00" <= character <= "\u9fff" for character in item["detail"])
    assert not folder.exists()  # the clerk's own data are left alone


def test_a_check_that_fails_is_refused_and_the_others_go_on(asked, monkeypatch, tmp_path):
    monkeypatch.setattr(self_test, "SAMPLES", tmp_path)
    status, answer = asked("self-test")
    assert status == 1
    good = {item["name"]: item["ok"] for item in answer["items"]}
    assert len(good) == 6 and not good["导入"] and good["数据库"] and good["字体"] and good["打印"]
    assert all(problem["code"].startswith("TST-0") for problem in answer["refused"])
    assert answer["code"] == answer["refused"][0]["code"] == "TST-002"


def test_a_ledger_that_cannot_be_opened_is_a_failed_check(asked, monkeypatch):
    def full(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(self_test, "open_store", full)
    status, answer = asked("self-test")
    assert status == 1 and answer["items"][0]["ok"] is False
    assert {item["name"]: item["ok"] for item in answer["items"]}["字体"] is True
