"""The contract of the command line: exit codes, one JSON object in every case, Chinese help, nothing asked."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from app.catalogue.problems import Cancelled
from app.commands.acts import ACTS
from app.commands.running import main
from app.forms.editions import editions
from app.operations.results import Outcome

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "import", "print", "fill-in", "fill-original", "read-forms", "editions", "people", "pairings", "plan", "history",
    "undo", "backup", "restore", "self-test", "activities", "report", "board", "appraisal",
    "sample-year",
)  # fmt: skip


def test_all_commands_are_there():
    assert set(ACTS) >= set(COMMANDS)


@pytest.mark.parametrize("command", ["people", "pairings", "plan", "history", "editions", "activities"])
def test_lists_of_an_empty_folder_that_is_made(asked, folder, command):
    status, answer = asked(command)
    assert (status, answer["code"], answer["refused"]) == (0, None, [])
    assert len(answer["items"]) == (len(editions()) if command == "editions" else 0)
    assert folder.exists() or command == "editions"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nosuch",),
        ("import",),
        ("import", "x.xlsx", "--yes", "--preview"),
        ("import", "x.xlsx", "--kind", "nosuch"),
        ("import", "x.xlsx", "--doubtful", "maybe"),
        ("print", "sichuan-2018-enrolment"),
        ("print", "sichuan-2018-enrolment", "--out", "x.pdf"),
        ("print", "sichuan-2018-enrolment", "--all", "--blank", "--out", "x.pdf"),
        ("people", "--serch", "张"),
        ("people", "--search"),
        ("people", "--sear", "张"),
        ("undo", "not-an-id"),
        ("restore",),
        ("--data",),
    ],
)
def test_wrong_usage_is_refused_with_one_object(asked, folder, arguments):
    status, answer = asked(*arguments)
    assert status == 2 and answer["code"] in ("CLI-001", "CLI-005", "SEL-003")
    (problem,) = answer["refused"]
    assert problem["code"] == answer["code"] and problem["remedy"]
    assert any("\u4e00" <= character <= "\u9fff" for character in problem["message"])
    assert "error" not in answer["message"] and "invalid" not in answer["message"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(run, command):
    said = run(*filter(None, (command, "--help")))
    assert (said.exit, said.err) == (0, "")
    assert said.out.startswith("用法：python -m app")
    for word in ("usage", "options", "positional", "show this", "arguments"):
        assert word not in said.out
    answer = json.loads(run(*filter(None, (command, "--help", "--json"))).out)
    assert answer["message"] == said.out.rstrip("\n")


def test_all_commands_stand_in_the_help(run):
    said = run("--help").out
    assert all(command in said for command in COMMANDS)


@pytest.mark.parametrize("place", ["front", "back", "joined"])
def test_options_may_stand_anywhere(capsys, tmp_path, place):
    data = str(tmp_path / "there")
    told = {
        "front": ["--json", "--data", data, "people"],
        "back": ["people", "--data", data, "--json"],
        "joined": ["people", f"--data={data}", "--json"],
    }[place]
    assert main(told) == 0
    assert json.loads(capsys.readouterr().out)["items"] == []
    assert (tmp_path / "there").is_dir()


@pytest.mark.parametrize("fault", [KeyboardInterrupt, Cancelled])
def test_cancelled(monkeypatch, asked, run, fault):
    def act(options, folder):
        raise fault

    monkeypatch.setitem(ACTS, "people", act)
    status, answer = asked("people")
    assert (status, answer["code"], answer["refused"]) == (4, "CLI-004", [])
    said = run("people")
    assert (said.exit, said.out) == (4, "") and "已取消" in said.err


def test_a_bug_of_ours_is_told_and_logged_without_a_trace_on_the_screen(monkeypatch, asked, run, folder):
    def act(options, folder):
        raise ZeroDivisionError("division by zero")

    folder.mkdir()
    monkeypatch.setitem(ACTS, "people", act)
    status, answer = asked("people")
    assert (status, answer["code"]) == (3, "BUG-001")
    assert str(folder / "errors.log") in answer["message"]
    assert "Traceback" in (folder / "errors.log").read_text("utf-8")
    said = run("people")
    assert (
        said.exit == 3 and said.out == "" and "Traceback" not in said.err and "不是您的操作问题" in said.err
    )


def test_done_in_part_has_a_code(monkeypatch, asked):
    monkeypatch.setitem(ACTS, "people", lambda options, folder: Outcome("一部分", done_in_part=True))
    assert asked("people")[0] == 1


def test_a_data_folder_that_cannot_be_made(capsys, tmp_path):
    (tmp_path / "文件").write_text("a file, no folder")
    for data in (tmp_path / "文件", tmp_path / "文件" / "里"):
        assert main(["--data", str(data), "--json", "people"]) == 2
        answer = json.loads(capsys.readouterr().out)
        assert answer["code"].startswith(("SYS-", "STO-")) and answer["refused"][0]["file"]


def test_a_damaged_ledger_is_said(asked, folder, filled):
    for file in folder.glob("*.sqlite*"):
        if "ledger" in file.name or file.suffix == ".sqlite":
            file.write_bytes(b"no database at all" * 1000)
    status, answer = asked("people")
    assert status == 2 and answer["code"].startswith("STO-") and answer["refused"][0]["remedy"]


def through_python(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_through_python_m_app(tmp_path, samples):
    data = tmp_path / "data"
    done = through_python("--data", data, "import", samples / "roster-2021.xlsx", "--yes", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["message"] == "新增11行"
    done = through_python("--data", data, "people", "--search", "qwq")
    assert done.returncode == 0 and "秦晚秋" in done.stdout
    done = through_python("--data", data, "print", "nosuch", "--all", "--out", tmp_path / "x.pdf", "--json")
    assert (done.returncode, done.stderr) == (2, "")
    assert json.loads(done.stdout)["code"] == "PRN-001"
    done = through_python("--data", data, "print")
    assert done.returncode == 2 and done.stdout == "" and "[CLI-001]" in done.stderr


def test_a_reader_that_had_enough_is_no_fault(folder, filled):
    command = [sys.executable, "-m", "app", "--data", str(folder), "people", "--json"]
    for size in (0, 10):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            assert len(running.stdout.read(size)) == size
            running.stdout.close()
            assert running.stderr.read() == b""
        assert running.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_an_answer_that_could_not_be_written_is_said(folder, filled):
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            [sys.executable, "-m", "app", "--data", str(folder), "people"], cwd=ROOT, stdout=full,
            stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert said.returncode == 1
    assert said.stderr.startswith("[SYS-0")
    assert "Traceback" not in said.stderr


def test_logging_stays_out_of_the_answer(capsys, folder):
    assert logging.getLogger().handlers is not None
    assert main(["--data", str(folder), "--json", "self-test"]) == 0
    assert len(capsys.readouterr().out.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("print", "yubei-2021-appraisal", "--person", "", "--out", "x.pdf"), "SEL-005"),
        (("print", "yubei-2021-workload", "--month", "", "--out", "x.pdf"), "SEL-004"),
        (("letter", "yuanbang-experience", "--id", "", "--out", "x.pdf"), "SEL-003"),
        (("activities", "--unit", ""), "SEL-001"),
        (("activities", "--unit", "%"), "SEL-001"),
        (("activities", "--month", ""), "SEL-004"),
        (("undo", ""), "SEL-003"),
        (("calibration", "--out", "x.pdf", "--offset", "nan,nan"), "PRN-007"),
        (("letter", "yuanbang-experience", "--person", "张䶮", "--out", "x.docx", "--qr"), "PRN-008"),
        (("letter", "yuanbang-experience", "--person", "张䶮", "--out", "x.pdf", "--values-only"), "PRN-008"),
        (("letter", "yuanbang-mentoring-certificate", "--unit", "x", "--out", "x.docx", "--values-only"), "PRN-008"),
        (("print", "yubei-2020-roster", "--all", "--out", "x.pdf", "--qr"), "PRN-008"),
        (("print", "yubei-2021-appraisal", "--blank", "--printed", "--out", "x.pdf"), "CLI-006"),
        (("letter", "yuanbang-experience", "--year", "2021", "--out", "x.pdf"), "LET-008"),
        (("letter", "yuanbang-yearly", "--year", "３０２１", "--out", "x.pdf"), "LET-005"),
        (("report-sum", "渝北区中医院", "云阳县江口镇中心卫生院", "2021-05..9999-10"), "RPT-009"),
        (("scans", "x", "--step", "9"), "SCN-012"),
        (("print", "shaoxing-2017-plan", "--batch", "第一批", "--out", "x.pdf"), "SEL-010"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_place_and_stores_nothing(
    asked, folder, filled, tmp_path, monkeypatch, arguments, code
):
    monkeypatch.chdir(tmp_path)
    before = asked("history")[1]["items"]
    status, answer = asked(*arguments)
    assert (status, answer["code"]) == (2, code)
    (problem,) = answer["refused"]
    assert problem["remedy"]
    assert any(problem[place] for place in ("file", "sheet", "row", "column", "value"))
    assert asked("history")[1]["items"] == before
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["~$名册.xlsx", "~nosuchuser/名册.xlsx"])
def test_a_tilde_of_office_is_no_user(asked, name):
    status, answer = asked("import", name)
    assert (status, answer["code"], answer["refused"][0]["file"]) == (2, "SYS-003", name)


def test_a_file_that_is_a_folder_is_told_before_the_work(asked, tmp_path):
    for command in (("backup", tmp_path), ("self-test", "--report", tmp_path)):
        status, answer = asked(*command)
        assert (status, answer["code"]) == (2, "SYS-006")


def test_stopped_in_the_midst_of_an_operation_is_cancelled_whatever_failed_over_it(monkeypatch, asked):
    def act(options, folder):
        try:
            raise KeyboardInterrupt
        finally:
            raise RuntimeError("rolling back went wrong over it")

    monkeypatch.setitem(ACTS, "people", act)
    assert (asked("people")[0], asked("people")[1]["code"]) == (4, "CLI-004")


def test_a_sample_that_was_stopped_half_way_says_so(monkeypatch, asked):
    def stop(store, script):
        raise KeyboardInterrupt

    monkeypatch.setattr("app.sample_year._tables", lambda store, script: None)
    monkeypatch.setattr("app.sample_year._units", stop)
    assert asked("sample-year")[1]["message"] == "已取消，什么都没有保存"
    monkeypatch.undo()
    monkeypatch.setattr("app.sample_year._units", stop)
    assert asked("sample-year")[1]["message"] == "已取消，样例只放进了一部分"


def test_without_a_console_the_exit_code_is_the_answer(monkeypatch, folder):
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--data", str(folder), "people"]) == 0
    assert main(["--data", str(folder), "nosuch"]) == 2
    for opened in (sys.stdout, sys.stderr):
        opened.close()
