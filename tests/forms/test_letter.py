"""Letters and certificates: numbered clauses, what is left out, those who sign, tables over pages, wording of one's own, Word."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document
from golden_pages import check_golden, described

from app.catalogue.problems import Refusal
from app.forms.edition import Block
from app.forms.editions import SHIPPED, checked, editions
from app.forms.fonts import faces
from app.forms.layout import lay_out
from app.forms.layout_certificate import lay_out_certificate
from app.forms.letter_text import DAY, RULE, blocks_of, han, label, shown_blocks, with_blocks
from app.forms.pdf import write_pdf
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
    assert "甲方（带教老师）：张䶮　　职称：主治医师" in said
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


@pytest.mark.parametrize("paragraphs", range(14, 24))
def test_what_is_attached_and_those_who_sign_follow_text(tmp_path, paragraphs):
    blocks = "".join(f'[[block]]\ntext = "第{n}段。"\n' for n in range(paragraphs))
    attached = '[[block]]\nattachments = ["名单", "一览表"]\n'
    pages = lay_out(letter(blocks + attached + SIGN, tmp_path), Snapshot(MENTORING), faces())
    (said,) = [found for page in pages if "甲方（盖章）：" in (found := lines_of(page))]
    assert sum(line.startswith("　　第") for line in said) >= 2
    assert "　　附件：1. 名单" in said


def test_body_text_stands_between_both_edges_28_characters_to_a_line(tmp_path):
    blocks = f'[[block]]\ntext = "{"双方按照约定履行各自的责任互相配合" * 6}"\n'
    (page,) = lay_out(letter(blocks, tmp_path), BLANK, faces())
    lines = [box.lines[0] for box in page.boxes if box.kind == "line"]
    assert [sum(len(run.text) for run in line.runs) for line in lines[:-1]] == [28] * (len(lines) - 1)
    for line in lines[:-1]:
        assert line.runs[0].x == 28
        assert line.runs[-1].x + line.runs[-1].width == pytest.approx(28 + 156)
    last = lines[-1].runs
    assert last[-1].x + last[-1].width == pytest.approx(28 + sum(run.width for run in last)), (
        "the last line of a paragraph is not pulled apart"
    )


def test_text_that_stands_between_both_edges_is_copied_as_typed(tmp_path):
    """Neither PDFium nor poppler takes the hair between characters for a blank."""
    said = "2021年5月1日起在云阳县蔈草镇卫生院带教，赵𬭎、张䶮每周二、周四查房，" * 3
    write_pdf(letter(f'[[block]]\ntext = "{said}"\n', tmp_path), (BLANK,), tmp_path / "a.pdf", faces=faces())
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        copied = document[0].get_textpage().get_text_bounded()
    assert said in "".join(copied.split("\r\n"))


def test_a_line_with_too_little_in_it_is_not_pulled_apart(tmp_path):
    """A reader of the PDF would copy blanks between characters that stand a tenth of an em apart."""
    text = "甲" * 22 + "abcdefghijklmnopqrstuvwxyz" + "乙" * 10
    (page,) = lay_out(letter(f'[[block]]\ntext = "{text}"\n', tmp_path), BLANK, faces())
    first = next(box.lines[0] for box in page.boxes if box.kind == "line")
    assert len(first.runs) == 1


@pytest.mark.parametrize("key", [one.id for one in editions().values() if one.kind == "letter"])
def test_what_is_left_for_the_pen_is_not_parted(key):
    edition = editions()[key]
    parts = [
        [one.text, *(line for party in one.parties for line in party)] for one in shown_blocks(edition, BLANK)
    ]
    wanted = "\n".join(map("\n".join, parts))
    found = [text for text in texts(edition) if text]
    for blank in ("＿+", "　+年　+月　+日"):
        there = [len(re.findall(blank, text)) for text in found]
        assert sum(there) == len(re.findall(blank, wanted)), (key, blank)


def test_a_value_that_ends_a_sentence_does_not_end_it_twice():
    edition = editions()["yuanbang-mentoring-agreement"]
    told = MENTORING | {"mentorship.goals": "掌握规范诊疗。", "mentorship.contents": "理论讲座；\n教学查房；"}
    said = "".join(texts(edition, Snapshot(told)))
    assert "掌握规范诊疗。三" in said.replace("　", "")
    assert "教学查房。" in said and "。。" not in said and "；。" not in said


def test_a_third_party_that_is_none_does_not_sign():
    edition = editions()["yuanbang-responsibility"]
    two = {"agreement.party_a": "渝北区中医院", "agreement.party_b": "云阳县蔈草镇卫生院"}
    assert "丙方" not in "".join(texts(edition, Snapshot(two)))
    three = "".join(texts(edition, Snapshot(two | {"agreement.party_c": "云阳县人民政府"})))
    assert "丙方（盖章）：" in three and "丙方：云阳县人民政府" in three
    assert "丙方（盖章）：" in "".join(texts(edition))


def test_sides_of_a_department_agreement_are_told_by_their_part_in_it():
    told = {"agreement.party_a": "云阳县人民政府", "agreement.supporting": "渝北区中医院",
            "agreement.receiving": "云阳县蔈草镇卫生院"}  # fmt: skip
    said = texts(editions()["yuanbang-departments"], Snapshot(told))
    assert "甲方（支援方）：渝北区中医院" in said and "乙方（受援方）：云阳县蔈草镇卫生院" in said


def test_names_of_three_who_sign_stand_on_one_line_in_one_size():
    edition = editions()["yuanbang-responsibility"]
    told = {"agreement.party_a": "云阳县人民政府", "agreement.party_b": "渝北区中医院",
            "agreement.party_c": "云阳县江口镇中心卫生院"}  # fmt: skip
    pages = lay_out(edition, Snapshot(told), faces())
    names = [box for box in pages[-1].boxes if box.text in told.values()]
    assert len(names) == 3
    assert {len(box.lines) for box in names} == {1}
    assert len({box.size for box in names}) == len({box.lines[0].baseline for box in names}) == 1


def test_each_clause_of_our_own_wording_names_the_rule_it_serves():
    for edition in editions().values():
        if not edition.reference or edition.kind not in ("letter", "certificate"):
            continue
        clauses = "".join("#" if one.level == 1 else "r" if one.rule else "." for one in edition.blocks)
        assert "r" in clauses, edition.id
        assert all("r" in one for one in clauses.split("#")[1:]), (edition.id, clauses)
        assert all(one.rule for one in edition.blocks if one.level == 3), edition.id


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


@pytest.mark.parametrize("before", range(12, 20))
def test_no_row_of_a_table_is_alone_on_a_page(tmp_path, before):
    blocks = "".join(f'[[block]]\ntext = "第{n}段。"\n' for n in range(before))
    table = '[[block]]\nrows = "mentorship.steps"\ncolumns = [{ width = 40, head = "内容", field = "step.content" }]\n'
    rows = [{"step.content": f"第{n}项"} for n in range(6)]
    pages = lay_out(letter(blocks + table, tmp_path), Snapshot({}, lists={"mentorship.steps": rows}), faces())
    counts = [sum(line.endswith("项") for line in lines_of(page)) for page in pages]
    assert sum(counts) == 6 and 1 not in counts


def test_a_row_taller_than_a_page_goes_on_uncut():
    edition = editions()["yuanbang-responsibility"]
    content = "".join(f"第{number}项，开展教学查房和手术示教；" for number in range(300))
    rows = [{"task.year": "2021", "task.content": content, "task.target": "20"}]
    pages = lay_out(edition, Snapshot({"agreement.party_a": "甲"}, lists={"agreement.tasks": rows}), faces())
    lines = [line for page in pages for box in page.boxes if box.path == "task.content" for line in box.lines]
    assert (
        "".join(run.text for line in lines for run in line.runs).removeprefix("任务").replace("任务", "")
        == content
    )
    assert all(
        box.y + box.h <= 297 - 35 + 0.1 for page in pages for box in page.boxes if box.kind != "page_number"
    )


def test_a_head_that_fills_a_page_leaves_its_rows(tmp_path):
    head = "内容" * 60
    table = f'[[block]]\nrows = "mentorship.steps"\ncolumns = [{{ width = 12, head = "{head}", field = "step.content" }}]\n'
    rows = [{"step.content": "查房"}]
    pages = lay_out(letter(table, tmp_path), Snapshot({}, lists={"mentorship.steps": rows}), faces())
    assert "查房" in [box.text for page in pages for box in page.boxes]


def test_pages_are_numbered_in_the_manner_of_official_letters(tmp_path):
    blocks = "".join(f'[[block]]\ntext = "第{n}段。"\n' for n in range(60))
    pages = lay_out(letter(blocks, tmp_path), BLANK, faces())
    assert [lines_of(page)[-1] for page in pages] == [f"— {n} —" for n in range(1, len(pages) + 1)]
    em = 14 * 25.4 / 72
    right, left = (page.boxes[-1] for page in pages[:2])
    assert right.x + right.w == pytest.approx(210 - 26 - em), "odd pages: one character in from the right"
    assert left.x == pytest.approx(28 + em), "even pages: from the left"


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
        "冉小满同志（云阳县蔈草镇卫生院外科）：　　自2021年5月10日至2021年10月31日，师从渝北区中医院张䶮主治医师"
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
    (row,) = table.rows  # no page parts it
    assert [cell.text.split("\n") for cell in row.cells] == [
        ["甲方（签字）：", "派出单位（盖章）：", "日期：2021年5月10日"],
        ["乙方（签字）：", "受援单位（盖章）：", "日期：2021年5月10日"],
    ]
    assert row._tr.xpath("w:trPr/w:cantSplit")


def test_word_keeps_the_lines_of_those_who_sign_beside_one_another(tmp_path):
    edition = editions()["yuanbang-responsibility"]
    told = {"agreement.party_a": "云阳县人民政府", "agreement.party_c": "云阳县江口镇中心卫生院",
            "agreement.party_b": "重庆市云阳县蔈草镇街道社区卫生服务中心（云阳县人民医院医共体蔈草分院）"}  # fmt: skip
    write_word(edition, (Snapshot(told),), tmp_path / "责任书.docx")
    (row,) = Document(tmp_path / "责任书.docx").tables[-1].rows
    heights = []
    for cell in row.cells:
        second = cell.paragraphs[1]
        lines = 3 if len(second.text) > 20 else 1
        heights.append(second.paragraph_format.line_spacing.pt * lines)
    assert max(heights) - min(heights) < 1


def test_word_numbers_each_letter_from_one_at_the_outer_edge(tmp_path):
    edition = editions()["yuanbang-mentoring-agreement"]
    write_word(edition, (Snapshot(MENTORING), Snapshot(MENTORING)), tmp_path / "协议.docx")
    document = Document(tmp_path / "协议.docx")
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
        assert [str(one.alignment).split()[0] for one in (odd, even)] == ["RIGHT", "LEFT"]
        (start,) = section._sectPr.xpath("w:pgNumType/@w:start")
        assert start == "1"
    assert len(document.sections) == 2


def test_word_places_the_lines_of_a_certificate_within_its_frame(tmp_path):
    edition = editions()["yuanbang-mentoring-certificate"]
    write_word(edition, (Snapshot(MENTORING),), tmp_path / "证书.docx")
    document = Document(tmp_path / "证书.docx")
    placed = {
        one.text: [int(one._p.xpath(f"w:pPr/w:framePr/@w:{side}")[0]) for side in "xyw"]
        for one in document.paragraphs
        if one._p.xpath("w:pPr/w:framePr")
    }
    assert [round(one / 1440 * 25.4) for one in placed["发证单位（盖章）"]] == [165, 150, 100]
    assert [round(one / 1440 * 25.4) for one in placed["编号：2021-003"]] == [160, 62, 110]
    assert document.sections[0]._sectPr.xpath("w:pgBorders/w:top/@w:val") == ["double"]


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
