"""What the commands do, over real files and a real ledger."""

from __future__ import annotations

import pytest
from openpyxl import Workbook, load_workbook

HEADS = ("支援单位名称", "受援卫生院名称", "姓名", "性别", "联系方式", "支援时间")
TERM = "2021.5.1-2021.10.31"
ENROLMENT = "sichuan-2018-enrolment"


@pytest.fixture
def roster(tmp_path):
    def made(*rows, name="名册.xlsx"):
        book = Workbook()
        for row in (HEADS, *rows):
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return made


def names(asked) -> list[str]:
    return [item["name"] for item in asked("people")[1]["items"]]


# --- import -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flags", [(), ("--preview",)])
def test_a_preview_stores_nothing(asked, samples, flags):
    status, answer = asked("import", samples / "roster-2021.xlsx", *flags)
    assert status == 0 and answer["message"] == "预览（没有保存）：新增11行"
    assert {item["status"] for item in answer["items"]} == {"new"} and len(answer["items"]) == 11
    assert answer["items"][0] == {
        "row": 1, "place": "Sheet1 第4行", "title": "张䶮", "status": "new", "changes": [], "question": "",
        "candidates": [], "remarks": [],
    }  # fmt: skip
    assert names(asked) == [] and asked("history")[1]["items"] == []


def test_import_twice(asked, samples, filled):
    status, answer = asked("import", samples / "roster-2021.xlsx", "--yes")
    assert (status, answer["message"], answer["refused"]) == (0, "相同11行", [])
    assert len(asked("history")[1]["items"]) == 1
    status, answer = asked("import", samples / "allocation-2018.xlsx", "--yes")
    assert status == 0 and len(asked("pairings")[1]["items"]) == 36
    assert len(asked("plan")[1]["items"]) == 0
    asked("import", samples / "plan-2017-2022.xlsx", "--yes")
    assert len(asked("plan")[1]["items"]) == 11


def test_doubtful_rows_are_skipped_and_listed(asked, filled, roster):
    file = roster(
        ("渝北区中医院", "云阳县泥溪镇卫生院", "秦晚秋", "女", "13800000999", TERM),
        ("渝北区中医院", "云阳县泥溪镇卫生院", "石新来", "女", "13800000998", TERM),
    )
    status, answer = asked("import", file, "--yes")
    assert (status, answer["code"]) == (1, "IMP-050")
    (problem,) = answer["refused"]
    assert (problem["file"], problem["sheet"], problem["row"], problem["value"]) == (
        str(file),
        "Sheet",
        2,
        "秦晚秋",
    )
    assert "渝北区中医院" in problem["remedy"]
    assert (
        answer["items"][0]["status"] == "doubtful"
        and answer["items"][0]["candidates"][0]["why"] == "姓名相同"
    )
    assert len(names(asked)) == 12


@pytest.mark.parametrize(("choice", "bearers", "status"), [("skip", 1, 1), ("new", 2, 0), ("same", 1, 0)])
def test_doubtful_rows_are_decided_by_an_option(asked, filled, roster, choice, bearers, status):
    file = roster(("渝北区中医院", "云阳县泥溪镇卫生院", "秦晚秋", "女", "13800000999", TERM))
    assert asked("import", file, "--yes", "--doubtful", choice)[0] == status
    assert names(asked).count("秦晚秋") == bearers
    mobiles = [item["mobile"] for item in asked("people", "--search", "秦晚秋")[1]["items"]]
    assert ("13800000999" in mobiles) is (choice != "skip")


def test_refused_rows_are_mended_and_imported_again(asked, roster, tmp_path):
    file = roster(
        ("", "云阳县泥溪镇卫生院", "无单位", "女", "13800000997", TERM),
        ("渝北区中医院", "云阳县泥溪镇卫生院", "石新来", "女", "13800000998", TERM),
    )
    target = tmp_path / "退回.xlsx"
    status, answer = asked("import", file, "--yes", "--refused", target)
    assert (status, answer["code"]) == (1, "IMP-040")
    assert (answer["refused"][0]["row"], answer["refused"][0]["file"]) == (2, str(file))
    assert str(target) in answer["message"]
    book = load_workbook(target)
    assert [cell.value for cell in book.active[1]][-1] == "退回原因"
    assert "支援单位名称" in book.active[2][6].value
    book.active["A2"] = "重医大附三院"
    book.save(target)
    status, answer = asked("import", target, "--yes")
    assert (status, answer["message"]) == (0, "新增1行")
    assert names(asked) == ["石新来", "无单位"]


def test_columns_mapped_by_hand(asked, tmp_path):
    book = Workbook()
    for row in (("哪个人", "哪家医院"), ("秦晚秋", "渝北区中医院")):
        book.active.append(row)
    book.save(tmp_path / "怪.xlsx")
    assert asked("import", tmp_path / "怪.xlsx")[1]["code"] == "IMP-008"
    told = ("--kind", "people", "--map", "哪个人=person.name", "--map", "哪家医院=person.unit")
    assert asked("import", tmp_path / "怪.xlsx", *told, "--yes")[0] == 0
    assert asked("people")[1]["items"][0]["supporting_unit"] == "渝北区中医院"
    assert asked("import", tmp_path / "怪.xlsx", "--map", "哪个人")[1]["code"] == "CLI-003"


def test_columns_and_sheets_left_out_are_said(asked, roster, tmp_path):
    file = roster(("渝北区中医院", "云阳县泥溪镇卫生院", "秦晚秋", "女", "13800000203", TERM))
    book = load_workbook(file)
    book.active["G1"], book.active["G2"] = "星座", "天秤"
    book.create_sheet("通讯录").append(("随便", "什么"))
    book.save(file)
    status, answer = asked("import", file)
    assert status == 0 and "通讯录：" in answer["message"] and "“星座”" in answer["message"]


@pytest.mark.parametrize("name", ["没有.xlsx", "坏.xlsx", "旧.et"])
def test_files_that_cannot_be_read(asked, tmp_path, name):
    if name != "没有.xlsx":
        (tmp_path / name).write_bytes(b"nothing of the kind" * 50)
    status, answer = asked("import", tmp_path / name, "--yes")
    (problem,) = answer["refused"]
    assert status == 2 and problem["file"] == str(tmp_path / name) and problem["remedy"]
    assert problem["code"] == answer["code"] == ("SYS-003" if name == "没有.xlsx" else problem["code"])
    assert asked("history")[1]["items"] == []


# --- print, fill-in, fill-original, read-forms --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "documents"),
    [
        (("--all",), 11),
        (("--person", "张䶮"), 1),
        (("--batch", "2021年5月至10月"), 11),
        (("--unit", "渝北区人民医院"), 2),
        (("--month", "2021.5"), 11),
        (("--blank",), 1),
    ],
)
def test_print(asked, filled, tmp_path, chosen, documents):
    status, answer = asked("print", ENROLMENT, *chosen, "--out", tmp_path / "表.pdf")
    assert status == 0
    (item,) = answer["items"]
    assert item["documents"] == documents and item["files"] == [str(tmp_path / "表.pdf")]
    assert (tmp_path / "表.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
def test_print_one_file_each(asked, filled, tmp_path, suffix):
    status, answer = asked("print", ENROLMENT, "--all", "--out", tmp_path / f"表{suffix}", "--each")
    assert status == 0 and len(answer["items"][0]["files"]) == 11
    assert len(list(tmp_path.glob(f"*{suffix}"))) == 11


def test_an_import_is_not_called_refused_because_its_refused_rows_cannot_be_written(asked, roster, tmp_path):
    file = roster(
        ("", "云阳县泥溪镇卫生院", "无单位", "女", "13800000997", TERM),
        ("渝北区中医院", "云阳县泥溪镇卫生院", "石新来", "女", "13800000998", TERM),
    )
    (tmp_path / "r.xlsx").mkdir()
    status, answer = asked("import", file, "--yes", "--refused", tmp_path / "r.xlsx")
    assert status == 1
    assert "已经导入" in answer["message"]
    assert answer["refused"][0]["code"] == "IMP-040"
    assert answer["refused"][1]["code"] in ("SYS-006", "SYS-002")
    assert names(asked) == ["石新来"]
    status, answer = asked("import", file, "--refused", tmp_path / "r.xlsx")
    assert status == 2 and answer["code"] in ("SYS-006", "SYS-002")


def test_a_name_borne_by_two_is_refused_with_both_ids(asked, filled, roster, tmp_path):
    file = roster(("重医大附三院", "云阳县泥溪镇卫生院", "秦晚秋", "女", "13800000999", TERM))
    asked("import", file, "--yes")
    status, answer = asked("print", ENROLMENT, "--person", "秦晚秋", "--out", tmp_path / "表.pdf")
    assert (status, answer["code"]) == (2, "SEL-006") and not (tmp_path / "表.pdf").exists()
    ids = [item["id"] for item in asked("people", "--search", "秦晚秋")[1]["items"]]
    assert len(ids) == 2 and all(key in answer["message"] for key in ids)
    for key in ids:
        status, answer = asked("print", ENROLMENT, "--id", key, "--out", tmp_path / f"{key}.pdf")
        assert (status, answer["items"][0]["documents"]) == (0, 1)


def test_what_a_list_cannot_be_chosen_by(asked, filled, tmp_path):
    for chosen in (("--month", "2021-05"), ("--person", "张䶮")):
        status, answer = asked("print", "sichuan-2018-allocation", *chosen, "--out", tmp_path / "表.pdf")
        assert status == 2 and answer["code"] in ("SEL-007", "SEL-010")


def test_a_target_that_cannot_be_written(asked, filled, tmp_path):
    (tmp_path / "夹.pdf").mkdir()
    status, answer = asked("print", ENROLMENT, "--all", "--out", tmp_path / "夹.pdf")
    assert status == 2 and answer["code"].startswith("SYS-") and answer["refused"][0]["file"]


def test_fill_in_completed_and_read_back(asked, tmp_path):
    target = tmp_path / "收" / "张.xlsx"
    assert asked("fill-in", ENROLMENT, "--out", target)[0] == 0
    assert asked("fill-in", ENROLMENT, "--out", tmp_path / "张.pdf")[1]["code"] == "PRN-004"
    book = load_workbook(target)
    sheet = book.worksheets[0]
    (caption,) = [
        cell for row in sheet.iter_rows() for cell in row if str(cell.value).replace(" ", "") == "姓名"
    ]
    beside = sheet.cell(caption.row, caption.column + 1)
    for area in sheet.merged_cells.ranges:
        if caption.coordinate in area:
            beside = sheet.cell(caption.row, area.max_col + 1)
    beside.value = "张 䶮"
    book.save(target)
    status, answer = asked("read-forms", tmp_path / "收")
    assert status == 0 and [item["status"] for item in answer["items"]] == ["new"] and names(asked) == []
    status, answer = asked("read-forms", tmp_path / "收", "--yes")
    assert status == 0 and names(asked) == ["张䶮"]
    assert asked("read-forms", tmp_path / "没有")[1]["code"] == "IMP-060"


def test_fill_original(asked, filled, tmp_path):
    source, target = tmp_path / "原件.docx", tmp_path / "填好.docx"
    asked("print", ENROLMENT, "--blank", "--out", source)
    status, answer = asked("fill-original", source, "--person", "张䶮", "--out", target)
    assert status == 0 and "person.name" in answer["items"][0]["filled"] and target.exists()
    assert asked("fill-original", source, "--person", "没有", "--out", target)[1]["code"] == "SEL-005"


# --- lists, history, backup ---------------------------------------------------------------------------------------


def test_people_and_their_id_numbers(asked, tmp_path):
    book = Workbook()
    for row in (("姓名", "工作单位", "身份证号"), ("张䶮", "渝北区中医院", "519901198403120112")):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    assert asked("import", tmp_path / "名单.xlsx", "--yes")[0] == 0
    assert asked("people")[1]["items"][0]["id_number"] == "5199**********0112"
    assert asked("people", "--full")[1]["items"][0]["id_number"] == "519901198403120112"
    assert [item["name"] for item in asked("people", "--search", "zy")[1]["items"]] == ["张䶮"]
    assert asked("people", "--search", "没有")[1]["items"] == []


def test_editions(asked):
    items = {item["id"]: item for item in asked("editions")[1]["items"]}
    assert items[ENROLMENT]["kind"] == "sheet" and items["yubei-2020-roster"]["kind"] == "list"
    assert (
        items[ENROLMENT]["title"]
        == "2018年四川省非贫困民族县、服务薄弱地区（单位）对口支援人员报名表（样表）"
    )
    assert not any("{" in item["title"] for item in items.values())


def test_history_and_undo(asked, run, filled, samples):
    asked("--operator", "王办事", "import", samples / "allocation-2018.xlsx", "--yes")
    newest, oldest = asked("history")[1]["items"]
    assert (newest["operator"], newest["undone"]) == ("王办事", False)
    assert newest["title"] == "导入任务分配表：allocation-2018.xlsx"
    status, answer = asked("undo", oldest["id"])
    assert status == 0 and names(asked) == []
    status, answer = asked("undo", oldest["id"])
    assert (status, answer["code"]) == (2, "UND-002")
    assert asked("undo")[1]["message"] == "已撤销：导入任务分配表：allocation-2018.xlsx"
    assert asked("pairings")[1]["items"] == []


def test_undo_with_nothing_to_undo(asked):
    assert asked("undo")[1]["code"] == "UND-001"


def test_backup_and_restore(asked, filled, folder, tmp_path):
    assert asked("backup", tmp_path / "备份.zip")[0] == 0
    asked("undo")
    status, answer = asked("restore", tmp_path / "备份.zip")
    assert status == 0 and answer["items"][0]["people"] == 11 and names(asked) == []
    status, answer = asked("restore", tmp_path / "备份.zip", "--yes")
    assert status == 0 and answer["items"][0]["kept"] and len(names(asked)) == 11
    (tmp_path / "坏.zip").write_bytes(b"no archive")
    assert asked("restore", tmp_path / "坏.zip", "--yes")[1]["code"] == "STO-040"
    assert len(names(asked)) == 11


# --- what a person reads ------------------------------------------------------------------------------------------


def test_lines_of_an_import(run, filled, roster):
    file = roster(
        ("渝北区中医院", "云阳县泥溪镇卫生院", "秦晚秋", "男", "13800000203", TERM),
        ("渝北区中医院", "云阳县江口镇中心卫生院", "张䶮", "男", "13800000999", TERM),
        ("渝北区中医院", "云阳县泥溪镇卫生院", "石新来", "女", "13800000998", TERM),
    )
    said = run("import", file, "--yes")
    assert said.exit == 1
    assert said.out.splitlines() == [
        "有变化  Sheet 第2行  秦晚秋",
        "        性别：女 → 男",
        "待确认  Sheet 第3行  张䶮",
        "        “张䶮”是不是已有的这一位？",
        "          可能是：张䶮 渝北区中医院 骨科 13800000201（姓名相同）",
        "新增    Sheet 第4行  石新来",
        "新增1、有变化1、待确认1行",
    ]
    assert "[IMP-050]" in said.err and "第3行" in said.err


def test_lines_of_lists_and_history(run, filled):
    lines = run("people").out.splitlines()
    assert lines[0].split() == [
        "姓名",
        "性别",
        "职称",
        "科室",
        "支援单位",
        "受援单位",
        "支援时间",
        "移动电话",
        "编号",
    ]
    assert "2021-05-01 至 2021-10-31" in lines[1] and lines[-1] == "共11人"
    lines = run("pairings").out.splitlines()
    assert "托管" in lines[0] and "  否  " in lines[1] + "  "
    out = run("history").out
    assert "T" not in out.split("导入")[0] and "Z" not in out and "False" not in out and "  否  " in out


def test_lines_of_printing_and_backup(run, filled, tmp_path):
    lines = run("print", ENROLMENT, "--all", "--out", tmp_path / "表.pdf").out.splitlines()
    assert (
        lines[0] == f"文件：{tmp_path / '表.pdf'}"
        and lines[1] == "页数：11"
        and lines[2].startswith("字体：")
    )
    out = run("backup", tmp_path / "备份.zip").out
    assert out.startswith("已备份到")
    assert "备份时间：" in run("restore", tmp_path / "备份.zip").out


def test_an_error_goes_to_stderr_with_its_remedy(run, tmp_path):
    said = run("import", tmp_path / "没有.xlsx")
    assert (said.exit, said.out) == (2, "")
    assert said.err.count("\n") == 1 and said.err.startswith("[SYS-003] ") and "请检查路径" in said.err
