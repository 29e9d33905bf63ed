"""Letters and certificates: numbered clauses, what is left out, those who sign, tables over pages, wording of one's own, Word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document
from golden_pages import check_golden, described

from app.catalogue.problems import Refusal
from app.forms.edition import Block
from app.forms.editions import SHIPPED, checked, editions
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.layout_letter import lay_out_certificate
from app.forms.letter_text import DAY, RULE, blocks_of, han, label, shown_blocks, with_blocks
from app.forms.snapshot import BLANK, Snapshot
from app.forms.word import write_word
from app.forms.workbook import write_workbook

HEAD = """
[edition]
id = "test-letter"
name = "试函"
title = ["关于试验的函"]
source = "试"
kind = "letter"
subject = "mentorship"
[page]
size = "A4"
margins = [37, 26, 35, 28]
type_size = 16
title_size = 22
number = "— {page} —"
"""
SIGN = """
[[block]]
parties = [
  { lines = ["甲方（盖章）：", "日期：{mentorship.signed_on|Y年M月D日}"] },
  { lines = ["乙方（签字）：", "日期：　年　月　日"] },
]
"""
MENTORING = {
    "mentorship.number": "2021-001", "mentorship.mentor": "张䶮", "mentorship.mentor_unit": "渝北区中医院",
    "mentorship.mentor_title": "主治医师", "mentorship.mentee": "冉小满", "mentorship.mentee_unit": "云阳县蔈草镇卫生院",
    "mentorship.mentee_department": "外科", "mentorship.mentee_title": "住院医师", "mentorship.start": "2021-05-10",
    "mentorship.end": "2021-10-31", "mentorship.specialty": "骨科", "mentorship.goals": "掌握规范诊疗",
    "mentorship.contents": "理论讲座\n教学查房", "mentorship.signed_on": "2021-05-10",
    "mentorship.certificate_number": "2021-003", "mentorship.certified_on": "2021-10-31",
}  # fmt: skip


def letter(blocks: str, tmp_path):
    return checked(HEAD + blocks, tmp_path / "test-letter.toml")


def lines_of(page):
    return ["".join(run.text for line in box.lines for run in line.runs) for box in page.boxes if box.lines]


def texts(edition, snapshot=BLANK):
    return [line for page in lay_out(edition, snapshot, faces()) for line in lines_of(page)]


def code(refused):
    return refused.value.problem.code


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_numbers_in_words(number, text):
    assert han(number) == text
    assert [label(level, number) for level in (1, 2, 3, 4)] == [
        f"{text}、",
        f"（{text}）",
        f"{number}.",
        f"（{number}）",
    ]


def test_clauses_are_numbered_and_a_hidden_one_renumbers(tmp_path):
    edition = letter(
        """
[[block]]
level = 1
text = "期限"
[[block]]
level = 1
text = "内容"
when = "mentorship.contents"
[[block]]
level = 2
text = "其一"
[[block]]
level = 1
text = "考核"
[[block]]
level = 2
text = "其一"
""",
        tmp_path,
    )
    told = {"mentorship.number": "1"}
    assert [one.text for one in shown_blocks(edition, Snapshot(told))] == [
        "一、期限",
        "（一）其一",
        "二、考核",
        "（一）其一",
    ]
    whole = Snapshot(told | {"mentorship.contents": "讲座"})
    assert [one.text for one in shown_blocks(edition, whole)] == [
        "一、期限",
        "二、内容",
        "（一）其一",
        "三、考核",
        "（一）其一",
    ]
    assert len(list(shown_blocks(edition, BLANK))) == 5


def test_values_stand_in_the_text_and_blanks_are_to_be_written_on():
    edition = editions()["yuanbang-mentoring-agreement"]
    said = "".join(texts(edition, Snapshot(MENTORING)))
    assert "带教老师（甲方）：张䶮，渝北区中医院，主治医师" in said
    assert "自2021年5月10日起，至2021年10月31日止。" in said
    assert "理论讲座、教学查房。" in said
    blank = "".join(texts(edition))
    assert f"编号：{RULE}" in blank
    assert f"自{DAY}起" in blank


@pytest.mark.parametrize("paragraphs", range(1, 30))
def test_those_who_sign_are_never_alone_and_never_parted(tmp_path, paragraphs):
    blocks = "".join(
        f'[[block]]\ntext = "第{n}段，双方按照约定履行各自的责任，互相配合。"\n' for n in range(paragraphs)
    )
    pages = lay_out(letter(blocks + SIGN, tmp_path), Snapshot(MENTORING), faces())
    (page,) = [page for page in pages if any("甲方（盖章）" in line for line in lines_of(page))]
    said = lines_of(page)
    at = next(n for n, line in enumerate(said) if "甲方（盖章）" in line)
    assert {"日期：2021年5月10日", "日期：　年　月　日", "乙方（签字）："} <= set(said)
    assert sum(line.startswith("　　第") for line in said[:at]) >= min(2, paragraphs)
    for each in pages:
        assert all(box.y + box.h <= 297 - 35 + 0.1 for box in each.boxes if box.kind != "page_number")


def test_a_table_repeats_its_head_over_pages(tmp_path):
    edition = letter(
        '[[block]]\nrows = "mentorship.steps"\ncolumns = [{ width = 40, head = "月份", field = "step.month" },'
        ' { width = 100, head = "内容", field = "step.content", align = "left" }]\n' + SIGN,
        tmp_path,
    )
    rows = [
        {"step.month": f"2021-{1 + n % 12:02d}", "step.content": f"第{n}项" * (1 + n % 9)} for n in range(60)
    ]
    pages = lay_out(edition, Snapshot(MENTORING, lists={"mentorship.steps": rows}), faces())
    assert len(pages) > 2
    tabled = [page for page in pages if any("项" in line for line in lines_of(page))]
    assert all("月份" in lines_of(page) for page in tabled)
    said = [line for page in pages for line in lines_of(page)]
    assert all(any(line.startswith(f"第{n}项") for line in said) for n in range(60))


def test_pages_are_numbered_in_the_manner_of_official_letters(tmp_path):
    blocks = "".join(f'[[block]]\ntext = "第{n}段。"\n' for n in range(60))
    pages = lay_out(letter(blocks, tmp_path), BLANK, faces())
    assert [lines_of(page)[-1] for page in pages] == [f"— {n} —" for n in range(1, len(pages) + 1)]


def test_no_line_begins_or_ends_wrongly():
    for edition in editions().values():
        if edition.kind == "letter":
            for line in texts(edition, Snapshot(MENTORING)):
                assert line.strip()[:1] not in tuple("，。；：、）"), (edition.id, line)
                assert line.strip()[-1:] not in tuple("（“「"), (edition.id, line)


def test_ones_own_wording_stands_in_place_of_the_editions():
    edition = editions()["yuanbang-mentoring-agreement"]
    blocks = blocks_of(edition)
    assert with_blocks(edition, blocks).blocks == edition.blocks
    blocks[3]["text"] = "经双方商定，{mentorship.mentee}跟{mentorship.mentor}学艺。"
    del blocks[4]
    said = "".join(texts(edition, Snapshot(MENTORING, blocks=blocks)))
    assert "经双方商定，冉小满跟张䶮学艺。" in said.replace("　　", "")
    assert "一、帮带期限" not in said
    assert "帮带期限" in "".join(texts(edition, Snapshot(MENTORING)))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"text": "{mentorship.nobody}"}, "FRM-006"), ({"text": "{mentorship.mentor"}, "FRM-016"),
        ({"tekst": "x"}, "FRM-019"), ({"text": "x", "level": 7}, "FRM-005"), ({"rows": "mentorship.steps"}, "FRM-017"),
    ],
)  # fmt: skip
def test_wording_that_is_not_sound_is_refused(block, expected):
    edition = editions()["yuanbang-mentoring-agreement"]
    with pytest.raises(Refusal) as refused:
        with_blocks(edition, [*blocks_of(edition), block])
    assert code(refused) == expected


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ('[[row]]\nmin = 9\ncells = [{ label = "x" }]\n', "FRM-013"), ('[[block]]\ntekst = "x"\n', "FRM-003"),
        ('[[block]]\ntext = "x"\nwhen = "mentorship.nobody"\n', "FRM-006"),
    ],
)  # fmt: skip
def test_a_bad_letter_is_refused_with_its_line(tmp_path, wrong, expected):
    with pytest.raises(Refusal) as refused:
        letter('[[block]]\ntext = "好"\n' + wrong, tmp_path)
    problem = refused.value.problem
    assert (problem.code, problem.remedy != "", (problem.row or 0) > 0) == (expected, True, True)


def test_a_certificate_has_its_lines_in_their_places():
    edition = editions()["yuanbang-mentoring-certificate"]
    (page,) = lay_out(edition, Snapshot(MENTORING), faces())
    assert (page.width, page.height) == (297, 210)
    said = "".join(lines_of(page))
    assert (
        "冉小满同志（云阳县蔈草镇卫生院外科），于2021年5月10日至2021年10月31日师从渝北区中医院张䶮主治医师"
        in said
    )
    frames = [box for box in page.boxes if box.ruled and not box.lines]
    assert [round(box.x, 1) for box in frames] == [8.0, 10.5]


def test_values_only_fall_where_they_stood_moved_by_the_printers_offset():
    edition = editions()["yuanbang-mentoring-certificate"]
    snapshot = Snapshot(MENTORING)
    (bare,) = lay_out_certificate(edition, snapshot, faces(), values_only=True)
    (moved,) = lay_out_certificate(edition, snapshot, faces(), values_only=True, dx=3.0, dy=-2.0)
    said = lines_of(bare)
    assert "冉小满" in said
    assert not any("同志" in line or "合格证书" in line or "发证单位" in line for line in said)
    assert not any(box.ruled for box in bare.boxes)
    (whole,) = lay_out(edition, snapshot, faces())
    first = next(box for box in whole.boxes if "冉小满" in box.text)
    value = next(box for box in bare.boxes if box.text == "冉小满")
    assert value.lines[0].baseline == first.lines[0].baseline
    assert [round(b.x - a.x, 6) for a, b in zip(bare.boxes, moved.boxes, strict=True)] == [3.0] * len(
        bare.boxes
    )
    assert moved.boxes[0].lines[0].baseline == pytest.approx(bare.boxes[0].lines[0].baseline - 2.0)


def test_the_word_face_says_the_same(tmp_path):
    edition = editions()["yuanbang-mentoring-agreement"]
    write_word(edition, (Snapshot(MENTORING),), tmp_path / "协议.docx")
    document = Document(tmp_path / "协议.docx")
    said = [paragraph.text for paragraph in document.paragraphs]
    assert "对口支援师带徒协议书" in said
    assert "自2021年5月10日起，至2021年10月31日止。" in said
    assert "一、帮带期限" in said
    (table,) = document.tables
    assert [cell.text.strip().split("\n")[0] for cell in table.rows[0].cells] == [
        "甲方（签字）：",
        "乙方（签字）：",
    ]


def test_a_letter_has_no_workbook(tmp_path):
    with pytest.raises(Refusal) as refused:
        write_workbook(editions()["yuanbang-mentoring-agreement"], (BLANK,), tmp_path / "x.xlsx")
    assert code(refused) == "FRM-230"


def test_our_own_wording_is_marked_as_such():
    for edition in editions().values():
        assert edition.reference == edition.id.startswith("yuanbang-")
    assert (SHIPPED / "yuanbang-responsibility.toml").is_file()


@pytest.mark.parametrize(
    "key", [one.id for one in editions().values() if one.kind in ("letter", "certificate")]
)
def test_golden(key):
    pages = lay_out(editions()[key], Snapshot(MENTORING), faces(system=False))
    check_golden(f"{key}-filled", described(pages))


def attached(*names, size=16):
    edition = editions()["yuanbang-experience"]
    return replace(edition, blocks=(Block(text="正文。"), Block(attachments=names, size=size)))


def test_several_attachments_are_numbered_and_stand_under_the_first():
    (page,) = lay_out(
        attached("第一份名单", "写有{person.name}的" + "很长的名称" * 12),
        Snapshot({"person.name": "张䶮"}),
        faces(),
    )
    lines = [box for box in page.boxes if box.kind == "line" and box.text != "　　正文。"]
    assert [box.text[:8] for box in lines[:2]] == ["　　附件：1. ", "2. 写有张䶮的"]
    starts = [box.lines[0].runs[0].x for box in lines]
    em = 16 * 25.4 / 72
    assert starts[1] - starts[0] == pytest.approx(5 * em, abs=0.01), "under the first name's number"
    assert len(lines) > 2 and starts[2] > starts[1], "further lines stand under the name"
    assert all(
        box.lines[0].runs[-1].x + box.lines[0].runs[-1].width <= page.width - 26 + 0.1 for box in lines
    )


def test_one_attachment_has_no_number_and_word_says_the_same(tmp_path):
    edition = attached("人员名单")
    (page,) = lay_out(edition, Snapshot({"person.name": "张䶮"}), faces())
    assert "　　附件：人员名单" in [box.text for box in page.boxes]
    write_word(attached("甲", "乙"), (Snapshot({"person.name": "张䶮"}),), tmp_path / "a.docx")
    said = [paragraph.text for paragraph in Document(tmp_path / "a.docx").paragraphs]
    assert "附件：1. 甲" in said and "　　　2. 乙" in said
