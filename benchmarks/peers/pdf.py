"""reportlab platypus the usual way: one document, one Table a person, a Paragraph a cell. Argument: how many."""

from __future__ import annotations

import sys
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from benchmarks.data_maker import Person, people, photo
from benchmarks.figures import tell
from benchmarks.places import FOLDER, ROOT

MM = 72 / 25.4
WIDTHS = [24, 26, 22, 26, 24, 24, 28]
HEIGHTS = [9] * 9 + [84, 38, 38]
SIGNATURE = "负责人签字：　　　　　　　　（盖章）　　　　年　　月　　日"
CELLS = (
    ("姓名", "person.name"), ("性别", "person.sex"), ("出生年月", "person.birth"),
    ("民族", "person.ethnicity"), ("党派", "person.party"), ("学历", "person.education"),
    ("学位", "person.degree"), ("毕业时间", "person.graduated"), ("参工时间", "person.work_start"),
    ("毕业院校", "person.school"), ("所学专业", "person.major"), ("证件", "person.paper_kind"),
    ("工作单位", "person.unit"), ("科室", "person.department"), ("职务", "person.duty"),
    ("职称", "person.title"), ("聘任时间", "person.title_since"), ("现专业", "person.specialty"),
    ("从事时间", "person.specialty_since"), ("办公电话", "person.office_phone"), ("移动电话", "person.mobile"),
    ("微信", "person.im"), ("受援单位", "enrolment.receiving_unit"), ("受援科室", "enrolment.receiving_department"),
    ("身份证号", "person.id_number"), ("支援时间", "posting.term"),
)  # fmt: skip
"""26 values: three to a row, the last two in a row of their own."""


def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName="serif", fontSize=size, leading=leading, wordWrap="CJK", **more)


TITLE = style("title", 18, 24, alignment=1)
LABEL = style("label", 10.5, 13, alignment=1)
VALUE = style("value", 10, 12)
LONG = style("long", 10.5, 16)


def spans() -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = [("SPAN", (6, 0), (6, 3))]
    made += [("SPAN", (5, row), (6, row)) for row in range(4, 8)]
    made += [("SPAN", (1, 8), (3, 8)), ("SPAN", (5, 8), (6, 8))]
    return made + [("SPAN", (1, row), (6, row)) for row in range(9, 12)]


LOOK = [
    ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
    ("BOX", (0, 0), (-1, -1), 1.2, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    *spans(),
]


def form(number: int, person: Person) -> list[Any]:
    rows: list[list[Any]] = [[""] * len(WIDTHS) for _ in HEIGHTS]
    for index, (label, field) in enumerate(CELLS):
        row, place = divmod(index, 3)
        column = 2 * place if row < 8 else 4 * place
        rows[row][column] = Paragraph(label, LABEL)
        rows[row][column + 1] = Paragraph(person[field], VALUE)
    rows[0][6] = Image(str(photo(number)), 24 * MM, 32 * MM)
    rows[9][:2] = [
        Paragraph("<br/>".join("个人简历"), LABEL),
        Paragraph(person["person.career"].replace("\n", "<br/>"), LONG),
    ]
    for row, label in ((10, "单位意见"), (11, "审核意见")):
        rows[row][:2] = [Paragraph("<br/>".join(label), LABEL), Paragraph(SIGNATURE, VALUE)]
    table = Table(rows, [width * MM for width in WIDTHS], [height * MM for height in HEIGHTS], style=LOOK)
    return [Paragraph("对口支援人员报名表", TITLE), Spacer(1, 4), table, PageBreak()]


def main(count: int) -> None:
    pdfmetrics.registerFont(TTFont("serif", str(ROOT / "resources/fonts/NotoSerifSC-Regular.ttf")))
    target = FOLDER / "platypus.pdf"
    side, top, bottom = 18 * MM, 12 * MM, 8 * MM
    document = SimpleDocTemplate(
        str(target), leftMargin=side, rightMargin=side, topMargin=top, bottomMargin=bottom
    )
    document.build([piece for number, person in enumerate(people(count)) for piece in form(number, person)])
    tell(forms=count, size_mb=target.stat().st_size / 1e6)


if __name__ == "__main__":
    main(int(sys.argv[1]))
