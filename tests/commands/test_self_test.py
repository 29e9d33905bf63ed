"""自检 says what works; a fault in one check does not stop the others."""

from __future__ import annotations

import hashlib
import json

import pytest

from app import version
from app.catalogue.problems import Problem, Refusal
from app.commands import self_test
from app.operations import overview
from app.operations.imports import apply_preview, preview_file
from app.store.opening import open_store
from app.ui import self_check


def test_everything_works(asked, folder):
    status, answer = asked("self-test")
    assert (status, answer["refused"]) == (0, [])
    items = {item["name"]: item for item in answer["items"]}
    assert list(items) == [
        "文件",
        "数据库",
        "旧数据",
        "导入",
        "字体",
        "打印",
        "读回",
        "备份恢复",
        "窗口和预览",
    ]
    for item in items.values():
        assert item["ok"] is True and item["seconds"] >= 0
        assert any("\u4e00" <= character <= "\u9fff" for character in item["detail"])
    assert not folder.exists()  # the clerk's own data are left alone


@pytest.fixture
def quick(monkeypatch):
    """Without the checks that take seconds and are not what the test is about."""
    slow = ("窗口和预览", "读回", "打印", "旧数据")
    monkeypatch.setattr(
        self_test,
        "CHECKS",
        tuple((name, (lambda _: "略") if name in slow else check) for name, check in self_test.CHECKS),
    )


def test_a_check_that_fails_is_refused_and_the_others_go_on(asked, quick, monkeypatch, tmp_path):
    monkeypatch.setattr(self_test, "SAMPLES", tmp_path)
    status, answer = asked("self-test")
    assert status == 1
    good = {item["name"]: item["ok"] for item in answer["items"]}
    assert len(good) == 9 and not good["导入"] and good["数据库"] and good["字体"] and good["打印"]
    assert all(problem["code"].startswith("TST-0") for problem in answer["refused"])
    assert answer["code"] == answer["refused"][0]["code"] == "TST-002"


def test_a_ledger_that_cannot_be_opened_is_a_failed_check(asked, quick, monkeypatch):
    def full(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(self_test, "open_store", full)
    status, answer = asked("self-test")
    assert status == 1 and answer["items"][1]["ok"] is False
    assert {item["name"]: item["ok"] for item in answer["items"]}["字体"] is True


def test_a_window_is_not_waited_for_when_its_ledger_cannot_be_opened(monkeypatch, tmp_path):
    def full(folder):
        raise Refusal(Problem("STO-006", "打不开"))

    monkeypatch.setattr(self_test, "open_store", full)
    monkeypatch.setattr(self_check, "window_draws", lambda folder: pytest.fail("a window was opened"))
    with pytest.raises(Refusal):
        self_test._window(tmp_path)


def test_what_a_page_tells_fails_the_window(monkeypatch, folder, qapp):
    with open_store(folder) as store:
        apply_preview(store, preview_file(store, self_test.SAMPLES / "roster-2021.xlsx"))

    def refused(*_):
        raise Refusal(Problem("LST-001", "读不出来"))

    monkeypatch.setattr(overview, "overview", refused)
    with pytest.raises(Refusal, match="读不出来"):
        self_check.window_draws(folder)


def test_without_qts_own_chinese_the_window_fails(monkeypatch, folder, qapp):
    monkeypatch.setattr(self_check.QCoreApplication, "translate", lambda context, text: text)
    with pytest.raises(self_check.NotDrawn, match="qtbase_zh_CN"):
        self_check.window_draws(folder)


def test_a_platform_that_qt_has_not_is_named():
    self_check._need_plugin("offscreen")
    with pytest.raises(self_check.NotDrawn, match="platforms/qnowhere"):
        self_check._need_plugin("nowhere")


def test_a_file_that_is_missing_or_changed_is_named(asked, quick, monkeypatch, tmp_path):
    for name in ("resources/fonts/a.ttf", "resources/forms/b.toml"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"x")
    told = {
        name: hashlib.sha256(b"x").hexdigest() for name in ("resources/fonts/a.ttf", "resources/forms/b.toml")
    }
    (tmp_path / "contents.json").write_text(json.dumps(told), "utf-8")
    monkeypatch.setattr(self_test, "ROOT", tmp_path)
    monkeypatch.setattr(self_test, "CONTENTS", tmp_path / "contents.json")
    assert self_test._files(tmp_path) == "2个文件都在，没有被改动"
    (tmp_path / "resources/fonts/a.ttf").unlink()
    (tmp_path / "resources/forms/b.toml").write_bytes(b"y")
    status, answer = asked("self-test")
    assert (status, answer["code"]) == (1, "TST-001")
    assert answer["refused"][0]["message"] == "文件：缺少resources/fonts/a.ttf；被改动resources/forms/b.toml"


def test_the_result_can_be_kept_as_a_text(run, quick, tmp_path):
    assert run("self-test", "--report", tmp_path / "自检.txt").exit == 0
    text = (tmp_path / "自检.txt").read_text("utf-8")
    assert text.startswith(f"援帮 {version()} 自检\n") and text.endswith("自检通过：9/9项正常\n")
    assert "正常　旧数据" in text
