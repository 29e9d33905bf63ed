"""A workbook completed in LibreOffice and a Word form made with it yield the same person (``dev.py test --office``)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.operations.forms_in import preview_forms
from app.operations.imports import apply_preview
from app.operations.printing import print_forms
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of
from app.store.opening import Store, open_store

pytestmark = [pytest.mark.office, pytest.mark.timeout(300)]

CELLS = {
    "person.name": "张䶮", "person.sex": "男", "person.birth": "1984.03", "person.ethnicity": "汉族",
    "person.party": "中共党员", "person.education": "本科", "person.degree": "学士", "person.work_start": "2008.08",
    "person.school": "川东医学院", "person.graduated": "2008年7月",
    "person.unit_duty_title": "渝北区中医院骨科副主任/主治医师", "person.specialty_since": "2008.08",
    "enrolment.receiving": "云阳县蔈草镇卫生院（骨科）", "person.id_number": "519901198403120112",
    "person.office_phone": "023-67000001", "person.mobile_im": "13800000201、zhangyan",
    "person.career": "2003.09—2008.07 川东医学院学习\n2008.08—至今 渝北区中医院骨科",
    "enrolment.recommended": "是", "enrolment.leader_post": "骨科主任",
}  # fmt: skip
"""What is written into the form's cells, by what the cell asks for."""

FORM = """<html><head><meta charset="utf-8"></head><body>
<p align="center"><b>2018年四川省非贫困民族县、服务薄弱地区<br>（单位）对口支援人员报名表（样表）</b></p>
<table border="1" cellspacing="0" width="100%">
<tr><td>姓 名</td><td>{name}</td><td>性　别</td><td>{sex}</td><td>出生<br>年月</td><td>{birth}</td><td rowspan="3">照片</td></tr>
<tr><td>民　族</td><td colspan="2">{ethnicity}</td><td>党派</td><td colspan="2">{party}</td></tr>
<tr><td>学 历</td><td>{education}</td><td>学 位</td><td>{degree}</td><td>参工<br>时间</td><td>{work_start}</td></tr>
<tr><td>毕业院校</td><td colspan="3">{school}</td><td colspan="2">毕 业 时 间</td><td>{graduated}</td></tr>
<tr><td>工作单位及<br>职务/职称</td><td colspan="4">{unit_duty_title}</td><td>从事现专业时间</td><td>{specialty_since}</td></tr>
<tr><td colspan="2">对口支援单位(科室)</td><td colspan="5">{receiving}</td></tr>
<tr><td colspan="2">身份证号码</td><td colspan="5">{id_number}</td></tr>
<tr><td>办公电话</td><td colspan="2">{office_phone}</td>
<td colspan="2">移动电话、<br>QQ/微信</td><td colspan="2">{mobile_im}</td></tr>
<tr><td>个<br>人<br>简<br>历</td><td colspan="6">{career}</td></tr>
<tr><td colspan="2">是否推荐担任受援单位（科室）领导职务</td><td>{recommended}</td>
<td colspan="2">具体担任何领导职务</td><td colspan="2">{leader_post}</td></tr>
<tr><td>单位<br>意见</td><td colspan="6"><br><br></td></tr>
</table></body></html>"""


def office(folder: Path, kind: str, source: Path, *more: str) -> Path:
    """The file as LibreOffice writes it in another format."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed"
    made = folder / "made"
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *more]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(made), str(source)], check=True, capture_output=True
    )
    return made / f"{source.stem}.{kind.partition(':')[0]}"


def only(store: Store) -> dict[str, object]:
    """What is known of the only enrolment, empty values left out."""
    (record,) = select(store, "enrolment", Selection())
    values = snapshot_of(store, "enrolment", record.id).values
    return {path: value for path, value in values.items() if value not in ("", None)}


def read_in(folder: Path, name: str, file: Path) -> dict[str, object]:
    """The person that a folder with this one file yields in an empty ledger."""
    forms = folder / name
    forms.mkdir()
    shutil.copy(file, forms / file.name)
    with open_store(folder / f"{name}-data") as store:
        preview = preview_forms(store, forms)
        assert [(row.status, row.problems) for row in preview.rows] == [("new", [])]
        apply_preview(store, preview)
        return only(store)


def test_a_workbook_and_a_word_form_yield_the_same_person(store: Store, tmp_path: Path) -> None:
    print_forms(store, "sichuan-2018-enrolment", None, tmp_path / "报名表.xlsx")
    book = load_workbook(tmp_path / "报名表.xlsx")
    spots = {
        row[2].value: row[0].value
        for row in book["_yuanbang"].iter_rows(min_row=2)
        if row[1].value == "value"
    }
    for path, text in CELLS.items():
        book.worksheets[0][str(spots[path])] = text
    book.save(tmp_path / "填好.xlsx")
    workbook = office(tmp_path, "xlsx", office(tmp_path, "ods", tmp_path / "填好.xlsx"))

    told = {path.partition(".")[2]: text.replace("\n", "<br>") for path, text in CELLS.items()}
    (tmp_path / "表.html").write_text(FORM.format(**told), encoding="utf-8")
    word = office(tmp_path, "docx:MS Word 2007 XML", tmp_path / "表.html", "--infilter=HTML (StarWriter)")

    first, second = read_in(tmp_path, "a", workbook), read_in(tmp_path, "b", word)
    assert first == second
    assert first == {
        "person.name": "张䶮", "person.sex": "男", "person.birth": "1984-03", "person.ethnicity": "汉族",
        "person.party": "中共党员", "person.education": "本科", "person.degree": "学士", "person.work_start": "2008-08",
        "person.school": "川东医学院", "person.graduated": "2008-07", "person.unit": "渝北区中医院",
        "person.duty": "骨科副主任", "person.title": "主治医师", "person.specialty_since": "2008-08",
        "person.id_number": "519901198403120112", "person.office_phone": "023-67000001",
        "person.mobile": "13800000201", "person.im": "zhangyan", "person.career": CELLS["person.career"],
        "enrolment.receiving_unit": "云阳县蔈草镇卫生院", "enrolment.receiving_department": "骨科",
        "enrolment.recommended": True, "enrolment.leader_post": "骨科主任",
    }  # fmt: skip
