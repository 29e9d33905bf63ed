"""师带徒, 责任书协议, 登记簿, 工作计划 over a real ledger: signed, assessed, certified, counted, ticked off."""

from __future__ import annotations

import pytest
import shiboken6
from ledger_maker import RECEIVING
from openpyxl import load_workbook
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.catalogue.problems import Problem, Surroundings
from app.operations.editing import save_record
from app.operations.letters import keep_letter, letter_for
from app.operations.own_editions import edition_of
from app.store.drafts import list_drafts
from app.ui.desk import Target
from app.ui.lists.ways_out import WaysOut
from app.ui.pages.support.letter_dialog import LetterDialog
from app.ui.pages.support.papers_menu import papers_of, show_papers
from app.ui.pages.support.progress_dialog import ProgressDialog
from app.ui.pages.support.wording_dialog import WordingDialog
from app.ui.widgets.tree import seen_tree
from tests.operations.letter_editions import sheet


@pytest.fixture
def settle(qtbot):
    def settling(window):
        qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)

    return settling


@pytest.fixture
def tab(open_window, ledger_folder, settle):
    def opening(key, page="support"):
        window = open_window(ledger_folder, page)
        window.go_to(Target(page, key))
        settle(window)
        return window, window.pages[page].tabs.part(key)

    return opening


def sql(window, query, *values):
    return window.desk.store.sql(query, values)


def offered(tab, kind, text):
    return tab.lookups.suggest(kind)(text)


def fill(dialog, **values):
    for key, text in values.items():
        dialog.form.set_text(key, text)


def first_posting(window):
    return sql(
        window,
        "SELECT p.id, q.name, u.name FROM posting p JOIN person q ON q.id = p.person_id JOIN unit u ON u.id = p.unit_id"
        " ORDER BY p.id LIMIT 1",
    )[0]


def sign(window, tab, settle, mentee, **more):
    _, mentor, _ = first_posting(window)
    label = offered(tab, "posting", mentor)[0]
    dialog = tab.ask_new()
    fill(dialog, posting_id=label, mentee=mentee, department="外科", title="住院医师", **more)
    dialog.try_accept()
    settle(window)
    return dialog


def test_an_agreement_is_signed_assessed_and_certified(tab, settle, tmp_path):
    window, mentoring = tab("mentoring")
    unit = sql(window, "SELECT unit_id FROM posting ORDER BY id LIMIT 1")[0][0]
    save_record(window.desk.store, "unit", bytes(unit), {"class_": "县属薄弱"})
    sign(window, mentoring, settle, "冉小满", signed_on="2021.5.10", start="", end="")
    assert sql(window, "SELECT number, signed_on FROM mentorship") == [("2021-001", "2021-05-10")]
    assert mentoring.detail.heading.text().endswith("带 冉小满")
    assert "2021年" in mentoring.strip.text() and "帮带 1 人" in mentoring.strip.text()
    assert sorted(mentor.missing for mentor in mentoring.overview.mentors)[0] == 2
    steps = mentoring.children_grids[0].model
    assert steps.rowCount() > 2 and steps.text(0, 1) == "理论讲座"
    assert mentoring.certify_button.isEnabled()
    mentoring.certify()
    settle(window)
    assert sql(window, "SELECT certificate_number FROM mentorship") == [("",)]
    dialog = mentoring.ask_assess()
    fill(dialog, result="合格", assessed_on="2021.10.28", assessment="独立完成清创缝合")
    dialog.try_accept()
    settle(window)
    mentoring.certify()
    settle(window)
    assert sql(window, "SELECT result, certificate_number, certified_on FROM mentorship") == [
        ("合格", "2021-001", "2021-10-28")
    ]
    assert not mentoring.certify_button.isEnabled()
    overview = mentoring.ask_overview()
    assert overview.tree.topLevelItemCount() >= 1
    target = tmp_path / "比例.xlsx"
    WaysOut(overview, window.desk, lambda: seen_tree(overview.tree, "比例")).write_export(target)
    settle(window)
    rows = load_workbook(target).active.iter_rows(values_only=True)
    assert next(rows)[:3] == ("受援单位、导师、科室", "类别", "应带")
    assert any(str(row[0]).startswith("　　导师 ") and row[2] == "3" for row in rows)
    overview.accept()


def test_a_refusal_is_said_in_the_dialog_and_what_was_typed_stays(tab, settle):
    window, mentoring = tab("mentoring")
    sign(window, mentoring, settle, "冉小满", signed_on="2021.5.10", start="", end="")
    dialog = sign(window, mentoring, settle, "冉小满", signed_on="2021.5.11", start="", end="")
    assert dialog.isVisible() and "已经与" in dialog.missing.text()
    assert dialog.form.text("mentee") == "冉小满"
    fill(dialog, mentee="谭明河", end="2030.1.1")
    dialog.try_accept()
    settle(window)
    assert dialog.isVisible() and "超出派驻时间" in dialog.missing.text()
    fill(dialog, reason="双方商定")
    dialog.try_accept()
    settle(window)
    assert sql(window, "SELECT notes FROM mentorship WHERE number = '2021-002'") == [("理由：双方商定",)]


def test_an_agreement_is_proposed_from_a_pairing_and_its_tasks_counted(tab, settle, qtbot):
    window, agreements = tab("agreements")
    dialog = agreements.ask_new()
    label = offered(agreements, "pairing", RECEIVING[0])[0]
    fill(dialog, pairing_id=label, years="2021-2022", signed_on="2021.4.20", government="云阳县人民政府")
    dialog.try_accept()
    settle(window)
    parties, tasks = (grid.model for grid in agreements.children_grids)
    assert parties.text(0, 1) == "云阳县人民政府"
    assert tasks.rowCount() == 13 and tasks.text(0, 0) == "2021"
    assert sql(window, "SELECT number, kind FROM agreement") == [("2021-001", "责任书")]
    tasks.apply([(12, 1, "开展讲座"), (12, 3, "开展讲座（次）"), (12, 4, "5")])
    settle(window)
    assert sql(window, "SELECT kind, target, position FROM agreement_task WHERE content = '开展讲座'") == [
        ("lectures", "5", 13)
    ]
    agreements.ask_progress()
    settle(window)


@pytest.mark.parametrize(
    "key",
    [
        "developments", "contacts", "trainings", "batch_ones", "unit_years", "allowances", "absences", "duty_checks",
    ],
)  # fmt: skip
def test_each_register_takes_a_record(tab, settle, key):
    window, registers = tab("registers")
    part = registers.show_register(key)
    settle(window)
    _, person, unit = first_posting(window)
    posting = offered(part, "posting", person)[0]
    batch = next(iter(part.lookups.batches))
    told = {
        "developments": {"name": "小儿推拿", "kind": "适宜技术", "unit_id": unit, "began": "2021.6"},
        "contacts": {"date": "2021.5.3", "kind": "电话沟通", "unit_id": unit, "topic": "商定义诊"},
        "trainings": {"person_id": "彭小鹿", "from_unit_id": unit, "unit_id": "渝北区中医院", "free": "是"},
        "batch_ones": {"batch_id": batch},
        "unit_years": {"unit_id": unit, "year": "2021", "measure": "县域内就诊率（%）", "value": "91.2"},
        "allowances": {"posting_id": posting, "days": "10", "rate": "80"},
        "absences": {"posting_id": posting, "start": "2021.8.1", "end": "2021.8.5", "kind": "病假"},
        "duty_checks": {"posting_id": posting, "period": "2021年上半年", "score": "95"},
    }[key]
    dialog = part.ask_new()
    dialog.try_accept()
    assert "还没有填" in dialog.missing.text()
    fill(dialog, **told)
    dialog.try_accept()
    settle(window)
    assert len(part.list.model.ids) == (5 if key == "batch_ones" else 1)
    assert part.editor.record is not None and part.detail.heading.text()


def test_allowances_of_a_month_are_made_for_everybody(tab, settle):
    window, registers = tab("registers")
    part = registers.show_register("allowances")
    dialog = part.ask_month()
    fill(dialog, month="1999-01", rate="80")
    dialog.try_accept()
    settle(window)
    assert "没有要算的补贴" in dialog.missing.text()
    month = sql(window, "SELECT substr(start, 1, 7) FROM posting WHERE start <> '' LIMIT 1")[0][0]
    fill(dialog, month=month)
    dialog.try_accept()
    settle(window)
    assert len(part.list.model.ids) >= 1


def test_papers_of_a_register_are_printed_and_a_list_is_no_letter_to_open(tab, settle):
    window, registers = tab("registers")
    part = registers.show_register("contacts")
    menu = show_papers(part, window.desk, part.spec.papers, part.list.view.chosen)
    texts = [entry.text() for entry in menu.actions() if entry.text()]
    assert texts == ["打印《双方交流记录》…", "打印《督导检查记录》…"]
    menu.close()


def test_returning_items_get_dates_that_are_ticked_off(tab, settle):
    window, plan = tab("plan")
    key = sql(window, "SELECT id FROM plan_item ORDER BY position LIMIT 1")[0][0]
    save_record(
        window.desk.store, "plan_item", bytes(key), {"repeats": "03,09", "period": "2018年—2019年", "due": ""}
    )
    plan.list.choose(bytes(key))
    settle(window)
    plan.make_dates()
    settle(window)
    assert plan.children_grids[0].model.rowCount() == 5
    plan.ask_due()
    settle(window)


def test_leave_and_pay_stand_with_their_posting(tab, settle):
    window, postings = tab("postings")
    postings.list.view.choose(postings.list.model.ids[0])
    settle(window)
    titles = {grid.table: grid for grid in postings.children_grids}
    titles["absence"].model.apply([(0, 0, "2021.8.1"), (0, 1, "2021.8.3"), (0, 2, "病假")])
    titles["allowance"].model.apply([(0, 0, "2021.8.1"), (0, 2, "10"), (0, 3, "80")])
    settle(window)
    assert sql(window, 'SELECT start, "end", kind FROM absence') == [("2021-08-01", "2021-08-03", "病假")]
    assert sql(window, "SELECT amount FROM allowance") == [("800",)]


@pytest.fixture
def editions(ledger_folder):
    """Editions of the office's own about mentorships and years."""
    sheet(
        ledger_folder,
        "test-mentorship",
        "mentorship",
        "师带徒协议",
        mentorship__mentor="导师",
        mentorship__mentee="帮带对象",
    )
    sheet(
        ledger_folder,
        "test-yearly",
        "yearly",
        "年度总结报告",
        yearly__people="人数",
        yearly__problems="存在问题",
    )


def test_papers_of_a_mentorship_are_printed_numbered_and_changed(editions, tab, settle, qtbot):
    window, mentoring = tab("mentoring")
    sign(window, mentoring, settle, "冉小满", signed_on="2021.5.10", start="", end="")
    asked = []
    window.desk.printing.disconnect()
    window.desk.printing.connect(lambda subject, ids: asked.append((subject, list(ids))))
    menu = show_papers(mentoring.papers_button, window.desk, ("mentorship",), mentoring.list.view.chosen)
    texts = [entry.text() for entry in menu.actions() if entry.text()]
    assert texts[0] == "打印《师带徒协议》…"
    assert {"打印《师带徒证书》…", "打印《帮带计划》…", "看《帮带计划》，改文字、编文号…"} <= set(texts)
    menu.actions()[0].trigger()
    assert asked == [("test-mentorship", [mentoring.editor.record])]
    menu.close()
    edition = papers_of(window.desk, ("mentorship",))[0]
    dialog = LetterDialog(window, window.desk, edition, mentoring.editor.record)
    qtbot.addWidget(dialog)
    settle(window)
    assert dialog.form.text("mentorship.mentee") == "冉小满" and len(dialog.preview.pages) == 1
    dialog.give_number()
    settle(window)
    assert dialog.form.text("letter.number").endswith("-001") and not dialog.number_button.isEnabled()
    dialog.form.set_text("mentorship.mentor", "张䶮主任")
    dialog.store()
    settle(window)
    assert "张䶮主任" in sql(window, "SELECT told FROM letter")[0][0]
    assert sql(window, "SELECT count(*) FROM person WHERE name = '张䶮主任'") == [(0,)]
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    window.desk.runner.latest.clear()
    window.desk.changed.emit(frozenset({"letter"}))
    assert "读取文书" not in window.desk.runner.latest, "a dialog that is closed reads no more"


def test_what_only_the_paper_asks_is_typed_and_stands_on_it(tab, settle, qtbot):
    window, _ = tab("mentoring")
    ((posting,),) = sql(window, "SELECT id FROM posting LIMIT 1")
    edition = edition_of(window.desk.folder, "yuanbang-replacement")
    dialog = LetterDialog(window, window.desk, edition, bytes(posting))
    qtbot.addWidget(dialog)
    settle(window)
    dialog.form.set_text("free.受援单位意见", "同意接替。")
    dialog.store()
    settle(window)
    (page,) = dialog.preview.pages
    assert "同意接替。" in [box.text for box in page.boxes]


def test_a_letter_is_kept_before_it_closes_or_prints_and_a_refusal_is_said_over_it(
    editions, tab, settle, qtbot
):
    window, mentoring = tab("mentoring")
    sign(window, mentoring, settle, "冉小满", signed_on="2021.5.10", start="", end="")
    first = mentoring.editor.record
    sign(window, mentoring, settle, "谭明河", signed_on="2021.5.10", start="", end="")
    edition = papers_of(window.desk, ("mentorship",))[0]
    other = letter_for(window.desk.store, edition.id, first)
    keep_letter(window.desk.store, other, {"letter.number": "2021-009"})
    dialog = LetterDialog(window, window.desk, edition, mentoring.editor.record)
    dialog.open()
    settle(window)
    dialog.form.set_text("letter.number", "2021-009")
    dialog.print_it()
    settle(window)
    (box,) = dialog.findChildren(QMessageBox)
    assert box.isVisible() and "2021-009" in box.text() and dialog.isVisible(), "nothing typed is lost"
    box.buttons()[0].click()
    box.deleteLater()
    dialog.form.set_text("letter.number", "2021-010")
    dialog.reject()
    boxes = [one for one in dialog.findChildren(QMessageBox) if one.isVisible()]
    next(one for one in boxes[0].buttons() if one.text() == "保存").click()
    settle(window)
    assert sql(window, "SELECT number FROM letter ORDER BY number") == [("2021-009",), ("2021-010",)]


def test_a_name_that_is_nobodys_is_refused_not_dropped(tab, settle):
    window, registers = tab("registers")
    part = registers.show_register("developments")
    settle(window)
    dialog = part.ask_new()
    fill(dialog, name="小儿推拿", kind="适宜技术", unit_id="云阳县新设镇卫生院", person_id="无名氏")
    dialog.try_accept()
    settle(window)
    assert "没有找到人员“无名氏”" in dialog.missing.text()
    assert dialog.form.editors["person_id"].hasFocus() and sql(window, "SELECT 1 FROM development") == []
    fill(dialog, person_id=first_posting(window)[1])
    dialog.try_accept()
    settle(window)
    assert sql(window, "SELECT person_id IS NULL FROM development") == [(0,)]
    assert "并新增了单位“云阳县新设镇卫生院”" in window.foot.message.text()
    part.editor.form.set_text("person_id", "无名氏")
    part.editor.leave()
    settle(window)
    assert [one.code for one in window.problems.problems] == ["SAV-009"]
    assert sql(window, "SELECT person_id IS NULL FROM development") == [(0,)]


def test_only_the_papers_that_fit_an_agreement_are_offered(tab, settle):
    window, agreements = tab("agreements")
    dialog = agreements.ask_new()
    fill(dialog, pairing_id=offered(agreements, "pairing", RECEIVING[0])[0], signed_on="2021.4.20")
    dialog.try_accept()
    settle(window)
    again = agreements.ask_new()
    fill(again, pairing_id="某医院")
    again.try_accept()
    settle(window)
    assert "没有选中对口关系" in again.missing.text() and again.form.editors["pairing_id"].hasFocus()
    again.done(0)
    found = [one.id for one in papers_of(window.desk, ("agreement",)) if agreements._fits(one)]
    assert found == ["yuanbang-responsibility"]


def test_a_yearly_report_is_begun_in_the_register_of_letters(editions, tab, settle):
    window, registers = tab("registers")
    part = registers.show_register("letters")
    settle(window)
    dialog = part.ask_new()
    fill(dialog, year="2021")
    dialog.try_accept()
    settle(window)
    assert part.editor.values["title"] == "2021年度总结报告"
    settle(window)
    (shown,) = part.findChildren(LetterDialog)
    settle(window)
    assert shown.form.text("yearly.people") and shown.preview.pages
    shown.show_figures()
    settle(window)
    (figures,) = shown.findChildren(ProgressDialog)
    first = figures.tree.topLevelItem(0)
    first.setExpanded(True)
    settle(window)
    assert first.text(2) == first.text(4) == str(first.childCount())
    figures.reject()
    shown.reject()


def test_a_register_shows_the_record_it_is_asked_for(tab, settle):
    window, registers = tab("registers")
    posting = bytes(first_posting(window)[0])
    made = save_record(window.desk.store, "absence", None, {"posting_id": posting, "start": "2021-08-01"})
    key = bytes.fromhex(made.items[0]["id"])
    window.go_to(Target("support", "registers", key))
    settle(window)
    assert registers.chooser.currentText() == "请假"
    registers.ledger_button.click()
    assert window.pages["support"].tabs.currentIndex() == window.pages["support"].tabs.keys.index("ledger")
    assert registers.parts["absences"].editor.record == key


def test_goals_open_into_the_records_that_count(tab, settle, qtbot):
    window, postings = tab("postings")
    key = postings.list.model.ids[0]
    ((person, unit),) = sql(window, "SELECT person_id, unit_id FROM posting WHERE id = ?", key)
    store = window.desk.store
    save_record(store, "posting", key, {"start": "2021-05-01", "end": "2021-10-31"})
    save_record(
        store,
        "posting_goal",
        None,
        {"posting_id": key, "text": "开展讲座", "kind": "lectures", "target": "5"},
    )
    work = {"kind": "lectures", "date": "2021-05-20", "month": "2021-05", "amount": 2, "topic": "骨折固定"}
    save_record(store, "activity", None, {**work, "unit_id": unit, "person_id": person})
    postings.list.choose(key)
    settle(window)
    postings.ask_goals()
    settle(window)
    (dialog,) = postings.findChildren(ProgressDialog)
    item = dialog.tree.topLevelItem(0)
    assert [item.text(number) for number in range(5)] == ["开展讲座", "5", "2", "未完成", "1"]
    item.setExpanded(True)
    settle(window)
    assert item.childCount() == 1 and "骨折固定" in item.child(0).text(0)
    dialog.reject()


def test_departments_of_a_unit_are_kept_for_the_coverage(tab, settle):
    window, units = tab("units", "pairings")
    units.list.choose(sql(window, "SELECT id FROM unit WHERE name = ?", RECEIVING[0])[0][0])
    settle(window)
    grid = next(one for one in units.children_grids if one.table == "unit_department")
    grid.model.apply([(0, 0, "外科"), (0, 1, "是"), (0, 2, "3")])
    settle(window)
    assert sql(window, "SELECT name, main, key_staff, position FROM unit_department") == [("外科", 1, "3", 1)]


def letter_draft(window):
    """What the draft of the only letter that is being written holds."""
    found = [draft.payload for draft in list_drafts(window.desk.light) if draft.key.startswith("letter:")]
    return found[0] if found else {}


def disk_is_full(*_):
    raise Surroundings(Problem("SYS-001", "磁盘满了", "请腾出空间再试"))


def test_what_is_typed_in_a_letter_and_its_words_is_recovered_until_it_is_kept_or_thrown_away(
    editions, tab, settle, qtbot, monkeypatch
):
    window, mentoring = tab("mentoring")
    sign(window, mentoring, settle, "冉小满", signed_on="2021.5.10", start="", end="")
    edition = edition_of(window.desk.folder, "yuanbang-mentoring-agreement")
    record = mentoring.editor.record

    def opened():
        dialog = LetterDialog(window, window.desk, edition, record)
        dialog.open()
        settle(window)
        return dialog

    dialog = opened()
    assert dialog.recovered.isHidden()
    dialog.form.set_text("mentorship.mentor", "张䶮主任")
    dialog.form.typed.emit()
    dialog.change_words()
    (words,) = dialog.findChildren(WordingDialog)
    words.table.setCurrentCell(1, 1)
    words.text.setPlainText("另外约定：")
    last = words.table.rowCount() - 1
    words.table.setCurrentCell(last, 1)
    words.text.setPlainText("　")
    assert not words.problem.isHidden(), "a letter that nobody signs"
    qtbot.waitUntil(lambda: "words" in letter_draft(window), timeout=3000)
    for one in (words, dialog):  # as a power cut leaves it
        shiboken6.delete(one)

    window.show_page("workbench")
    settle(window)
    (go,) = [
        one for one in window.pages["workbench"].drafts.findChildren(QPushButton) if one.text() == "继续填写"
    ]
    go.click()
    settle(window)
    (dialog,) = window.findChildren(LetterDialog)
    (words,) = dialog.findChildren(WordingDialog)
    assert not dialog.recovered.isHidden()
    assert dialog.form.text("mentorship.mentor") == "张䶮主任"
    assert (words.table.currentRow(), words.text.toPlainText()) == (last, "　")
    assert not words.problem.isHidden()
    words.table.setCurrentCell(1, 1)
    assert words.text.toPlainText() == "另外约定："
    words.text.setPlainText("另外约定：互相学习。")
    with monkeypatch.context() as full:
        full.setattr("app.operations.letters.keep_wording", disk_is_full)
        words.keep()
        settle(window)
    qtbot.waitUntil(lambda: not shiboken6.isValid(words))
    for told in dialog.findChildren(QMessageBox):
        told.accept()
    dialog.change_words()
    (words,) = dialog.findChildren(WordingDialog)
    words.table.setCurrentCell(1, 1)
    assert words.text.toPlainText() == "另外约定：互相学习。", "what could not be kept is there again"
    words.keep()
    settle(window)
    assert "互相学习" in sql(window, "SELECT blocks FROM letter")[0][0]
    qtbot.waitUntil(lambda: "words" not in letter_draft(window))
    dialog.store()
    settle(window)
    qtbot.waitUntil(lambda: not letter_draft(window))

    dialog.form.set_text("mentorship.mentor", "张䶮教授")
    dialog.form.typed.emit()
    qtbot.waitUntil(lambda: bool(letter_draft(window)), timeout=3000)
    dialog.reject()
    (box,) = [one for one in dialog.findChildren(QMessageBox) if one.isVisible()]
    next(one for one in box.buttons() if one.text() not in ("保存", "继续改")).click()
    qtbot.waitUntil(lambda: not letter_draft(window))
