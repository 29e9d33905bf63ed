"""What a person who fills in a workbook is told at a cell, and what a drop-down offers there."""

from __future__ import annotations

from app.catalogue.fields import COMPOSITES, FIELDS, field_of

_BY_KIND = {
    "month": "如 1980.05 或 1980年5月",
    "date": "如 2021.5.1 或 2021年5月1日",
    "term": "如 2021.5.1-2021.10.31",
    "id_number": "18位身份证号；没有身份证的，填护照或港澳台居民证件号码",
    "phone": "手机或座机号码，座机写明区号",
    "lines": "一段经历一行，在格内按 Alt+Enter 换行",
    "text": "在格内按 Alt+Enter 换行",
    "yesno": "填 是 或 否",
    "number": "只填数字",
    "photo": "用菜单“插入 → 图片”把照片放进这一格",
}
_BY_PATH = {
    "person.unit_duty_title": "如 某县中医院骨科主任/主治医师",
    "person.mobile_im": "手机号在前，QQ或微信在后，用“、”隔开",
    "enrolment.receiving": "受援单位的全称，科室写在括号里",
    "report.specialties": "个数和特色科室的名称",
}
YES_NO = ("是", "否")


def kind_of(path: str) -> str:
    """The catalogue's kind of a field; a composite or unknown path is a ``line``."""
    known = field_of(path)
    return known.kind if known else "line"


def hint(path: str) -> str:
    """The input prompt for a cell, '' when nothing needs saying."""
    return _BY_PATH.get(path) or _BY_KIND.get(kind_of(path), "")


def choices(path: str) -> tuple[str, ...]:
    """What the drop-down of a cell offers; empty when there is none. Other text stays possible."""
    if path in COMPOSITES or path not in FIELDS:
        return ()
    return YES_NO if FIELDS[path].kind == "yesno" else FIELDS[path].choices
