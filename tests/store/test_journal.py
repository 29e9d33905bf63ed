"""Operations: what they store, what they journal, what they refuse."""

from __future__ import annotations

import json
import threading
from contextlib import closing

import pytest
from sqlalchemy import delete, insert, text, update

from app.catalogue.problems import Refusal
from app.models import Person, PlanItem, Unit, new_id
from app.store.connecting import connect
from app.store.erasing import erase, verify_journal
from app.store.guarding import Unjournalled
from app.store.opening import open_store


def changes(store):
    rows = store.sql("SELECT table_name, kind, fields FROM change ORDER BY id")
    return [(table, kind, json.loads(fields)) for table, kind, fields in rows]


def test_added_changed_and_deleted_records_are_journalled(store):
    with store.operation("add", "新增") as op:
        unit = Unit(name="甲医院", class_="民族县")
        op.session.add(unit)
    with store.operation("change", "改名") as op:
        op.session.get(Unit, unit.id).name = "甲县人民医院"
        op.session.get(Unit, unit.id).level = ""
    with store.operation("delete", "删除") as op:
        op.session.delete(op.session.get(Unit, unit.id))
    assert changes(store) == [
        ("unit", "insert", {"name": [None, "甲医院"], "class": [None, "民族县"]}),
        ("unit", "update", {"name": ["甲医院", "甲县人民医院"]}),
        ("unit", "delete", {"name": ["甲县人民医院", None], "class": ["民族县", None]}),
    ]
    assert store.sql("SELECT count(*) FROM unit") == [(0,)]
    assert verify_journal(store) == []


def test_an_operation_knows_what_it_changed(store):
    with store.operation("add", "新增") as op:
        op.session.add(Unit(name="甲医院"))
        op.session.flush()
        keys = op.insert_many(Unit, [{"name": "乙医院"}])
    assert [(table, kind) for table, _, kind in op.result] == [("unit", "insert")] * 2
    assert op.result[1][1] == keys[0]
    assert store.sql("SELECT name, title FROM operation WHERE id = ?", (op.id,)) == [("add", "新增")]


def test_bulk_rows_are_journalled_with_defaults_and_given_keys(store):
    key = new_id()
    with store.operation("bulk") as op:
        made = op.insert_many(
            Unit, [{"name": "甲", "class_": "省属薄弱"}, {"id": key, "name": "乙", "class": "民族县"}]
        )
    assert made[1] == key
    assert store.sql("SELECT name, class, note FROM unit ORDER BY name DESC") == [
        ("甲", "省属薄弱", ""),
        ("乙", "民族县", ""),
    ]
    assert [fields["name"][1] for _, _, fields in changes(store)] == ["甲", "乙"]
    assert verify_journal(store) == []


def test_bulk_updates_and_deletes_are_journalled(store, clinic):
    with store.operation("bulk") as op:
        assert (
            op.update_many(
                Person, [(clinic["person"], {"sex": "女", "name": "张䶮"}), (new_id(), {"sex": "男"})]
            )
            == 1
        )
    assert changes(store)[-1] == ("person", "update", {"sex": ["", "女"]})
    with store.operation("bulk") as op:
        person = op.session.get(Person, clinic["person"])
        op.update_many(Person, [(person.id, {"sex": "男"})])
        assert op.session.get(Person, clinic["person"]).sex == "男"


def test_an_unknown_column_is_a_mistake(store):
    with pytest.raises(TypeError, match="colour"), store.operation("bulk") as op:
        op.insert_many(Unit, [{"name": "甲", "colour": "红"}])
    assert store.sql("SELECT count(*) FROM unit") == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        update(Person).values(sex="女"),
        delete(Person),
        insert(Unit).values(id=b"1" * 16, name="x"),
        text("DELETE FROM person"),
        text("  replace into unit (id, name) values (x'00', 'x')"),
        text("WITH gone AS (SELECT id FROM person) DELETE FROM person WHERE id IN gone"),
        text("DROP TABLE person"),
    ],
)
def test_statements_past_the_journal_are_refused(store, clinic, statement):
    with pytest.raises(Unjournalled), store.operation("bulk") as op:
        op.session.execute(statement)
    assert store.sql("SELECT name FROM person") == [("张䶮",)]


def test_bulk_saving_of_the_session_is_refused(store):
    with pytest.raises(Unjournalled), store.operation("bulk") as op:
        op.session.bulk_save_objects([Unit(id=new_id(), name="甲")])


def test_reading_sessions_cannot_write(store):
    with pytest.raises(Exception, match="STO-005"), store.read() as session:
        session.add(Unit(name="甲"))
        session.flush()
    assert store.sql("SELECT count(*) FROM unit") == [(0,)]


def test_a_failed_operation_stores_nothing(store, clinic):
    before = (store.sql("SELECT * FROM person"), changes(store), store.sql("SELECT * FROM operation"))
    with pytest.raises(ZeroDivisionError), store.operation("half") as op:
        op.session.get(Person, clinic["person"]).sex = "女"
        op.session.flush()
        op.insert_many(Unit, [{"name": f"{n}号卫生院"} for n in range(20)])
        _ = 1 / 0
    assert (store.sql("SELECT * FROM person"), changes(store), store.sql("SELECT * FROM operation")) == before
    with store.operation("after") as op:
        op.session.add(Unit(name="后来的"))
    assert store.sql("SELECT number FROM operation ORDER BY number") == [(1,), (2,), (3,)]


def test_an_operation_that_changes_nothing_is_not_stored(store, clinic):
    with store.operation("same") as op:
        person = op.session.get(Person, clinic["person"])
        person.name = "张䶮"
        op.update_many(Person, [(person.id, {"mobile": "13800001234"})])
    assert op.id is None
    assert store.sql("SELECT count(*) FROM operation") == [(2,)]


def test_a_broken_rule_is_a_refusal(store, clinic):
    with pytest.raises(Refusal) as refused, store.operation("twice") as op:
        op.session.add(Unit(name="渝北区中医院"))
    assert refused.value.problem.code == "STO-010"
    with pytest.raises(Refusal) as refused, store.operation("orphan") as op:
        op.insert_many(PlanItem, [{"plan_id": new_id(), "goal": "签订责任书"}])
    assert refused.value.problem.code == "STO-010"


def test_the_order_of_records_within_an_operation_does_not_matter(store):
    unit, person = new_id(), new_id()
    with store.operation("any order") as op:
        op.session.add(Person(id=person, name="赵𬭎", unit_id=unit))
        op.session.flush()
        op.session.add(Unit(id=unit, name="甲医院"))
    assert store.sql("SELECT u.name FROM person p JOIN unit u ON u.id = p.unit_id") == [("甲医院",)]


def test_operations_do_not_nest(store):
    with pytest.raises(RuntimeError, match="within another"), store.operation("outer") as op:
        op.session.add(Unit(name="甲"))
        with store.operation("inner"):
            pass
    assert store.sql("SELECT count(*) FROM unit") == [(0,)]


def test_the_operator_is_asked_once_and_kept(store):
    store.workbench().set_setting("operator", "李敏")
    for operator, name in ((None, "甲"), ("王芳", "乙")):
        with store.operation("add", operator=operator) as op:
            op.session.add(Unit(name=name))
    assert store.sql("SELECT operator FROM operation ORDER BY number") == [("李敏",), ("王芳",)]


def test_what_was_seen_of_other_stations_is_kept(store, clinic):
    other = new_id()
    store.close()
    with open_store(store.folder) as again:
        with again.operation("one") as op:
            op.session.add(Unit(name="甲"))
            op.raw.execute("INSERT INTO station (id, number) VALUES (?, 7)", (other,))
        assert json.loads(again.sql("SELECT seen FROM operation ORDER BY number")[-1][0]) == {other.hex(): 7}


def test_threads_write_one_after_another_and_read_meanwhile(store):
    seen: list[int] = []

    def write(letter: str) -> None:
        for number in range(5):
            with store.operation("add") as op:
                op.session.add(Unit(name=f"{letter}{number}"))
            seen.append(store.sql("SELECT count(*) FROM unit")[0][0])

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.sql("SELECT count(*), max(number) FROM operation") == [(15, 15)]
    assert max(seen) == 15
    assert verify_journal(store) == []


def test_an_altered_journal_is_found(store, clinic):
    def meddle(statement: str) -> list[str]:
        with closing(connect(store.ledger)) as ledger:
            ledger.execute(statement)
        return [flaw.what for flaw in verify_journal(store)]

    assert verify_journal(store) == []
    assert meddle("UPDATE change SET fields = replace(fields, '13800001234', '13800009999')") == [
        "altered change"
    ]
    assert "missing change" in meddle("DELETE FROM change WHERE position = 3")
    assert "missing last operation" in meddle("UPDATE station SET number = number + 1")


def test_an_erased_value_is_gone_and_the_journal_still_whole(store, clinic):
    number = "519901198505012346"
    with store.operation("erase", "抹去身份证号") as op:
        op.session.get(Person, clinic["person"]).id_number = ""
        assert erase(op, "person", clinic["person"], "id_number") == 2
    assert verify_journal(store) == []
    assert all(number not in row[0] for row in store.sql("SELECT fields FROM change"))
    kept = [fields for table, _, fields in changes(store) if table == "person"]
    assert kept[0]["name"] == [None, "张䶮"]
    assert set(kept[0]["id_number"]) == {"erased"}
    store.close()
    assert all(number.encode() not in file.read_bytes() for file in store.folder.glob("ledger.sqlite*"))


def test_an_erased_value_cannot_be_guessed_from_what_remains(store, clinic):
    from hashlib import sha256

    with store.operation("erase") as op:
        erase(op, "person", clinic["person"], "id_number")
    ((fields, secret),) = store.sql("SELECT fields, secret FROM change WHERE table_name = 'person'")
    leaf = json.loads(fields)["id_number"]["erased"]
    guess = b'"id_number":[null,"519901198505012346"]'
    salts = [secret[start : start + 16] for start in range(0, len(secret), 16)]
    assert len(salts) == len(json.loads(fields))
    assert leaf not in {sha256(salt + guess).hexdigest() for salt in [b"", secret, *salts]}
