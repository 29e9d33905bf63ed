"""Sheets: rows that grow, type that shrinks, 续页, opinions with their stamps, the shared blank form."""

from __future__ import annotations

import time

import pytest
from golden_pages import check_golden, described
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import PERSON, PHOTO, REPORT, SAMPLES

from app.catalogue.fields import FIELDS, Value
from app.forms.boxes import Box, Page
from app.forms.editions import editions
from app.forms.fonts import faces
from app.forms.grid import placed_cells
from app.forms.layout import lay_out
from app.forms.setting import MM, PAD_X
from app.forms.snapshot import BLANK, Snapshot

ENROLMENT, APPRAISAL, WORKLOAD = "sichuan-2018-enrolment", "yubei-2021-appraisal", "yubei-2021-workload"
SENTENCE = "在渝北区中医院骨科工作，主治“四肢骨折”；2010年3月至2012年5月在某某大学附属医院（骨科）进修。"
TOLERANCE = 0.02
STEPS = ("receiving_unit", "receiving_bureau", "sending_unit", "sending_bureau")


def long_text(length: int) -> str:
    """A text of exactly ``length`` characters."""
    return (SENTENCE * (length // len(SENTENCE) + 1))[:length]


def laid_out(key: str, values: dict[str, Value] | None = None, name: str = "张䶮") -> list[Page]:
    snapshot = BLANK if values is None else Snapshot(values, name=name)
    return lay_out(editions()[key], snapshot, faces(system=False))


def boxes_of(pages: list[Page], path: str) -> list[Box]:
    return [box for page in pages for box in page.boxes if box.path == path]


def set_text(boxes: list[Box]) -> str:
    return "".join(run.text for box in boxes for line in box.lines for run in line.runs)


def assert_whole(pages: list[Page]) -> None:
    """Nothing is cut and nothing overlaps: type within its box, boxes within the page and beside one another."""
    for page in pages:
        ruled = [box for box in page.boxes if box.ruled]
        for box in page.boxes:
            place = (box.kind, box.text[:20], box.x, box.y, box.w, box.h)
            assert box.x >= 5 and box.x + box.w <= page.width - 5, place
            assert box.y >= 10 and box.y + box.h <= page.height - 8, place
            for line in box.lines:
                em = line.size * 25.4 / 72
                assert line.baseline - 0.88 * em >= box.y - TOLERANCE
                assert line.baseline + 0.12 * em <= box.y + box.h + TOLERANCE
                for run in line.runs:
                    assert run.x >= box.x - TOLERANCE
                    assert run.x + run.width <= box.x + box.w + TOLERANCE
        for number, one in enumerate(ruled):
            for other in ruled[number + 1 :]:
                across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
                down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
                assert across < TOLERANCE or down < TOLERANCE, (one.text, other.text)


def assert_all_set(pages: list[Page], path: str, text: str) -> None:
    """Every character of ``text`` stands on the pages once, in order; only line breaks and spaces at breaks do not."""
    boxes = boxes_of(pages, path)
    assert all(box.text == text for box in boxes)
    seen = [(line.start, line.end) for box in boxes for line in box.lines]
    end = 0
    for start, stop in seen:
        assert set(text[end:start]) <= {"\n", " "}
        end = stop
    assert set(text[end:]) <= {"\n", " "}
    for box in boxes:
        for line in box.lines:
            assert "".join(run.text for run in line.runs) == text[line.start : line.end]


@pytest.mark.parametrize(
    "key", [key for key, edition in editions().items() if edition.kind == "sheet" and not edition.reference]
)
@pytest.mark.parametrize("state", ["blank", "filled"])
def test_golden(key, state):
    edition = editions()[key]
    pages = lay_out(edition, BLANK if state == "blank" else SAMPLES[edition.subject], faces(system=False))
    assert_whole(pages)
    check_golden(f"{key}-{state}", described(pages))


@pytest.mark.parametrize(
    "key", [key for key, edition in editions().items() if edition.kind == "sheet" and not edition.reference]
)
def test_every_cell_has_its_box_and_captions_stand_literally(key):
    edition = editions()[key]
    pages = laid_out(key)
    captions = [
        box.text for page in pages for box in page.boxes if box.kind in ("caption", "photo") and box.text
    ]
    assert captions == [placed.cell.label for placed in placed_cells(edition) if placed.cell.label]
    for page in pages:
        for box in page.boxes:
            if box.kind == "caption":
                assert set_text([box]) == box.text.replace("\n", "")
    paths = [box.path for page in pages for box in page.boxes if box.kind in ("value", "photo")]
    assert paths == [placed.cell.field for placed in placed_cells(edition) if placed.cell.field]
    assert all(box.path != "person.photo" or box.kind == "photo" for page in pages for box in page.boxes)


@pytest.mark.parametrize("key", [ENROLMENT, APPRAISAL, WORKLOAD])
def test_outer_edges_align_and_rows_close(key):
    for page in laid_out(key):
        ruled = [box for box in page.boxes if box.ruled]
        left, right = min(b.x for b in ruled), max(b.x + b.w for b in ruled)
        top, bottom = min(b.y for b in ruled), max(b.y + b.h for b in ruled)
        assert left == pytest.approx(page.width - right, abs=0.01)
        assert sum(b.w * b.h for b in ruled) == pytest.approx((right - left) * (bottom - top), rel=1e-4)


def test_vertical_captions_stand_one_below_the_other_in_the_middle():
    for key, label in ((ENROLMENT, "个人简历"), (WORKLOAD, "半年工作情况小结")):
        box = next(b for p in laid_out(key) for b in p.boxes if b.text == label)
        assert box.vertical and len(box.lines) == len(label)
        centres = {round(line.runs[0].x + line.runs[0].width / 2, 2) for line in box.lines}
        assert centres == {round(box.x + box.w / 2, 2)}
        steps = [b.baseline - a.baseline for a, b in zip(box.lines, box.lines[1:], strict=False)]
        assert max(steps) - min(steps) < 1e-6
        em = box.lines[0].size * 25.4 / 72
        above = box.lines[0].baseline - 0.88 * em - box.y
        below = box.y + box.h - box.lines[-1].baseline - 0.12 * em
        assert above == pytest.approx(below, abs=0.1)


def test_values_on_the_paper():
    pages = laid_out(ENROLMENT, PERSON)
    shown = {
        path: boxes_of(pages, path)[0].text
        for path in ("person.birth", "enrolment.recommended", "person.mobile_im")
    }
    assert shown == {
        "person.birth": "1980.05",
        "enrolment.recommended": "是",
        "person.mobile_im": "13800000201、zy_2021",
    }
    assert boxes_of(pages, "enrolment.receiving")[0].text == "云阳县蔈草镇卫生院（骨科）"
    assert boxes_of(pages, "enrolment.unit_opinion_date")[0].text == "2018年3月20日"
    assert boxes_of(pages, "person.photo")[0].image == PHOTO
    assert boxes_of(laid_out(APPRAISAL, PERSON), "posting.term")[0].text == "2021年5月1日至2021年10月31日"


def test_the_month_stands_in_the_title_and_blanks_keep_their_spaces():
    title = "".join(b.text for b in laid_out(WORKLOAD)[0].boxes if b.kind == "title")
    assert title.endswith("（2021年   月）")
    filled = laid_out(WORKLOAD, REPORT)[0]
    assert "".join(b.text for b in filled.boxes if b.kind == "title").endswith("（2021年5月）")
    line = "".join(b.text for b in filled.boxes if b.kind == "line")
    assert line == "支援医疗团队（单位或个人）：渝北区中医院受援乡镇卫生院：云阳县蔈草镇卫生院（盖章）"
    assert {b.path for b in filled.boxes if b.kind in ("title", "line") and b.path} == {
        "report.month",
        "report.team",
        "report.receiving_unit",
    }


def test_blank_dates_leave_room_for_the_pen():
    boxes = {box.path: box for page in laid_out(APPRAISAL) for box in page.boxes if box.kind == "foot"}
    spaced = boxes["appraisal.receiving_unit_date"]
    assert set_text([spaced]) == "年  月  日"
    year, _, month, _, day = spaced.lines[0].runs
    assert month.x - (year.x + year.width) > 6 and day.x - (month.x + month.width) > 6
    assert set_text([boxes["appraisal.sending_unit_date"]]) == "年月日"


def test_a_row_grows_within_the_page_before_type_shrinks():
    blank = laid_out(ENROLMENT)
    pages = laid_out(
        ENROLMENT, {**PERSON, "person.career": long_text(420), "person.unit": "某" * 60 + "医院"}
    )
    assert_whole(pages)
    assert len(pages) == 1
    career, unit = boxes_of(pages, "person.career")[0], boxes_of(pages, "person.unit_duty_title")[0]
    assert (career.size, unit.size) == (10.5, 10.5)
    assert unit.h > boxes_of(blank, "person.unit_duty_title")[0].h
    assert_all_set(pages, "person.career", long_text(420))


def test_type_shrinks_when_the_page_is_full():
    pages = laid_out(ENROLMENT, {**PERSON, "person.career": long_text(900)})
    assert_whole(pages)
    box = boxes_of(pages, "person.career")[0]
    assert len(pages) == 1 and 7 <= box.size < 10.5
    assert boxes_of(pages, "person.name")[0].size == 10.5
    assert_all_set(pages, "person.career", long_text(900))


@pytest.mark.parametrize("length", [2000, 6000])
def test_what_is_still_too_long_goes_on_on_a_continuation_page(length):
    text = long_text(length)
    pages = laid_out(ENROLMENT, {**PERSON, "person.career": text})
    assert_whole(pages)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert {page.of for page in pages} == {len(pages)}
    assert [page.continuation for page in pages] == [False] + [True] * (len(pages) - 1)
    assert_all_set(pages, "person.career", text)
    first = boxes_of(pages, "person.career")[0]
    assert first.size == 7 and first.hidden == length - first.lines[-1].end
    assert any(box.text == "（转续页）" for box in pages[0].boxes)
    said = [
        "".join(b.text for b in page.boxes if b.kind in ("title", "line", "caption")) for page in pages[1:]
    ]
    assert all("（续页）" in text_ and "姓名：张䶮" in text_ and text_.endswith("个人简历") for text_ in said)


def test_a_cell_that_may_not_flow_is_not_cut_either():
    text = "某" * 2000
    pages = laid_out(ENROLMENT, {**PERSON, "enrolment.leader_post": text})
    assert_whole(pages)
    assert len(pages) > 1
    assert_all_set(pages, "enrolment.leader_post", text)


def _stamp_room(page: Page, path: str) -> float:
    """mm between the last line of an opinion and its foot."""
    box = [b for b in page.boxes if b.path == path][-1]
    foot = next(b for b in page.boxes if b.foot_of == path)
    last = box.lines[-1].baseline + 0.12 * box.size * 25.4 / 72 if box.lines else box.y
    assert box.y <= foot.y and foot.y + foot.h <= box.y + box.h + TOLERANCE
    return foot.y - last


@pytest.mark.parametrize("length", [0, 20, 150, 400])
def test_opinions_keep_stamp_and_date(length):
    opinions: dict[str, Value] = {f"appraisal.{step}_opinion": long_text(length) for step in STEPS}
    pages = laid_out(APPRAISAL, {**PERSON, **opinions})
    assert_whole(pages)
    assert not pages[0].continuation and not pages[1].continuation
    for step in STEPS:
        path = f"appraisal.{step}_opinion"
        page = next(page for page in pages if any(box.path == path for box in page.boxes))
        assert _stamp_room(page, path) >= 42
        if length:
            assert_all_set(pages, path, long_text(length))
    assert len(pages) == 2 if length <= 150 else True


def test_opinions_that_do_not_fit_move_on_whole():
    opinions: dict[str, Value] = {f"appraisal.{step}_opinion": long_text(900) for step in STEPS}
    pages = laid_out(APPRAISAL, {**PERSON, **opinions})
    assert_whole(pages)
    assert len(pages) > 2 and all(page.continuation for page in pages[2:])
    for step in STEPS:
        boxes = boxes_of(pages, f"appraisal.{step}_opinion")
        assert len(boxes) == 1
        assert_all_set(pages, f"appraisal.{step}_opinion", long_text(900))


def test_an_opinion_longer_than_a_page_ends_beside_its_stamp_and_date():
    text = long_text(7000)
    pages = laid_out(APPRAISAL, {**PERSON, "appraisal.receiving_bureau_opinion": text})
    assert_whole(pages)
    assert_all_set(pages, "appraisal.receiving_bureau_opinion", text)
    feet = [
        (page, box)
        for page in pages
        for box in page.boxes
        if box.foot_of == "appraisal.receiving_bureau_opinion"
    ]
    assert len(feet) == 1
    page, foot = feet[0]
    last = [box for box in page.boxes if box.path == "appraisal.receiving_bureau_opinion"][-1]
    assert last.lines[-1].end == len(text) and last.hidden == 0
    assert foot.y - last.lines[-1].baseline >= 42


def test_texts_on_both_kinds_of_rows_too_long_at_once():
    values: dict[str, Value] = {**REPORT, "report.other": long_text(3000), "report.team": long_text(2000)}
    pages = laid_out(WORKLOAD, values, name="渝北区中医院" * 100)
    assert_whole(pages)
    assert_all_set(pages, "report.other", long_text(3000))
    assert set_text(boxes_of(pages[1:], "report.team")) == long_text(2000)
    assert boxes_of(pages[:1], "report.team")[0].text.endswith("（转续页）")


def test_line_breaks_tabs_and_odd_characters_of_a_value():
    pages = laid_out(ENROLMENT, {**PERSON, "person.career": "一\r\n二\r三\t四\u2028五"})
    box = boxes_of(pages, "person.career")[0]
    assert box.text == "一\n二\n三 四\n五"
    assert [box.text[line.start : line.end] for line in box.lines] == ["一", "二", "三 四", "五"]


def _lefts(box: Box) -> list[float]:
    """em by which each set line stands in from the cell's inner edge."""
    return [round((line.runs[0].x - box.x - PAD_X) / (line.size * MM), 3) for line in box.lines if line.runs]


def test_paragraphs_stand_two_characters_in_and_the_value_stays_as_typed():
    paragraph = long_text(150)
    text = f"{paragraph}\n\n　　自己空了两字的一段。\n同意。"
    pages = laid_out("yubei-2021-appraisal", {**PERSON, "appraisal.summary": text, "posting.main_task": text})
    assert_whole(pages)
    (summary,) = boxes_of(pages, "appraisal.summary")
    assert summary.text == text
    assert_all_set(pages, "appraisal.summary", text)
    count = len([line for line in summary.lines if line.end <= len(paragraph)])
    assert count > 3
    assert _lefts(summary) == [2, *[0] * (count - 1), 0, 2]
    assert not any(_lefts(boxes_of(pages, "posting.main_task")[0])), "only where the edition asks for it"
    (opinion,) = boxes_of(pages, "appraisal.receiving_unit_opinion")
    assert _lefts(opinion) == [2]


def test_a_paragraph_that_goes_on_on_another_page_is_not_indented_there():
    text = long_text(3000) + "\n" + long_text(60)
    pages = laid_out("yubei-2021-appraisal", {**PERSON, "appraisal.summary": text})
    assert_whole(pages)
    assert_all_set(pages, "appraisal.summary", text)
    first, rest = boxes_of(pages, "appraisal.summary")
    assert _lefts(first) == [2, *[0] * (len(first.lines) - 1)]
    assert [line.start for line, left in zip(rest.lines, _lefts(rest), strict=True) if left] == [3001]


def test_pages_of_equal_heights_share_their_blank_form():
    edition, face_set = editions()[ENROLMENT], faces(system=False)
    blank = lay_out(edition, BLANK, face_set)[0]
    one = lay_out(edition, Snapshot({**PERSON, "person.name": "许一诺"}), face_set)[0]
    two = lay_out(edition, SAMPLES["enrolment"], face_set)[0]
    assert blank.static is one.static is two.static
    assert blank.blank_key == one.blank_key == two.blank_key != ""
    taller = lay_out(edition, Snapshot({**PERSON, "person.unit": "某" * 90}), face_set)[0]
    assert taller.blank_key != one.blank_key
    for page in (blank, one, taller):
        frames = {(b.x, b.y, b.w, b.h) for b in page.static if b.ruled}
        assert {(b.x, b.y, b.w, b.h) for b in page.boxes if b.ruled} == frames
        drawn = [b for b in page.static if b.lines] + list(page.filled)
        assert sorted(set_text([b]) for b in drawn) == sorted(
            set_text([b]) for b in page.boxes if b.lines or b.image
        )
    report = lay_out(editions()[WORKLOAD], SAMPLES["report"], face_set)[0]
    assert any(box.kind == "title" for box in report.filled)
    assert not any(box.kind == "title" for box in report.static)


def test_laying_out_a_batch_is_cheap():
    edition, face_set = editions()[ENROLMENT], faces(system=False)
    papers = [
        Snapshot({**PERSON, "person.name": f"张{n}", "person.career": long_text(300)}) for n in range(200)
    ]
    lay_out(edition, papers[0], face_set)
    start = time.process_time()
    for paper in papers:
        lay_out(edition, paper, face_set)
    assert (time.process_time() - start) / len(papers) < 0.002


_CELLS = {
    key: [
        placed.cell.field for placed in placed_cells(editions()[key]) if placed.cell.field != "person.photo"
    ]
    for key in (ENROLMENT, APPRAISAL, WORKLOAD)
}
_LENGTHS = st.one_of(st.integers(0, 60), st.integers(0, 3000))
_PLAIN = {
    path
    for path, known in FIELDS.items()
    if known.kind in ("line", "text", "lines", "number", "phone", "id_number")
}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([ENROLMENT, APPRAISAL, WORKLOAD]), st.data())
def test_whatever_is_too_long_nothing_is_lost_cut_or_overlapping(key, data):
    paths = data.draw(st.lists(st.sampled_from(_CELLS[key]), min_size=1, max_size=4, unique=True))
    values: dict[str, Value] = {path: long_text(data.draw(_LENGTHS)) for path in paths}
    pages = laid_out(key, values)
    assert_whole(pages)
    for path in paths:
        text = values[path]
        if path in _PLAIN and isinstance(text, str):
            assert_all_set(pages, path, text)
    for page in pages:
        for foot in (box for box in page.boxes if box.kind == "foot"):
            assert any(box.path == foot.foot_of for box in page.boxes)
            assert _stamp_room(page, foot.foot_of) >= 42
