"""Scans of signed papers: found by their codes whichever way up, attached once, undone, told when they cannot be."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image
from pypdfium2 import PdfDocument

from app.catalogue.problems import Cancelled, Refusal
from app.forms.qr import PaperMark, edition_code, text_of
from app.forms.scanned import page_image
from app.operations.printing import print_forms
from app.operations.saving import save_form
from app.operations.scans import attach_pages, attach_papers, read_scans, scan_folder
from app.operations.selection import Selection
from app.operations.signoffs import mark_handed, paper_of, papers_printed, steps_of, waiting
from app.store.attachments import get_attachment
from app.store.undo import undo

APPRAISAL = "yubei-2021-appraisal"
QUARTERS = (0, 90, 180, 270)


@pytest.fixture
def postings(filled):
    rows = filled.sql(
        "SELECT t.id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name IN ('张䶮', '孟钰珵') ORDER BY p.name"
    )
    return [bytes(key) for (key,) in rows]


@pytest.fixture
def printed(filled, postings, tmp_path):
    """Two appraisals that were printed with codes and noted as printed; the PDF of four pages."""
    target = tmp_path / "out" / "鉴定.pdf"
    outcome = print_forms(filled, APPRAISAL, Selection(ids=tuple(postings)), target, coded=True)
    assert outcome.items[0]["pages"] == 4
    papers_printed(filled, "appraisal", postings, APPRAISAL, day="2021-11-01")
    return target


@pytest.fixture
def box(tmp_path):
    folder = tmp_path / "扫描"
    folder.mkdir()
    return folder


def sheet_of(store, posting):
    ((key,),) = store.sql("SELECT id FROM appraisal WHERE posting_id = ?", (posting,))
    return bytes(key)


def scanned(pdf: Path, page: int, target: Path, clockwise: int = 0, pixels: int = 1800) -> Path:
    image = page_image(pdf, page, pixels).rotate(-clockwise, expand=True)
    image.save(target, quality=60, dpi=(150, 150))
    return target


@pytest.mark.parametrize("clockwise", QUARTERS)
def test_a_page_turned_by_any_quarter_finds_its_record_and_is_kept_upright(
    filled, postings, printed, box, clockwise
):
    scanned(printed, 1, box / "b.jpg", clockwise)
    scanned(printed, 2, box / "a.jpg", clockwise)
    outcome = scan_folder(filled, box, day="2021-11-20")
    assert (outcome.refused, len(outcome.items)) == ([], 1)
    assert outcome.items[0]["pages"] == ["b.jpg", "a.jpg"], "in the paper's order"
    assert outcome.items[0]["changed"] is False
    first = next(one for one in postings if one.hex() == outcome.items[0]["id"])
    steps = steps_of(filled, "appraisal", sheet_of(filled, first))
    assert {one["stamped_on"] for one in steps} == {"2021-11-20"}
    (kept,) = {one["attachment"] for one in steps}
    with PdfDocument(BytesIO(get_attachment(filled, kept))) as document:
        assert [document[n].get_rotation() for n in (0, 1)] == [-clockwise % 360] * 2
        wide, tall = document[0].get_size()
        assert wide < tall, "upright"
    assert len(waiting(filled, "2021-11-21")) == 4
    undo(filled)
    assert len(waiting(filled, "2021-11-21")) == 8


def test_a_file_that_is_one_upright_paper_is_kept_byte_by_byte(filled, postings, box):
    print_forms(filled, APPRAISAL, Selection(ids=(postings[0],)), box / "一份.pdf", coded=True)
    scan_folder(filled, box)
    (kept, *_) = {one["attachment"] for one in steps_of(filled, "appraisal", sheet_of(filled, postings[0]))}
    assert get_attachment(filled, kept) == (box / "一份.pdf").read_bytes()


def test_one_file_with_several_papers_is_parted(filled, postings, printed):
    outcome = scan_folder(filled, printed)
    assert [len(item["pages"]) for item in outcome.items] == [2, 2]
    assert waiting(filled) == []
    for posting in postings:
        (kept,) = {one["attachment"] for one in steps_of(filled, "appraisal", sheet_of(filled, posting))}
        with PdfDocument(BytesIO(get_attachment(filled, kept))) as document:
            assert len(document) == 2


def test_the_same_folder_again_attaches_nothing_twice(filled, printed):
    scan_folder(filled, printed)
    before = filled.sql("SELECT count(*) FROM operation")
    again = scan_folder(filled, printed)
    assert [problem.code for problem in again.refused] == ["SCN-011", "SCN-011"]
    assert (again.operation, filled.sql("SELECT count(*) FROM operation")) == (None, before)
    assert len(scan_folder(filled, printed, again=True).items) == 2


def test_a_folder_read_again_does_not_stamp_the_steps_that_it_was_not_for(filled, printed):
    scan_folder(filled, printed, step=1)
    assert [problem.code for problem in scan_folder(filled, printed).refused] == ["SCN-011", "SCN-011"]
    assert len(waiting(filled)) == 6


def test_a_scan_goes_to_the_steps_that_were_handed_over_or_to_the_one_told(filled, postings, printed):
    mine = [one for one in waiting(filled) if one.record == sheet_of(filled, postings[0])]
    mark_handed(filled, [mine[0].sign_off, mine[1].sign_off], "冉小满", "2021-11-05")
    (paper,) = [one for one in read_scans(filled, printed).papers if one.record == postings[0]]
    assert paper.steps == (1, 2)
    scan_folder(filled, printed, step=3)
    done = [
        one["step"]
        for one in steps_of(filled, "appraisal", sheet_of(filled, postings[0]))
        if one["attachment"]
    ]
    assert done == [3]
    with pytest.raises(Refusal) as refused:
        scan_folder(filled, printed, step=5)
    assert refused.value.problem.code == "SCN-012"


def test_a_record_that_changed_since_it_was_printed_is_told(filled, postings, printed):
    save_form(filled, "appraisal", postings[0], {"appraisal.summary": "印好以后又改了"})
    outcome = scan_folder(filled, printed)
    assert {item["id"]: item["changed"] for item in outcome.items} == {
        postings[0].hex(): True,
        postings[1].hex(): False,
    }
    assert "1份打印以后记录改过" in outcome.message


def test_a_letter_that_is_first_kept_by_its_being_printed_is_not_taken_for_changed(filled, box):
    ((person,),) = filled.sql("SELECT id FROM person WHERE name = '张䶮'")
    print_forms(filled, "yuanbang-experience", Selection(ids=(bytes(person),)), box / "证明.pdf", coded=True)
    papers_printed(filled, "experience", [bytes(person)], "yuanbang-experience")
    assert paper_of(filled, waiting(filled)[0].sign_off).changed is False
    outcome = scan_folder(filled, box)
    assert (outcome.refused, [item["changed"] for item in outcome.items]) == ([], [False])
    assert waiting(filled) == []


def test_a_lacking_page_and_a_page_twice_are_told_and_nothing_is_lost(filled, printed, box):
    scanned(printed, 1, box / "1.jpg")
    scanned(printed, 1, box / "2.jpg", 90)
    outcome = scan_folder(filled, box)
    assert [problem.code for problem in outcome.refused] == ["SCN-006", "SCN-007"]
    assert outcome.items[0]["pages"] == ["1.jpg", "2.jpg"]


def test_a_page_that_is_scanned_later_is_put_to_the_one_that_is_kept(filled, postings, printed, box):
    scanned(printed, 2, box / "后一页.jpg")
    assert [problem.code for problem in scan_folder(filled, box).refused] == ["SCN-006"]
    (box / "后一页.jpg").unlink()
    scanned(printed, 1, box / "前一页.jpg", 180)
    outcome = scan_folder(filled, box)
    assert (outcome.refused, outcome.items[0]["pages"]) == ([], ["前一页.jpg", "已附的扫描件"])
    first = bytes.fromhex(outcome.items[0]["id"])
    (kept,) = {one["attachment"] for one in steps_of(filled, "appraisal", sheet_of(filled, first))}
    with PdfDocument(BytesIO(get_attachment(filled, kept))) as document:
        assert [document[n].get_rotation() for n in range(len(document))] == [180, 0]
    assert [problem.code for problem in scan_folder(filled, box).refused] == ["SCN-011"]


def test_pages_without_our_code_wait_and_are_placed_by_hand(filled, postings, printed, box, tmp_path):
    print_forms(filled, APPRAISAL, Selection(ids=(postings[0],)), tmp_path / "plain.pdf")
    scanned(tmp_path / "plain.pdf", 1, box / "无码.jpg")
    Image.new("L", (400, 300), 255).save(box / "空白.png")
    segno.make("https://example.org/").save(box / "网址.png", scale=8, border=6)
    segno.make("YB1.E" + "A" * 50, error="m").save(box / "残缺.png", scale=8, border=6)
    segno.make("YB9.X", error="m").save(box / "新版.png", scale=8, border=6)
    gone = PaperMark("appraisal", b"\x01" * 16, edition_code(APPRAISAL), "00000000")
    segno.make(text_of(gone), error="m").save(box / "别处.png", scale=8, border=6)
    other = PaperMark("appraisal", postings[0], edition_code("nosuch"), "00000000")
    segno.make(text_of(other), error="m").save(box / "别的表样.png", scale=8, border=6)
    (box / "坏.jpg").write_bytes(b"\xff\xd8\xff broken")
    (box / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
    (box / "说明.txt").write_text("x")
    (box / "Thumbs.db").write_bytes(b"x")
    outcome = scan_folder(filled, box)
    assert {Path(problem.file).name: problem.code for problem in outcome.refused} == {
        "无码.jpg": "SCN-009", "空白.png": "SCN-009", "网址.png": "SCN-001", "残缺.png": "SCN-002", "新版.png": "SCN-003",
        "别处.png": "SCN-005", "别的表样.png": "SCN-004", "坏.jpg": "SCN-010", "坏.pdf": "SCN-010", "说明.txt": "SCN-010",
    }  # fmt: skip
    assert all(problem.remedy for problem in outcome.refused)
    assert (outcome.operation, outcome.done_in_part) == (None, True)
    reading = read_scans(filled, box / "无码.jpg")
    step = waiting(filled)[0].sign_off
    attach_pages(filled, [step], [page for page, _ in reading.loose], day="2021-11-20")
    assert step not in {one.sign_off for one in waiting(filled)}
    with pytest.raises(Refusal) as refused:
        attach_pages(filled, [b"x" * 16], [page for page, _ in reading.loose])
    assert refused.value.problem.code == "SGN-001"


def test_nothing_to_read_is_refused_and_a_missing_folder_is_the_surroundings(filled, box):
    from app.catalogue.problems import Surroundings

    with pytest.raises(Refusal) as refused:
        read_scans(filled, box)
    assert refused.value.problem.code == "SCN-008"
    with pytest.raises(Surroundings) as fault:
        read_scans(filled, box / "没有")
    assert fault.value.problem.code == "SYS-003"


def test_reading_counts_pages_and_stops_when_asked(filled, printed):
    seen = []
    read_scans(filled, printed, lambda done, of: seen.append((done, of)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done, of):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        scan_folder(filled, printed, progress=stop)
    assert len(waiting(filled)) == 8


def test_a_file_that_the_disk_does_not_give_keeps_no_other_back(filled, printed, box, monkeypatch):
    from app.catalogue.files import surroundings
    from app.operations import scans

    scanned(printed, 1, box / "1.jpg")
    scanned(printed, 2, box / "2.jpg")

    def count(path: Path) -> int:
        if path.name == "2.jpg":
            raise surroundings(PermissionError(), path)
        return 1

    monkeypatch.setattr(scans, "page_count", count)
    outcome = scan_folder(filled, box)
    assert (outcome.items[0]["pages"], {problem.code for problem in outcome.refused}) == (
        ["1.jpg"],
        {"SYS-002", "SCN-006"},
    )


def test_stopped_while_attaching_nothing_is_attached(filled, printed):
    papers = read_scans(filled, printed).papers

    def stop(done, of):
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        attach_papers(filled, papers, progress=stop)
    assert len(waiting(filled)) == 8
