"""Composite captions of 报名表: joined as an office writes them, parted as people type them."""

from __future__ import annotations

import itertools

import pytest

from app.catalogue.composites import join, part
from app.catalogue.fields import COMPOSITES

UNIT, MOBILE, RECEIVING = "person.unit_duty_title", "person.mobile_im", "enrolment.receiving"


def parts_of(path: str, *values: str) -> dict[str, str]:
    return dict(zip(COMPOSITES[path].parts, values, strict=True))


@pytest.mark.parametrize(
    ("path", "values", "text"),
    [
        (UNIT, ("渝北区中医院", "骨科主任", "主治医师"), "渝北区中医院骨科主任/主治医师"),
        (UNIT, ("渝北区中医院", "", "主治医师"), "渝北区中医院/主治医师"),
        (UNIT, ("渝北区中医院", "副院长", ""), "渝北区中医院副院长"),
        (UNIT, ("渝北区中医院", "", ""), "渝北区中医院"),
        (UNIT, ("", "", ""), ""),
        (MOBILE, ("13800000001", "wx_li"), "13800000001、wx_li"),
        (MOBILE, ("13800000001", ""), "13800000001"),
        (MOBILE, ("", "wx_li"), "wx_li"),
        (RECEIVING, ("云阳县江口镇中心卫生院", "骨科"), "云阳县江口镇中心卫生院（骨科）"),
        (RECEIVING, ("云阳县江口镇中心卫生院", ""), "云阳县江口镇中心卫生院"),
    ],
)
def test_joins_as_an_office_writes_it_and_parts_again(path: str, values: tuple[str, ...], text: str) -> None:
    assert join(path, parts_of(path, *values)) == text
    assert part(path, text) == parts_of(path, *values)


def test_values_whose_usual_wording_would_part_otherwise_still_come_back() -> None:
    odd: dict[str, list[tuple[str, ...]]] = {
        UNIT: [("", "某科", "渝北区中医院", "甲/乙", "仁爱 医院"), ("", "骨科主任", "主任医师", "护士长", "副院长/党委委员"),
               ("", "主治医师", "护士长", "无", "骨干")],
        MOBILE: [("", "13800000001", "023-67180000", "不详", "138 0000 0001"),
                 ("", "13800000002", "QQ 12345、微信 a/b", "12345")],
        RECEIVING: [("", "某县人民医院（南区）", "某县人民医院", "骨科"), ("", "骨科", "妇儿科（二病区）", "医院感染科")],
    }  # fmt: skip
    for path, columns in odd.items():
        for values in itertools.product(*columns):
            told = parts_of(path, *values)
            assert part(path, join(path, told)) == told


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("渝北区中医院骨科主任 主治医师", ("渝北区中医院", "骨科主任", "主治医师")),
        ("渝北区中医院、骨科主任、副主任医师", ("渝北区中医院", "骨科主任", "副主任医师")),
        ("渝北区中医院骨科副主任医师", ("渝北区中医院", "骨科", "副主任医师")),
        ("渝北区中医院／主管护师", ("渝北区中医院", "", "主管护师")),
        ("渝北区中医院院感科科长/主管技师", ("渝北区中医院", "院感科科长", "主管技师")),
        ("渝北区中医院\n体检中心主任/副高", ("渝北区中医院", "体检中心主任", "副高")),
        ("龙溪街道社区卫生服务中心主任/全科主治医师", ("龙溪街道社区卫生服务中心", "主任", "全科主治医师")),
        ("主治医师", ("", "", "主治医师")),
        ("骨科主任", ("", "骨科主任", "")),
        ("某某集团", ("某某集团", "", "")),
    ],
)
def test_parts_units_as_people_type_them(text: str, values: tuple[str, ...]) -> None:
    assert part(UNIT, text) == parts_of(UNIT, *values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("13800000001/wx_li", ("13800000001", "wx_li")),
        ("138 0000 0001，QQ：12345678", ("138 0000 0001", "QQ：12345678")),
        ("手机：13800000001 微信同号", ("13800000001", "微信同号")),
        ("QQ12345678、13800000001", ("13800000001", "QQ12345678")),
        ("13800000001\n13800000002", ("13800000001", "13800000002")),
        ("QQ 12345678", ("", "QQ 12345678")),
    ],
)
def test_parts_phone_and_messenger(text: str, values: tuple[str, ...]) -> None:
    assert part(MOBILE, text) == parts_of(MOBILE, *values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("天全县人民医院(妇儿科)", ("天全县人民医院", "妇儿科")),
        ("天全县人民医院妇儿科", ("天全县人民医院", "妇儿科")),
        ("蔈草镇卫生院 骨科", ("蔈草镇卫生院", "骨科")),
        ("蔈草镇卫生院", ("蔈草镇卫生院", "")),
        ("待定", ("待定", "")),
    ],
)
def test_parts_the_receiving_unit(text: str, values: tuple[str, ...]) -> None:
    assert part(RECEIVING, text) == parts_of(RECEIVING, *values)


def test_an_unknown_composite_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        join("person.name", {"person.name": "张三"})
