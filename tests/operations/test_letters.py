"""Letters: what is kept of one, its number and wording, and the file that comes of it."""

from __future__ import annotations

import pypdfium2
import pytest

from app.catalogue.problems import Refusal
from app.operations.forms_in import preview_forms
from app.operations.letters import (
    about,
    begin_yearly,
    keep_letter,
    keep_wording,
    letter_editions,
    letter_for,
    letter_of,
    letter_snapshot,
    number_letter,
    restore_wording,
    write_letter,
    yearly_letter,
)
from app.operations.mentoring import assess_mentorship, certify, sign_mentorship
from app.operations.own_editions import edition_of
from app.operations.printing import print_forms
from app.operations.select import fitting
from app.operations.selection import Selection
from tests.operations.ledger import count
from tests.operations.letter_editions import sheet


def code(act, *args, **told):
    with pytest.raises(Refusal) as caught:
        act(*args, **told)
    assert caught.value.problem.remedy
    return caught.value.problem.code


def text_of(path):
    with pypdfium2.PdfDocument(path) as paper:
        return "\n".join(page.get_textpage().get_text_bounded() for page in paper)


@pytest.fixture
def paper(filled):
    """A ledger with a signed mentorship, and editions of the office's own about mentorships and years."""
    ((posting,),) = filled.sql(
        "SELECT p.id FROM posting p JOIN person q ON q.id = p.person_id WHERE q.name = '张䶮'"
    )
    made = sign_mentorship(filled, bytes(posting), {"name": "冉小满"}, {"signed_on": "2021-05-10"})
    edition = sheet(
        filled.folder, "test-mentorship", "mentorship", "师带徒协议",
        mentorship__mentor="导师", mentorship__mentee="帮带对象", mentorship__term="起止",
    )  # fmt: skip
    sheet(
        filled.folder,
        "test-yearly",
        "yearly",
        "年度总结报告",
        yearly__lectures="讲座",
        yearly__problems="问题",
    )
    return filled, edition, bytes.fromhex(made.items[0]["id"])


def test_a_letter_is_written_without_keeping_anything(paper, tmp_path):
    store, edition, record = paper
    assert {"test-mentorship", "test-yearly"} <= set(letter_editions(store.folder))
    outcome = write_letter(store, edition, record, tmp_path / "协议.pdf")
    assert outcome.items[0]["documents"] == 1
    told = text_of(tmp_path / "协议.pdf")
    assert "张䶮" in told and "冉小满" in told
    assert count(store, "letter") == 0 and letter_of(store, edition, record) is None
    write_letter(store, edition, [record], tmp_path / "协议.docx")
    assert (tmp_path / "协议.docx").stat().st_size > 1000


def test_number_date_and_told_values_are_kept_and_printed(paper, tmp_path):
    store, edition, record = paper
    letter = letter_for(store, edition, record)
    assert letter_for(store, edition, record) == letter and count(store, "letter") == 1
    assert number_letter(store, letter, "2021.5.10").items[0]["number"] == "2021-001"
    assert number_letter(store, letter, "2022.1.1").items[0]["number"] == "2021-001"
    keep_letter(store, letter, {"letter.issued_on": "2021.5.12", "mentorship.notes": "双方各执一份"})
    seen = letter_snapshot(store, edition, record)
    assert (seen.values["letter.number"], seen.values["letter.issued_on"]) == ("2021-001", "2021-05-12")
    assert seen.values["mentorship.notes"] == "双方各执一份" and seen.values["mentorship.mentee"] == "冉小满"
    write_letter(store, edition, record, tmp_path / "协议.pdf")
    assert "2021-001" in text_of(tmp_path / "协议.pdf")
    keep_letter(store, letter, {"mentorship.notes": ""})
    assert letter_snapshot(store, edition, record).values["mentorship.notes"] == ""
    assert code(keep_letter, store, letter, {"没有.这样": "x"}) == "LET-006"


def test_own_wording_is_kept_beside_the_edition_and_taken_back(paper):
    store, edition, record = paper
    letter = letter_for(store, edition, record)
    keep_wording(store, letter, [{"kind": "paragraph", "text": "双方商定，每周带教两次。"}])
    seen = letter_snapshot(store, edition, record)
    assert seen.blocks == ({"kind": "paragraph", "text": "双方商定，每周带教两次。"},)
    restore_wording(store, letter)
    assert letter_snapshot(store, edition, record).blocks == ()
    assert code(keep_wording, store, letter, []) == "LET-004"
    assert code(keep_wording, store, letter, [{}]) == "LET-004"


def test_what_is_no_letter_is_refused(paper, tmp_path):
    store, edition, record = paper
    assert code(letter_snapshot, store, "sichuan-2018-enrolment", record) == "LET-001"
    assert code(letter_snapshot, store, edition, bytes(16)) == "LET-002"
    assert code(write_letter, store, edition, bytes(16), tmp_path / "x.pdf") == "LET-002"
    assert code(letter_for, store, edition, bytes(16)) == "LET-002"
    assert code(keep_letter, store, bytes(16), {}) == "LET-002"
    assert code(yearly_letter, store, "test-yearly", "去年") == "LET-005"
    first, second = letter_for(store, edition, record), yearly_letter(store, "test-yearly", "2021")
    keep_letter(store, first, {"number": "援函〔2021〕3号"})
    assert code(keep_letter, store, second, {"number": "援函〔2021〕3号"}) == "LET-003"


def test_a_yearly_report_is_one_for_year_and_unit(paper, tmp_path):
    store, _, _ = paper
    ((unit,),) = store.sql("SELECT id FROM unit WHERE name = '渝北区中医院'")
    whole, own = (
        yearly_letter(store, "test-yearly", "2021"),
        yearly_letter(store, "test-yearly", "2021", bytes(unit)),
    )
    assert whole != own and yearly_letter(store, "test-yearly", "2021") == whole
    keep_letter(store, whole, {"yearly.problems": "轮换交接还不够细。"})
    write_letter(store, "test-yearly", whole, tmp_path / "报告.pdf")
    assert "轮换交接还不够细" in text_of(tmp_path / "报告.pdf")


def test_a_certificate_is_no_paper_before_it_is_given(paper, tmp_path):
    store, _, record = paper
    edition = sheet(
        store.folder, "test-certificate", "mentorship", "师带徒证书",
        mentorship__certificate_number="证书编号", mentorship__mentee="姓名",
    )  # fmt: skip
    assert code(write_letter, store, edition, record, tmp_path / "证书.pdf") == "MEN-004"
    assert code(letter_snapshot, store, edition, record) == "MEN-004"
    assert not (tmp_path / "证书.pdf").exists()
    assess_mentorship(store, record, result="合格", assessed_on="2021-10-28")
    certify(store, record)
    write_letter(store, edition, record, tmp_path / "证书.pdf")
    assert "2021-001" in text_of(tmp_path / "证书.pdf")


def test_all_certificates_are_those_that_were_given(paper, tmp_path):
    store, _, record = paper
    edition = sheet(
        store.folder, "test-certificate", "mentorship", "师带徒证书",
        mentorship__certificate_number="证书编号", mentorship__mentee="姓名",
    )  # fmt: skip
    ((posting,),) = store.sql("SELECT posting_id FROM mentorship")
    other = sign_mentorship(store, bytes(posting), {"name": "谭明河"}, {"signed_on": "2021-05-10"})
    everyone = [record, bytes.fromhex(other.items[0]["id"])]
    known = edition_of(store.folder, edition)
    assert fitting(store, known, everyone) == tuple(everyone), "where nobody has one it is said why"
    assess_mentorship(store, record, result="合格", assessed_on="2021-10-28")
    certify(store, record)
    assert print_forms(store, edition, Selection(), tmp_path / "证书.pdf").items[0]["documents"] == 1
    assert "谭明河" not in text_of(tmp_path / "证书.pdf")
    assert code(print_forms, store, edition, Selection(ids=tuple(everyone)), tmp_path / "2.pdf") == "MEN-004"


def test_a_kept_letter_says_what_it_is_about(paper):
    store, edition, record = paper
    assert about(store, letter_for(store, edition, record)) == (edition, record)
    report = bytes.fromhex(begin_yearly(store, "2021", "渝北区中医院").items[0]["id"])
    assert about(store, report) == ("test-yearly", report)
    assert begin_yearly(store, "2021", "渝北区中医院").items[0]["id"] == report.hex()
    assert code(begin_yearly, store, "2021", "没有这家") == "LET-007"
    assert code(about, store, bytes(16)) == "LET-002"


def test_a_letter_is_not_read_back_as_somebodys_form(paper, tmp_path):
    store, edition, record = paper
    (tmp_path / "收回").mkdir()
    print_forms(store, edition, Selection(ids=(record,)), tmp_path / "收回" / "协议.xlsx")
    preview = preview_forms(store, tmp_path / "收回")
    told = [problem.code for row in preview.rows for problem in row.problems] + [
        one.code for one in preview.problems
    ]
    assert told == ["IMP-068"]
    assert all(row.status == "refused" for row in preview.rows)
