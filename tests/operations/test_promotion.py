"""晋升材料包 of the played year: every part there, its pages where the contents say, sums as counted by hand, nothing left."""

from __future__ import annotations

import errno
import re
import shutil
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdfium2 import PdfDocument

from app.catalogue.problems import Cancelled, Refusal, Surroundings
from app.catalogue.work import WORKS
from app.models import Person, Posting
from app.operations import promotion
from app.operations.ledger_rows import kind_of
from app.operations.promotion import make_promotion, person_of
from app.operations.select import find_named
from app.operations.signoffs import attach_scan, papers_printed, steps_of
from app.store.opening import open_store

PARTS = [
    "支援时段与天数",
    "对口支援经历证明",
    "考核鉴定表",
    "帮扶工作统计与明细",
    "帮带对象名单",
    "师带徒证书",
]
SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"


@pytest.fixture
def year(played_folder, tmp_path):
    folder = Path(shutil.copytree(played_folder, tmp_path / "data"))
    with open_store(folder) as store:
        yield store


def key_of(store, name):
    ((key,),) = store.sql("SELECT id FROM person WHERE name = ?", (name,))
    return bytes(key)


def plain(text):
    return re.sub(r"\s+", "", text)


def pages_of(path):
    with PdfDocument(path) as document:
        return [plain(page.get_textpage().get_text_bounded()) for page in document]


def toc_of(path):
    with PdfDocument(path) as document:
        return [
            (mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()
        ]


def by_hand(name):
    """Amounts and records of a person in the sample ledger by kind, read straight from the workbook."""
    amounts, records = Counter(), Counter()
    rows = load_workbook(SAMPLES / "activities-2021.xlsx").active.iter_rows(min_row=3, values_only=True)
    for _, _, person, kind, amount, *_ in rows:
        if person == name:
            amounts[kind_of(kind)] += amount
            records[kind_of(kind)] += 1
    return amounts, records


def test_every_part_is_there_and_stands_where_the_contents_say(year, tmp_path):
    outcome = make_promotion(year, key_of(year, "何以宁"), tmp_path / "包")
    item = outcome.items[0]
    folder, whole = Path(item["folder"]), Path(item["file"])
    assert (folder.name, whole.name) == ("晋升材料-何以宁", "晋升材料-何以宁.pdf")
    assert list(dict.fromkeys(one["part"] for one in item["parts"])) == PARTS
    assert outcome.refused == [] and not outcome.done_in_part and item["missing"] == []
    pages = pages_of(whole)
    assert len(pages) == item["pages"] == 1 + sum(one["pages"] for one in item["parts"])
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in text
        assert text.count("页共") == 1
    marks = toc_of(whole)
    assert [title for level, title, _ in marks if level == 0] == ["目录", *PARTS]
    begins = {(one["part"], one["title"]): one["page"] for one in item["parts"]}
    for level, title, page in marks[1:]:
        part = title if level == 0 else "师带徒证书"
        told = [
            begin for (under, own), begin in begins.items() if under == part and (level == 0 or own == title)
        ]
        assert page == told[0], title
    contents = pages[0]
    assert "对口支援晋升材料" in contents and f"共{len(pages)}页" in contents
    for number, part in zip("一二三四五六", PARTS, strict=True):
        assert f"{number}{part}" in contents
    for said, page in (("对口支援时段与天数", 2), ("对口支援经历证明", 3), ("帮扶工作统计与明细", 6)):
        assert said in pages[page - 1] and f"{page}" in contents
    assert "没有放入" not in contents
    files = [Path(name) for name in item["files"]]
    assert sorted(folder.iterdir()) == sorted(files) and len(files) == 1 + len(item["parts"])
    assert [path.name[:3] for path in files[1:]] == [f"{number:02d}-" for number in range(1, len(files))]


def test_service_is_counted_by_hand(year, tmp_path):
    item = make_promotion(year, key_of(year, "何以宁"), tmp_path).items[0]
    text = pages_of(item["file"])[1]
    assert (item["days"], item["on_site"]) == (184, 153)
    for said in (
        "2021.5.1-2021.10.31",
        "合计派驻184天（满6个整月），请假31天；在岗153天，按30天一个月折合5.1个月。",
    ):
        assert said in text
    assert "累计在受援单位工作153天" in pages_of(item["file"])[2], "the letter says the same"


def test_totals_agree_with_the_workbook_and_every_record_is_listed(year, tmp_path):
    amounts, records = by_hand("张䶮")
    item = make_promotion(year, key_of(year, "张䶮"), tmp_path).items[0]
    (part,) = [one for one in item["parts"] if one["part"] == "帮扶工作统计与明细"]
    text = "".join(pages_of(part["file"]))
    assert sum(records.values()) > 100
    for code, work in WORKS.items():
        if records[code] and not work.money:
            assert f"{work.label}{amounts[code]}{work.unit}{records[code]}" in text
            found = re.search(
                rf"{work.label}：{amounts[code]}{work.unit}(?:，\D+\d+)?（{records[code]}条记录）", text
            )
            assert found, work.label
    assert len(re.findall(r"2021\.\d{1,2}\.\d{1,2}云阳县", text)) == sum(records.values())
    assert "适宜技术1项1" in text and "桡骨远端骨折手法复位夹板固定" in text
    assert item["missing"] == [], "who failed gets no certificate: nothing is lacking"


def test_signed_scans_stand_in_place_of_prints(year, tmp_path):
    person = key_of(year, "张䶮")
    papers_printed(year, "experience", [person], "yuanbang-experience", day="2021-11-01")
    ((letter,),) = year.sql("SELECT id FROM letter WHERE person_id = ?", (person,))
    made = BytesIO()
    Image.new("RGB", (900, 600), "red").save(made, "JPEG")
    attach_scan(year, steps_of(year, "letter", bytes(letter))[0]["id"], made.getvalue(), "a.jpg")
    item = make_promotion(year, person, tmp_path).items[0]
    signed = {one["part"]: one["signed"] for one in item["parts"]}
    assert signed == {part: part in ("对口支援经历证明", "考核鉴定表") for part in PARTS}
    file = next(Path(one["file"]) for one in item["parts"] if one["part"] == "对口支援经历证明")
    assert file.suffix == ".jpg" and file.read_bytes() == made.getvalue(), "the scan itself"
    pages = pages_of(item["file"])
    assert pages[2] == f"第3页共{len(pages)}页", "the scan and the number alone"
    assert pages[0].count("签章扫描件") == 2 and pages[0].count("打印件，无扫描件") == 1
    with PdfDocument(item["file"]) as document:
        assert document[2].get_width() > document[2].get_height()
        assert document[2].render(scale=0.2).to_pil().convert("RGB").getpixel((80, 50))[1] < 60


def test_what_is_missing_is_said_and_makes_no_empty_pages(filled, tmp_path):
    ((posting, person),) = filled.sql(
        "SELECT t.id, t.person_id FROM posting t JOIN person p ON p.id = t.person_id WHERE p.name = '许一诺'"
    )
    outcome = make_promotion(filled, bytes(person), tmp_path)
    item = outcome.items[0]
    assert [one["part"] for one in item["parts"]] == PARTS[:2]
    assert len(item["missing"]) == 3 and not outcome.done_in_part
    contents, *rest = pages_of(item["file"])
    assert len(rest) == 2 and all(len(text) > 60 for text in rest)
    for said in ("下列材料没有放入或还不齐", "还没有做鉴定", "台账里没有此人的记录", "没有签过师带徒协议"):
        assert said in contents
    assert "3项没有或还不齐" in outcome.message
    papers_printed(filled, "appraisal", [bytes(posting)], "yubei-2021-appraisal", day="2021-11-01")
    item = make_promotion(filled, bytes(person), tmp_path).items[0]
    assert any("还缺工作总结、受援单位意见、" in text for text in item["missing"])
    ((sheet,),) = filled.sql("SELECT id FROM appraisal WHERE posting_id = ?", (posting,))
    attach_scan(filled, steps_of(filled, "appraisal", sheet)[0]["id"], b"%PDF-1.4 spoilt", "a.pdf")
    outcome = make_promotion(filled, bytes(person), tmp_path)
    assert outcome.done_in_part and [one.code for one in outcome.refused] == ["SCN-010"]
    assert (
        "考核鉴定表" in outcome.refused[0].message
        and "打印件，扫描件打不开" in pages_of(outcome.items[0]["file"])[0]
    )
    assert "还缺受援卫健部门签章、派出单位签章、派出卫健部门签章" in pages_of(outcome.items[0]["file"])[0]


def test_a_folder_of_that_name_stays_as_it_is(year, tmp_path):
    person = key_of(year, "何以宁")
    first, second = (Path(make_promotion(year, person, tmp_path / "包").items[0]["folder"]) for _ in range(2))
    assert (first.name, second.name) == ("晋升材料-何以宁", "晋升材料-何以宁-2")
    assert sorted(one.name for one in first.iterdir()) == sorted(one.name for one in second.iterdir())


def test_cancelling_leaves_nothing_at_any_time(year, tmp_path):
    person, out = key_of(year, "何以宁"), tmp_path / "新" / "包"
    told = []
    make_promotion(year, person, tmp_path / "全", progress=lambda *one: told.append(one))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {3 * 7 + 2} and told[-1][0] <= 3 * 7 + 2
    for stop in range(len(told)):
        seen = []

        def halt(done, total, seen=seen, stop=stop):
            seen.append(done)
            if len(seen) > stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            make_promotion(year, person, out, progress=halt)
        assert not out.parent.exists(), f"stopped at {stop}"


def test_a_full_disk_and_a_file_in_the_way_are_told_and_leave_nothing(year, tmp_path, monkeypatch):
    person = key_of(year, "何以宁")
    (tmp_path / "文件").write_text("x")
    with pytest.raises(Surroundings) as caught:
        make_promotion(year, person, tmp_path / "文件")
    assert caught.value.problem.code == "SYS-008"

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "满").mkdir()
    monkeypatch.setattr(promotion, "write_bundle", full)
    with pytest.raises(Surroundings) as caught:
        make_promotion(year, person, tmp_path / "满")
    assert caught.value.problem.code == "SYS-001"
    assert list((tmp_path / "满").iterdir()) == []


def test_who_was_never_posted_or_is_gone_is_refused(year, tmp_path):
    with year.operation("x") as op:
        (key,) = op.insert_many(Person, [{"name": "未派"}])
    for person, code in ((key, "PRM-001"), (bytes(16), "SRV-001")):
        with pytest.raises(Refusal) as caught:
            make_promotion(year, person, tmp_path / "无")
        assert caught.value.problem.code == code
    assert not (tmp_path / "无").exists()
    ((posting, person),) = year.sql("SELECT id, person_id FROM posting LIMIT 1")
    assert person_of(year, "posting", bytes(posting)) == bytes(person)
    with pytest.raises(Refusal):
        person_of(year, "enrolment", bytes(16))


def test_a_person_is_found_by_name_or_number(year):
    person = key_of(year, "何以宁")
    ((posting,),) = year.sql("SELECT id FROM posting WHERE person_id = ?", (person,))
    assert (
        find_named(year, "experience", "何以宁") == find_named(year, "experience", person.hex()) == (person,)
    )
    assert find_named(year, "appraisal", person.hex().upper()) == (bytes(posting),)
    assert find_named(year, "appraisal", bytes(posting).hex()) == (bytes(posting),)
    with year.operation("x") as op:
        (other,) = op.insert_many(Person, [{"name": "何以宁"}])
        op.insert_many(Posting, [{"person_id": other, "unit_id": key_of_unit(year), "start": "2020-01-01"}])
    with pytest.raises(Refusal) as caught:
        find_named(year, "experience", "何以宁")
    assert caught.value.problem.code == "SEL-006"
    assert person.hex() in caught.value.problem.message and other.hex() in caught.value.problem.message


def key_of_unit(store):
    ((key,),) = store.sql("SELECT id FROM unit LIMIT 1")
    return bytes(key)
