"""Schemas: the migrated one equals the models, steps keep the data, newer ones are refused."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from app import version
from app.catalogue.problems import Refusal
from app.models import TABLES, Base, Person, Unit
from app.store import migrating
from app.store.backup import inspect as inspect_backup
from app.store.connecting import connect
from app.store.erasing import verify_journal
from app.store.light import open_light
from app.store.migrating import configuration, migrate
from app.store.opening import open_store
from app.store.schema import BACKUPS, LEDGER, SCHEMA, revision
from app.store.search import search_people
from app.store.undo import history, undo
from tests.frozen.make import FROZEN, fill, rows_of_ledger

AFTER = revision(SCHEMA + 1)
NEXT = '''
"""A step as later ones will be: a table remade in batch mode."""
import sqlalchemy as sa
from alembic import op

revision = "{after}"
down_revision = "{last}"

def upgrade():
    with op.batch_alter_table("unit", recreate="always") as batch:
        batch.add_column(sa.Column("beds", sa.Integer(), nullable=True))
        batch.drop_column("address")
        batch.create_check_constraint(batch.f("ck_unit_beds"), "beds > 0")
    {more}
'''


@pytest.fixture
def later(monkeypatch, tmp_path):
    """The scripts with one more step after the last."""

    def write(more: str = "pass") -> None:
        shutil.copytree(migrating.SCRIPTS, tmp_path / "scripts", dirs_exist_ok=True)
        (tmp_path / "scripts" / "versions" / f"{AFTER}_beds.py").write_text(
            NEXT.format(more=more, after=AFTER, last=revision(SCHEMA)), "utf-8"
        )
        monkeypatch.setattr(migrating, "SCRIPTS", tmp_path / "scripts")

    return write


def ours(_, name, kind, *__):
    return not (kind == "table" and name.startswith("person_index"))


def test_the_migrated_schema_equals_the_models(store):
    with store.writer().connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
        found = inspect(connection)
        for name, table in TABLES.items():
            checks = {check["name"] for check in found.get_check_constraints(name)}
            assert checks == {str(c.name) for c in table.constraints if str(c.name).startswith("ck_")}, name


def test_the_migrated_columns_equal_those_of_the_models_to_the_letter(store):
    engine = create_engine("sqlite://")
    with engine.connect() as made:
        Base.metadata.create_all(made)
        for name in TABLES:
            pragma = f"PRAGMA table_xinfo({name})"
            assert store.sql(pragma) == [tuple(row) for row in made.exec_driver_sql(pragma)], name
    engine.dispose()


def test_every_constraint_of_the_migrated_schema_is_named(store):
    for name, sql in store.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        if name not in TABLES:
            continue
        for kind in ("PRIMARY KEY", "FOREIGN KEY", "UNIQUE", "CHECK"):
            assert len(re.findall(rf"\b{kind} ?\(", sql)) == len(
                re.findall(rf"CONSTRAINT \w+ {kind}", sql)
            ), (name, kind)


def test_the_last_step_is_the_schema_of_the_program():
    scripts = ScriptDirectory.from_config(configuration())
    assert [step.revision for step in scripts.walk_revisions()] == [revision(n) for n in range(SCHEMA, 0, -1)]


def test_the_file_says_its_schema_and_who_wrote_it(store):
    assert store.sql("PRAGMA user_version") == [(SCHEMA,)]
    assert store.sql("SELECT version_num FROM alembic_version") == [(revision(SCHEMA),)]
    assert store.sql("SELECT value FROM meta WHERE id = 'program'") == [(version(),)]


@pytest.mark.parametrize("path", sorted(FROZEN.glob("schema-*.sqlite")), ids=lambda path: path.stem)
def test_a_frozen_ledger_keeps_its_content(path, tmp_path):
    shutil.copy(path, tmp_path / LEDGER)
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    with open_store(tmp_path) as store:
        now = rows_of_ledger(store.ledger)
        for table, rows in told.items():
            kept = {row["id"]: row for row in now[table]}
            for row in rows:
                assert row.items() <= kept[row["id"]].items(), table
        assert verify_journal(store) == []
        assert store.sql("PRAGMA foreign_key_check") == []
        assert [item.title for item in history(store)] == [
            "撤销：修改人员",
            "修改人员",
            "修改人员",
            "导入名册",
        ]
        ((key, name, duty),) = store.sql("SELECT id, name, duty FROM person WHERE name = '张䶮'")
        assert (name, duty) == ("张䶮", "护士长")
        assert search_people(store, "1985010") == [key]
        undo(store)
        assert store.sql("SELECT duty FROM person WHERE name = '张䶮'") == [("",)]
        undo(store)
        assert store.sql("SELECT count(*) FROM unit") == [(0,)]


def test_there_is_a_frozen_ledger_of_every_schema():
    assert [path.stem for path in sorted(FROZEN.glob("schema-*.sqlite"))] == [
        f"schema-{revision(n)}" for n in range(1, SCHEMA + 1)
    ]


def test_frozen_ledgers_hold_something_of_every_table():
    for path in FROZEN.glob("schema-*.json"):
        assert all(json.loads(path.read_text("utf-8")).values()), path


def test_a_step_keeps_the_data_and_is_backed_up_before(store, folder, later, contents):
    fill(store)
    people, units = contents()["person"], store.sql("SELECT id, name, class FROM unit ORDER BY id")
    store.close()
    later()
    migrate(folder, SCHEMA + 1)
    with closing(connect(folder / LEDGER)) as ledger:
        assert ledger.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
        assert sorted(ledger.execute("SELECT * FROM person")) == people
        assert ledger.execute("SELECT id, name, class FROM unit ORDER BY id").fetchall() == units
        assert ledger.execute("PRAGMA foreign_key_check").fetchall() == []
        ledger.execute("UPDATE unit SET beds = 30")
        with pytest.raises(sqlite3.IntegrityError, match="ck_unit_beds"):
            ledger.execute("UPDATE unit SET beds = 0")
    (saved,) = (folder / BACKUPS).glob(f"before-{AFTER}-*.zip")
    assert inspect_backup(saved, folder).schema == SCHEMA


@pytest.mark.parametrize(
    "more",
    ["op.execute('UPDATE person SET nonsense = 1')", 'op.execute("DELETE FROM unit")'],
    ids=["error", "broken references"],
)
def test_a_step_that_fails_leaves_the_ledger_as_it_was(store, folder, later, more, contents):
    fill(store)
    before = contents()
    store.close()
    later(more)
    with pytest.raises(Exception, match=r"nonsense|STO-009"):
        migrate(folder, SCHEMA + 1)
    with open_store(folder) as again:
        assert again.sql("SELECT * FROM unit ORDER BY id") == before["unit"]
        assert again.sql("PRAGMA user_version") == [(SCHEMA,)]
        with again.operation("still") as op:
            op.session.add(Unit(name="照常可写"))


@pytest.mark.parametrize("opened", [open_store, open_light])
def test_a_newer_ledger_is_refused_and_says_by_whom(store, folder, opened):
    store.close()
    with closing(connect(folder / LEDGER)) as ledger:
        ledger.execute(f"PRAGMA user_version={SCHEMA + 1}")
        ledger.execute("UPDATE meta SET value = '9.8.7'")
    before = (folder / LEDGER).read_bytes()
    with pytest.raises(Refusal) as refused:
        opened(folder)
    assert refused.value.problem.code == "STO-001"
    assert "9.8.7" in refused.value.problem.message
    assert (folder / LEDGER).read_bytes() == before


def test_an_older_ledger_is_not_for_the_light_path(tmp_path):
    assert open_light(tmp_path) is None
    (tmp_path / LEDGER).touch()
    assert open_light(tmp_path) is None


def test_a_half_made_ledger_is_made_whole(tmp_path):
    (tmp_path / LEDGER).touch()
    with open_store(tmp_path) as store, store.operation("add") as op:
        op.session.add(Person(name="张灵"))


def test_scripts_lie_beside_the_package():
    assert (Path(migrating.__file__).parent / "migrations" / "env.py").is_file()
    assert Path(migrating.__file__).parent / "migrations" == migrating.SCRIPTS
