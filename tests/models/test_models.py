"""The classes of what is kept: keys, names of constraints, defaults, references."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.types import LargeBinary, String

from app.models import MODELS, TABLES, UNJOURNALLED, Base, Pairing, Person, Posting, Unit, new_id
from app.models.base import new_ids


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_keys_are_uuid7_of_this_moment():
    before = time.time_ns() // 1_000_000
    key = uuid.UUID(bytes=new_id())
    assert key.version == 7
    assert key.variant == uuid.RFC_4122
    assert before <= key.int >> 80 <= time.time_ns() // 1_000_000 + 1000


def test_keys_only_grow_also_across_threads():
    made: list[bytes] = []

    def make():
        made.extend(new_ids(500))
        made.extend(new_id() for _ in range(500))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000
    here = [new_id() for _ in range(2000)]
    assert here == sorted(here)
    assert max(made) < here[0]
    assert all(len(key) == 16 for key in made)


def test_every_constraint_and_index_has_a_name():
    for table in TABLES.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_every_reference_is_indexed():
    for table in TABLES.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading |= {next(iter(c.columns)).name for c in table.constraints if getattr(c, "columns", None)}
        assert {key.parent.name for key in table.foreign_keys} <= leading, table.name


def test_kept_records_have_sixteen_byte_keys_and_no_null_text():
    for name, table in TABLES.items():
        if name in UNJOURNALLED:
            continue
        assert isinstance(table.c.id.type, LargeBinary), name
        assert list(table.primary_key.columns) == [table.c.id]
        for column in table.columns:
            assert not (isinstance(column.type, String) and column.nullable), column


def test_models_are_told_by_their_tables():
    assert MODELS["person"] is Person
    assert set(MODELS) == set(TABLES)


def test_untold_is_empty_text_and_none_for_yes_or_no(session):
    unit = Unit(name="蔈草镇卫生院")
    session.add(unit)
    session.flush()
    person = Person(name="张䶮")
    session.add(person)
    session.flush()
    posting = Posting(person_id=person.id, unit_id=unit.id)
    session.add(posting)
    session.commit()
    assert (unit.class_, person.birth, person.unit_id, person.photo) == ("", "", None, "")
    assert (posting.state, posting.subsidised, posting.mode) == ("planned", None, "")


def test_two_units_of_one_name_are_refused(session):
    session.add_all([Unit(name="江口镇中心卫生院"), Unit(name="江口镇中心卫生院")])
    with pytest.raises(IntegrityError, match=r"unit\.name"):
        session.flush()


def test_a_unit_does_not_support_itself(session):
    unit = Unit(name="甲县人民医院")
    session.add(unit)
    session.flush()
    session.add(Pairing(supporting_id=unit.id, receiving_id=unit.id))
    with pytest.raises(IntegrityError, match="ck_pairing_two_units"):
        session.flush()


def test_a_reference_needs_its_record(session):
    session.add(Posting(person_id=new_id(), unit_id=new_id()))
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        session.flush()
