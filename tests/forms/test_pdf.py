"""The PDF face: what is printed can be copied as typed, one file for many or one each, never half a file."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from paper_samples import PERSON, SAMPLES
from pdf_samples import SHIPPED, copied, jpeg, page_of, picture, streams, unbroken
from small_fonts import save_collection, small_font

from app.catalogue.problems import Cancelled, Surroundings
from app.forms.boxes import Page
from app.forms.editions import editions
from app.forms.fonts import faces_with
from app.forms.layout import lay_out
from app.forms.pdf import Document, write, write_pages, write_pdf
from app.forms.snapshot import BLANK, Snapshot

SIX = sorted(key for key, edition in editions().items() if not edition.reference)
ENROLMENT = "sichuan-2018-enrolment"


def _print(target: Path, *pages: Page):
    return write_pages([Document(pages)], target, faces=SHIPPED)


@pytest.mark.parametrize("key", SIX)
def test_every_value_of_the_six_forms_is_copied_as_shown_in_reading_order(key, tmp_path):
    edition = editions()[key]
    sample = SAMPLES[edition.subject]
    result = write_pdf(edition, [sample], tmp_path / "a.pdf", faces=SHIPPED)
    pages = lay_out(edition, sample, SHIPPED)
    texts = copied(tmp_path / "a.pdf")
    assert result.pages == len(pages) == len(texts)
    for page, text in zip(pages, texts, strict=True):
        at, whole = 0, unbroken(text)
        for box in page.filled or page.boxes:
            if box.lines and unbroken(box.text):
                at = whole.index(unbroken(box.text), at) + len(unbroken(box.text))


@pytest.mark.parametrize("key", SIX)
def test_blank_forms_hold_every_caption(key, tmp_path):
    edition = editions()[key]
    write_pdf(edition, [BLANK], tmp_path / "a.pdf", faces=SHIPPED)
    pages = lay_out(edition, BLANK, SHIPPED)
    for page, text in zip(pages, copied(tmp_path / "a.pdf"), strict=True):
        for box in page.boxes:
            if not box.vertical:
                assert unbroken(box.text) in unbroken(text)


@pytest.mark.parametrize(
    "name", ["张䶮", "王㛃", "赵𬭎", "李𡉃氏", "蔈草镇", "𠮷田", "阿依古丽·买买提", "葛\U000e0100城"]
)
def test_rare_names_are_copied_as_typed(name, tmp_path):
    assert _print(tmp_path / "a.pdf", page_of(name)).missing == ()
    assert copied(tmp_path / "a.pdf") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "　　首行缩进　中间　　结尾",
        "甲 乙 丙 ABC d",
        "(左\\右) [中] <小于> {花} %百分 /斜",
        "ＡＢＣ ①㈠ ‰℃ —……〇 é",
        "不间断\u00a0空格",
        "电话023-60000000、QQ/微信zy_2021",
    ],
)
def test_spaces_and_signs_are_copied_as_typed(text, tmp_path):
    _print(tmp_path / "a.pdf", page_of(text))
    assert copied(tmp_path / "a.pdf") == [text]


@pytest.mark.parametrize(
    "word", ["2021.5.1-2021.10.31", "023-60000000", "abcdefgh-ijklmnop", "在某某医院工作（A-\nB）"]
)
def test_a_hyphen_at_the_end_of_a_line_is_not_taken_for_word_division(word, tmp_path):
    page = page_of(word, w=22)
    assert any(line.runs[-1].text.endswith("-") for line in page.boxes[0].lines[:-1])
    _print(tmp_path / "a.pdf", page)
    assert unbroken(copied(tmp_path / "a.pdf")[0]) == unbroken(word)


def test_spaces_swallowed_at_a_break_are_copied(tmp_path):
    _print(tmp_path / "a.pdf", page_of("很长的文字 很长的文字 很长的文字 好", w=21))
    (text,) = copied(tmp_path / "a.pdf")
    assert text.replace("\n", "") == "很长的文字 很长的文字 很长的文字 好"


def test_what_no_face_has_is_named_drawn_as_a_geta_and_copied_as_typed(tmp_path):
    edition = editions()[ENROLMENT]
    papers = [
        Snapshot({"person.name": name}, name=name) for name in ("张三", "李\U00030000", "王☑\U00030000")
    ]
    result = write_pdf(edition, papers, tmp_path / "a.pdf", faces=SHIPPED)
    assert result.missing == (
        ("李\U00030000", "\U00030000"), ("王☑\U00030000", "☑"), ("王☑\U00030000", "\U00030000"),
    )  # fmt: skip
    assert ["李\U00030000" in text for text in copied(tmp_path / "a.pdf")] == [False, True, False]
    geta = replace(papers[1], values={"person.name": "李〓"})
    write_pdf(edition, [papers[0], geta], tmp_path / "b.pdf", faces=SHIPPED)
    assert picture(tmp_path / "a.pdf", 1) == picture(tmp_path / "b.pdf", 1)


def test_the_blank_form_is_drawn_once_and_every_font_is_one(tmp_path):
    papers = [Snapshot({**PERSON, "person.name": f"张{ch}"}) for ch in "一二三四五"]
    result = write_pdf(editions()[ENROLMENT], papers, tmp_path / "a.pdf", faces=SHIPPED)
    data = (tmp_path / "a.pdf").read_bytes()
    assert (data.count(b"/Subtype/Form"), data.count(b"/Subtype/Type0")) == (1, 2)
    assert result.faces == ("思源宋体 粗体", "思源宋体")
    texts = copied(tmp_path / "a.pdf")
    assert all(f"张{ch}" in text for ch, text in zip("一二三四五", texts, strict=True))


def test_no_section_of_a_cmap_has_more_than_a_hundred_entries(tmp_path):
    text = "".join(map(chr, range(0x4E00, 0x4F40)))
    _print(tmp_path / "a.pdf", page_of(text))
    (cmap,) = [part.decode() for part in streams(tmp_path / "a.pdf") if b"begincmap" in part]
    sections = [part.split("endbfchar")[0] for part in cmap.split("beginbfchar\n")[1:]]
    assert [part.count("><") for part in sections] == [100, 100, 100, 20]
    assert unbroken(copied(tmp_path / "a.pdf")[0]) == text


def test_the_same_input_gives_the_same_bytes_and_a_clock_only_when_given(tmp_path):
    for name, moment in (("a", None), ("b", None), ("c", datetime(2021, 5, 1, 8, 30))):
        write_pdf(
            editions()[ENROLMENT], [SAMPLES["enrolment"]], tmp_path / name, faces=SHIPPED, moment=moment
        )
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert b"D:20210501083000" in (tmp_path / "c").read_bytes()
    assert b"CreationDate" not in (tmp_path / "a").read_bytes()


def test_the_file_says_what_it_is_and_how_it_prints(tmp_path):
    edition = editions()["yubei-2021-appraisal"]
    write_pdf(edition, [replace(SAMPLES["appraisal"], name="张䶮")], tmp_path / "a.pdf", faces=SHIPPED)
    data = (tmp_path / "a.pdf").read_bytes()
    assert b"/Lang(zh-CN)" in data
    assert b"/Duplex/DuplexFlipLongEdge" in data
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == f"{edition.name} 张䶮"
    assert [tuple(round(edge) for edge in page.get_size()) for page in document] == [(595, 842)] * 2
    document.close()


def test_papers_for_both_sides_keep_sheets_of_their_own(tmp_path):
    page = page_of("正面")
    documents = [Document([page], "甲", 2), Document([page, page], "乙", 2), Document([page], "丙", 2)]
    result = write_pages(documents, tmp_path / "a.pdf", faces=SHIPPED)
    assert (result.pages, result.documents) == (5, 3)
    assert copied(tmp_path / "a.pdf") == ["正面", "", "正面", "正面", "正面"]


def test_many_pages_make_a_tree(tmp_path):
    result = write_pages(
        (Document([page_of(f"第{n}页")]) for n in range(150)), tmp_path / "a.pdf", faces=SHIPPED
    )
    assert result.pages == 150
    texts = copied(tmp_path / "a.pdf")
    assert [texts[n] for n in (0, 63, 64, 149)] == ["第0页", "第63页", "第64页", "第149页"]
    assert (tmp_path / "a.pdf").read_bytes().count(b"/Type/Pages") == 4


def test_one_file_each_with_safe_names(tmp_path):
    papers = [Snapshot({"person.name": "张三"}, name=name) for name in ("张三", "张三", 'a\\b/c:*?"<>|d', "")]
    calls = []
    files, facts = write(
        editions()[ENROLMENT], papers, tmp_path / "报名表.pdf", each=True, total=4,
        progress=lambda done, total: calls.append((done, total)),
    )  # fmt: skip
    assert [file.name for file in files] == [
        "报名表-张三.pdf", "报名表-张三-2.pdf", "报名表-a b c d.pdf", "报名表-空白.pdf",
    ]  # fmt: skip
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert (facts["pages"], facts["missing"], facts["problems"]) == (4, [], [])
    assert all("张三" in copied(file)[0] for file in files)


def test_cancelling_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(editions()[ENROLMENT], [BLANK] * 5, target, faces=SHIPPED, total=5, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"old"


_FULL = """
import resource, sys
from pathlib import Path
from app.catalogue.problems import Surroundings
from app.forms.editions import editions
from app.forms.pdf import write_pdf
from app.forms.snapshot import BLANK
resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))
try:
    write_pdf(editions()["sichuan-2018-enrolment"], [BLANK], Path(sys.argv[1]))
except Surroundings as error:
    print(error.problem.code, error.problem.file)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(target)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (run.stderr, run.stdout.split()) == ("", ["SYS-001", str(target)])
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert target.read_bytes() == b"old"


def test_a_target_that_cannot_be_replaced_is_a_fault_of_the_surroundings(tmp_path):
    (tmp_path / "a.pdf" / "inside").mkdir(parents=True)
    with pytest.raises(Surroundings):
        _print(tmp_path / "a.pdf", page_of("甲"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def _peak(count: int, target: Path) -> int:
    photo = jpeg((120, 160), quality=95)

    def papers():
        for number in range(count):
            marked = photo[:2] + b"\xff\xfe\x00\x06%04d" % number + photo[2:] + bytes(4000)
            yield Snapshot(
                {**PERSON, "person.office_phone": f"{number:08d}", "person.photo": marked + photo[-2:]}
            )

    tracemalloc.start()
    try:
        assert write_pdf(editions()[ENROLMENT], papers(), target, faces=SHIPPED).documents == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_flat_however_many_forms_there_are(tmp_path):
    target = tmp_path / "a.pdf"
    _peak(20, target)
    few, many = _peak(20, target), _peak(320, target)
    assert target.stat().st_size > 1_500_000
    assert many - few < 150_000


def test_a_face_of_the_machine_is_embedded_from_its_collection(tmp_path):
    fonts = [small_font("新宋体", "一二 "), small_font("仿宋", "一二三甲 〓", side=180)]
    save_collection(tmp_path, "simfang.ttc", fonts)
    known = faces_with([tmp_path])
    paper = Snapshot({"person.name": "三甲䶮"}, name="三甲䶮")
    result = write_pdf(editions()[ENROLMENT], [paper], tmp_path / "a.pdf", faces=known)
    assert "仿宋" in result.faces
    assert "思源宋体" in result.faces
    assert result.missing == ()
    assert "三甲䶮" in copied(tmp_path / "a.pdf")[0]
