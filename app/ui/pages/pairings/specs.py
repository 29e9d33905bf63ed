"""The tabs of 对口关系 as data: pairings, units and batches with the fields and grids of each."""

from __future__ import annotations

from app.catalogue.fields import CLASSES, FORMS_OF_HELP
from app.ui.pages.ledger_tab import ChildSpec, TabSpec
from app.ui.records import Record
from app.ui.widgets.fields import FieldSpec

UNIT_KINDS = (
    "医院",
    "中医医院",
    "妇幼保健机构",
    "乡镇卫生院",
    "社区卫生服务机构",
    "疾控中心",
    "卫生健康行政部门",
)
LEVELS = ("三级甲等", "三级乙等", "三级", "二级甲等", "二级乙等", "二级", "一级", "未定级")

CONTACTS = (
    FieldSpec("department", "科室", width=110),
    FieldSpec("name", "姓名", width=90),
    FieldSpec("phone", "电话", width=140),
    FieldSpec("duty", "职务", width=110),
)


def _pairing_heading(values: Record) -> tuple[str, str]:
    managed = " △托管" if values.get("managed") else ""
    return f"{values['supporting_id']} → {values['receiving_id']}{managed}", str(values.get("form") or "")


PAIRINGS = TabSpec(
    key="pairings",
    table="pairing",
    label="对口关系",
    specs=(
        FieldSpec("supporting_id", "支援单位", "unit"),
        FieldSpec("receiving_id", "受援单位", "unit"),
        FieldSpec("form", "帮扶形式", "choice", FORMS_OF_HELP),
        FieldSpec("managed", "托管（△）", "flag"),
        FieldSpec("batch_id", "批次", "batch"),
        FieldSpec("source_document", "依据文件", hint="如 川卫办发〔2017〕122号"),
        FieldSpec("start", "开始", "date"),
        FieldSpec("end", "结束", "date"),
        FieldSpec("note", "备注", "text"),
    ),
    new=("supporting_id", "receiving_id", "form"),
    needed=("supporting_id", "receiving_id"),
    heading=_pairing_heading,
    children=(
        ChildSpec(
            "pairing_department",
            "pairing_id",
            "科室结对",
            (
                FieldSpec("supporting_department", "支援科室", width=100),
                FieldSpec("supporting_contact", "联系人", width=80),
                FieldSpec("supporting_phone", "电话", width=120),
                FieldSpec("receiving_department", "受援科室", width=100),
                FieldSpec("receiving_contact", "联系人", width=80),
                FieldSpec("receiving_phone", "电话", width=120),
            ),
        ),
        ChildSpec("unit_contact", "unit_id", "支援单位联系人", CONTACTS, of="supporting_id"),
        ChildSpec("unit_contact", "unit_id", "受援单位联系人", CONTACTS, of="receiving_id"),
    ),
    empty="还没有对口关系：可以把任务分配表或名册拖到窗口里导入，也可以点“新增对口关系”",
)

UNITS = TabSpec(
    key="units",
    table="unit",
    label="单位",
    specs=(
        FieldSpec("name", "单位全称", wide=True),
        FieldSpec("kind", "种类", "choice", UNIT_KINDS),
        FieldSpec("level", "等级", "choice", LEVELS),
        FieldSpec("region", "地区", hint="市州、区县"),
        FieldSpec("class", "受援县或单位类别", "choice", CLASSES),
        FieldSpec("address", "地址", wide=True),
        FieldSpec("note", "备注", "text"),
    ),
    new=("name", "kind", "region"),
    needed=("name",),
    heading=lambda values: (
        str(values["name"]),
        " · ".join(filter(None, (values["kind"], values["level"], values["region"]))),
    ),
    children=(
        ChildSpec("unit_contact", "unit_id", "联系人", CONTACTS),
        ChildSpec(
            "unit_department",
            "unit_id",
            "科室（师带徒按这里核对覆盖）",
            (
                FieldSpec("name", "科室", width=130),
                FieldSpec("main", "重点科室", "flag", width=80),
                FieldSpec("key_staff", "业务骨干（人数或姓名）", width=220),
            ),
        ),
        ChildSpec("unit_alias", "unit_id", "简称、曾用名", (FieldSpec("name", "名称", width=260),)),
    ),
    empty="还没有单位：导入名册或分配表时会自动建立",
)

BATCHES = TabSpec(
    key="batches",
    table="batch",
    label="批次",
    specs=(
        FieldSpec("name", "批次名称", wide=True, hint="如 2021年渝北区对口帮扶云阳县"),
        FieldSpec("year", "年度"),
        FieldSpec("source_document", "依据文件"),
        FieldSpec("start", "开始", "date"),
        FieldSpec("end", "结束", "date"),
        FieldSpec("note", "备注", "text"),
    ),
    new=("name", "year", "source_document"),
    needed=("name",),
    heading=lambda values: (str(values["name"]), str(values["source_document"])),
    empty="还没有批次：一份通知派出的一批人就是一个批次",
)
