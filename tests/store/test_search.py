"""Finding people by parts of names, pinyin, initials, numbers."""

from __future__ import annotations

import random

import pytest

from app.models import Person, Unit
from app.store.deleting import delete_record
from app.store.lists import list_ids
from app.store.pinyin import pinyin_of
from app.store.search import rebuild_index, search_people

PEOPLE = [
    ("张䶮", "519901198505012346", "13800001234", "023-67801234"),
    ("张灵玉", "519902197712120013", "13800005678", ""),
    ("单雪", "", "13800009999", ""),
    ("阿卜杜·热合曼", "", "", ""),
    ("赵𬭎", "H1234567X", "", ""),
    ("曾 伟", "51990119900307002X", "", ""),
    ("Maria 王", "", "", ""),
    ("欧阳娜娜", "", "", ""),
]


@pytest.fixture
def found(store):
    """A function from a search text to the names found."""
    with store.operation("fill") as op:
        (unit,) = op.insert_many(Unit, [{"name": "渝北区中医院"}])
        rows = [
            {"name": name, "id_number": number, "mobile": mobile, "office_phone": phone, "unit_id": unit}
            for name, number, mobile, phone in PEOPLE
        ]
        op.insert_many(Person, rows)

    def look(text, limit=50):
        names = dict(store.sql("SELECT id, name FROM person"))
        return [names[key] for key in search_people(store, text, limit)]

    return look


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张", ["张䶮", "张灵玉"]),
        ("灵玉", ["张灵玉"]),
        ("䶮", ["张䶮"]),
        ("𬭎", ["赵𬭎"]),
        ("张灵玉", ["张灵玉"]),
        ("热合曼", ["阿卜杜·热合曼"]),
        ("杜·热", ["阿卜杜·热合曼"]),
        ("zly", ["张灵玉"]),
        ("ZLY", ["张灵玉"]),
        ("ly", ["张灵玉"]),
        ("zhang", ["张䶮", "张灵玉"]),
        ("zhangl", ["张灵玉"]),
        ("zhanglingyu", ["张灵玉"]),
        ("zhang lingyu", ["张灵玉"]),
        ("lingyu", ["张灵玉"]),
        ("shan", ["单雪"]),
        ("dan", ["单雪"]),
        ("sx", ["单雪"]),
        ("zeng", ["曾 伟"]),
        ("zw", ["曾 伟"]),
        ("ouyangnana", ["欧阳娜娜"]),
        ("oynn", ["欧阳娜娜"]),
        ("maria", ["Maria 王"]),
        ("张ly", ["张灵玉"]),
        ("张 5678", ["张灵玉"]),
        ("1234", ["张䶮", "赵𬭎"]),
        ("19850501", ["张䶮"]),
        ("519901", ["张䶮", "曾 伟"]),
        ("519901198505012346", ["张䶮"]),
        ("002x", ["曾 伟"]),
        ("H1234567X", ["赵𬭎"]),
        ("678", ["张䶮", "张灵玉"]),
        ("99", ["张䶮", "张灵玉", "单雪", "曾 伟"]),
        ("138 0000 5678", ["张灵玉"]),
        ("023-6780", ["张䶮"]),
        ("李", []),
        ("张玉", []),
        ("zhangyu", []),
        ("123412", []),
        ("19850502", []),
        ("", []),
        ("··", []),
        ('"*', []),
    ],
)
def test_parts_find_people(found, text, names):
    assert found(text) == names


def test_a_unit_finds_its_people_when_no_person_fits(found):
    assert len(found("渝北区")) == len(PEOPLE)
    assert found("渝北区", 3) == [name for name, *_ in PEOPLE[:3]]


def test_the_very_name_comes_first_and_the_limit_holds(store):
    with store.operation("fill") as op:
        op.insert_many(Person, [{"name": f"张伟{letter}"} for letter in "一二三四五"])
        (exact,) = op.insert_many(Person, [{"name": "张伟"}])
    assert search_people(store, "张伟", 3)[0] == exact
    assert len(search_people(store, "张伟", 3)) == 3


def test_the_index_follows_changes_within_their_operation(store, found):
    ((key,),) = store.sql("SELECT id FROM person WHERE name = '张灵玉'")
    with store.operation("save") as op:
        op.session.get(Person, key).name = "李灵玉"
        op.session.get(Person, key).mobile = "13800007777"
    assert found("张灵玉") == []
    assert found("lly") == ["李灵玉"]
    assert found("7777") == ["李灵玉"]
    assert found("5678") == []
    with pytest.raises(ZeroDivisionError), store.operation("half") as op:
        op.session.get(Person, key).name = "王五"
        _ = 1 / 0
    assert found("王五") == []
    with store.operation("delete") as op:
        delete_record(op, Person, key)
    assert found("灵玉") == []
    assert store.sql("SELECT count(*) FROM person_search") == [(len(PEOPLE) - 1,)]


def test_the_index_can_be_made_anew(store, found):
    before = {text: found(text) for text in ("张", "zly", "1985", "shan")}
    assert rebuild_index(store) == len(PEOPLE)
    assert {text: found(text) for text in before} == before


def test_search_finds_what_a_scan_finds(store):
    pick = random.Random(7)
    names = [
        "".join(pick.choice("张王李单曾伟灵玉敏") for _ in range(pick.choice((2, 3)))) for _ in range(300)
    ]
    with store.operation("fill") as op:
        op.insert_many(
            Person, [{"name": name, "mobile": f"138{pick.randrange(10**8):08d}"} for name in names]
        )
    people = store.sql("SELECT id, name, mobile FROM person")
    for _ in range(200):
        key, name, mobile = pick.choice(people)
        start = pick.randrange(0, 8)
        part = mobile[start : start + pick.randrange(1, 12)]
        assert set(search_people(store, part, 1000)) == {k for k, _, m in people if part in m}, part
        part = name[pick.randrange(0, 2) :]
        assert set(search_people(store, part, 1000)) == {k for k, n, _ in people if part in n}, part
        spelt = pinyin_of(name).partition("/")[0]
        for text in (spelt.replace(" ", ""), "".join(word[0] for word in spelt.split())):
            assert key in search_people(store, text, 1000)
            assert key in list_ids(store, "people", search=text)


def test_surnames_are_read_as_surnames():
    assert pinyin_of("单雪") == "shan xue/dan xue"
    assert pinyin_of("尉迟恭") == "yu chi gong/wei chi gong"
    assert pinyin_of("张䶮") == "zhang yan"
    assert pinyin_of("吕布") == "lv bu"
    assert pinyin_of("阿·里") == "a li"


def test_people_are_found_as_the_operation_that_made_them_left_them(store):
    row = {"name": "张灵玉", "mobile": "13800005678"}
    with store.operation("make and change") as op:
        kept, changed, gone, back = op.insert_many(Person, [dict(row) for _ in range(4)])
        op.update_many(Person, [(changed, {"mobile": "13800007777"}), (kept, {"duty": "主任"})])
        op.delete_many(Person, [gone, back])
        op.insert_many(Person, [{"id": back, "name": "赵𬭎"}])
        late = Person(name="曾伟")
        op.session.add(late)
        op.session.flush()
        late.name = "曾炜"
    assert search_people(store, "张灵玉") == [kept, changed]
    assert search_people(store, "5678") == [kept]
    assert search_people(store, "7777") == [changed]
    assert search_people(store, "𬭎") == [back]
    assert search_people(store, "曾炜") == [late.id]
    assert search_people(store, "曾伟") == []
    with store.operation("change later") as op:
        op.update_many(Person, [(kept, {"name": "单雪"})])
    assert search_people(store, "单雪") == [kept]
    assert search_people(store, "张灵玉") == [changed]
