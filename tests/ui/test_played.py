"""A year at work through the real pages, then asked for by command: from two files that were dropped to a yearly report.

Everything is pressed, typed and chosen as the office does it; what it comes to is counted by hand (``tests/sample_counts.py``).
One long test, because each step stands on the one before.
"""

from __future__ import annotations

import json
import re
from collections import Counter

import sample_counts as hand
from pypdfium2 import PdfDocument
from PySide6.QtCore import QDate, Qt

from app.commands.running import main
from app.ui.desk import Target
from app.ui.widgets.dialogs import FieldsDialog

CLINIC = "云阳县江口镇中心卫生院"
GIVER = "渝北区中医院"
NAME = "张䶮"
SAMPLES = hand.SAMPLES


class Office:
    """The window with what one does in it, each step awaited."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.window.desk.runner.jobs, timeout=20_000)

    def press(self, button):
        assert button.isVisible() and button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def sql(self, query, *values):
        return self.window.desk.store.sql(query, values)

    def drop(self, name):
        """Drop a file on the window, look at the preview, import it."""
        self.window.import_paths([SAMPLES / name])
        dialog = self.window.importing
        self.qtbot.waitUntil(
            lambda: (
                dialog.sitting is not None and dialog.sitting.settled and dialog.sitting.state == "preview"
            ),
            timeout=20_000,
        )
        counts = {status: count for status, count in dialog.sitting.counts.items() if count}
        dialog.start_import()
        self.qtbot.waitUntil(lambda: dialog.sitting.state == "done", timeout=20_000)
        self.settle()
        dialog.close()
        return counts

    def tab(self, key, page="support"):
        self.window.go_to(Target(page, key))
        self.settle()
        return self.window.pages[page].tabs.part(key)

    def look(self, day):
        """The board as of a day."""
        board = self.tab("board", "workbench")
        board.day.setDate(QDate.fromString(day, "yyyy-MM-dd"))
        self.settle()
        return board

    def seen(self, day):
        """What every cell of the board says, by team and month."""
        board = self.look(day)
        return {
            (row.team.supporting_name, row.team.receiving_name): {
                month: board.table.item(number, at).text() for at, month in enumerate(board.table.months)
            }
            for number, row in enumerate(board.table.rows)
        }

    def report(self, team, month):
        """Open a team's month from the board: the panel beside the ledger."""
        board = self.look(hand.next_month(month, 3))
        number = next(
            n
            for n, row in enumerate(board.table.rows)
            if (row.team.supporting_name, row.team.receiving_name) == team
        )
        board.table.setCurrentCell(number, board.table.months.index(month))
        self.press(board.open_one)
        tab = self.window.pages["support"].tabs.part("reports")
        tab.faces.setCurrentIndex(1)
        self.settle()
        return tab.panel

    def on(self, panel, month, day):
        panel.day.setDate(QDate.fromString(hand.next_month(month, day), "yyyy-MM-dd"))


def send(office, team, month, *, zero=False):
    panel = office.report(team, month)
    office.press(panel.nothing if zero else panel.take)
    office.on(panel, month, hand.SENT)
    office.press(panel.send)
    return panel


def accept(office, panel, month):
    office.on(panel, month, hand.ACCEPTED)
    office.press(panel.accept)
    assert "已收" in panel.said.text()


def test_a_year_through_the_pages_and_the_commands(open_window, qtbot, tmp_path, capsys):
    folder = tmp_path / "data"
    office = Office(open_window(folder, "workbench"), qtbot)

    # the tables are dropped on the window
    assert office.drop("roster-2021.xlsx") == {"new": 11}
    assert office.drop("activities-2021.xlsx") == {"new": len(hand.entries())}
    work = office.window.show_page("workbench")
    office.settle()
    assert work.counts["people"].number.text() == str(len(hand.people()))

    # what was built up at the clinic, each by the person alone: the team follows from the posting
    register = office.tab("registers").show_register("developments")
    for one in hand.script()["development"]:
        if one["unit"] != CLINIC:
            continue
        dialog = register.ask_new()
        for key, text in (
            ("name", one["name"]), ("kind", {"techniques": "适宜技术", "rules": "制度"}[one["kind"]]),
            ("unit_id", CLINIC), ("person_id", register.lookups.suggest("person")(one["person"])[0]),
            ("began", one["began"]),
        ):  # fmt: skip
            dialog.form.set_text(key, text)
        dialog.try_accept()
        office.settle()

    # reports: three teams of one clinic in June, one of them returned; a zero report; October of all but two
    june = [team for team in hand.teams() if team[1] == CLINIC]
    for team in june:
        panel = send(office, team, "2021-06")
        if (*team, "2021-06") == hand.RETURNED:
            office.on(panel, "2021-06", hand.SENT_BACK)
            panel.give_back.click()
            (dialog,) = panel.findChildren(FieldsDialog)
            dialog.show_values({"reason": "开展手术例数与附表不符"})
            dialog.try_accept()
            office.settle()
            assert "退回" in panel.way.text()
            office.on(panel, "2021-06", hand.SENT_AGAIN)
            office.press(panel.send)
        accept(office, panel, "2021-06")
        stated = {line.figure: (line.stated, line.counted.text) for line in panel.lines}
        assert stated == {
            figure: (told, told)
            for figure in stated
            for told in [hand.counted(figure, hand.teams()[team], ["2021-06"])]
        }
    accept(office, send(office, hand.ZERO[:2], hand.ZERO[2], zero=True), hand.ZERO[2])
    for team in june[:1]:
        accept(office, send(office, team, "2021-10"), "2021-10")

    # the board says of each of them what was done, on the day before and on the day itself
    seen = office.seen("2021-07-06")
    assert {team: seen[team]["2021-06"] for team in june} == {
        team: hand.report_state(team, "2021-06", "2021-07-06") for team in june
    }
    seen = office.seen("2021-11-20")
    assert seen[hand.ZERO[:2]][hand.ZERO[2]] == "零报告" and seen[june[0]]["2021-10"] == "已收"
    assert all(seen[tuple(team)][month] == "逾期15天" for *team, month in hand.NEVER_CAME)
    assert office.window.pages["workbench"].tabs.part("board").answer.text() == "现在在外0人，自然年共11人次"

    # somebody is taught, assessed, and gets a certificate
    mentoring = office.tab("mentoring")
    dialog = mentoring.ask_new()
    for key, text in (
        ("posting_id", mentoring.lookups.suggest("posting")(NAME)[0]), ("mentee", "冉小满"), ("department", "外科"),
        ("title", "住院医师"), ("signed_on", "2021.5.10"), ("start", ""), ("end", ""),
    ):  # fmt: skip
        dialog.form.set_text(key, text)
    dialog.try_accept()
    office.settle()
    dialog = mentoring.ask_assess()
    for key, text in (("result", "合格"), ("assessed_on", "2021.10.28"), ("assessment", "独立完成清创缝合")):
        dialog.form.set_text(key, text)
    dialog.try_accept()
    office.settle()
    mentoring.certify()
    office.settle()
    assert office.sql("SELECT certificate_number, certified_on FROM mentorship") == [
        ("2021-001", "2021-10-28")
    ]

    # the appraisal: drafted from the ledger, four opinions
    ((posting,),) = office.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = ?", NAME
    )
    office.window.go_to(Target("support", "appraisals", bytes(posting)))
    office.settle()
    opinions = office.window.pages["support"].tabs.part("appraisals").panel
    office.press(opinions.draft)
    for box, day in zip(opinions.boxes, ("2021.11.3", "2021.11.8", "2021.11.12", "2021.11.16"), strict=True):
        box.text.setPlainText("同意，考核合格。")
        box.date.setText(day)
        box.result.setCurrentText("合格")
    office.press(opinions.save)
    summary = opinions.summary.toPlainText()
    for label in {one.label for one in hand.of([NAME])}:
        assert f"{label}{hand.total(hand.of([NAME], labels=[label]))}" in summary, label
    assert "帮带冉小满共1人，考核合格1人" in summary and "四级意见已有4级" in opinions.head.text()

    # the yearly report is begun
    register = office.tab("registers").show_register("letters")
    office.settle()
    dialog = register.ask_new()
    dialog.form.set_text("year", "2021")
    dialog.try_accept()
    office.settle()
    assert office.sql("SELECT count(*) FROM letter WHERE edition = 'yuanbang-yearly'") == [(1,)]
    office.window.close()
    office.window.desk.close()

    # and now the same folder by command
    def asked(*arguments):
        capsys.readouterr()
        status = main(["--data", str(folder), "--json", *map(str, arguments)])
        return status, json.loads(capsys.readouterr().out)

    status, answer = asked("board", "--as-of", "2021-11-20")
    assert status == 0 and sum(len(item["owed"]) for item in answer["items"]) == 60 - 3 - 1 - 1
    status, answer = asked("report-sum", *june[0], "2021派驻期")
    assert "缺4个月" in answer["message"]
    for item in answer["items"]:
        assert item["stated"] == hand.counted(item["figure"], hand.teams()[june[0]], ["2021-06", "2021-10"])
        assert item["counted"] == hand.counted(item["figure"], hand.teams()[june[0]], hand.MONTHS)
    paper = tmp_path / "纸" / "鉴定.pdf"
    assert (
        asked("print", "yubei-2021-appraisal", "--person", NAME, "--out", paper, "--qr", "--printed")[0] == 0
    )
    waiting = asked("signoffs")[1]["items"]
    assert Counter(item["title"].split()[0] for item in waiting) == {NAME: 4}
    assert asked("scans", paper.parent)[0] == 0 and asked("signoffs")[1]["items"] == []
    status, answer = asked("letter", "yuanbang-yearly", "--year", "2021", "--out", tmp_path / "年度.pdf")
    assert status == 0
    with PdfDocument(tmp_path / "年度.pdf") as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    for label in {one.label for one in hand.entries()}:
        mine = hand.of(labels=[label])
        assert re.search(rf"{label}{hand.total(mine)}(人次|次|例|万元|篇){len(mine)}", text), label
