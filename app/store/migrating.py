"""Bringing a ledger to this program's schema: a backup, then one Alembic step after another, each whole or not at all.

Alembic finds its scripts beside this module, also within a built program (where they lie as data files).
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from app import version
from app.catalogue.problems import Problem, Surroundings
from app.store.connecting import connect
from app.store.faults import faults_told
from app.store.schema import BACKUPS, LEDGER, SCHEMA, revision

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(folder: Path, to: int = SCHEMA) -> None:
    """Bring the folder's ledger, made if it is not there, to schema ``to``. Raises :class:`Surroundings`."""
    from sqlalchemy import NullPool, create_engine

    path = folder / LEDGER
    with faults_told(path):
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
        for schema in range(found + 1, to + 1):
            if found:  # what is being made has nothing to keep
                _back_up_before(folder, schema)
            with engine.connect() as session:
                _step(session, schema, path)
        engine.dispose()


def _back_up_before(folder: Path, schema: int) -> None:
    from app.store.packing import back_up_folder, stamp

    back_up_folder(folder, folder / BACKUPS / f"before-{revision(schema)}-{stamp()}.zip")


def _step(connection: Connection, schema: int, path: Path) -> None:
    """One migration in one transaction; references are off meanwhile (tables are remade) and checked at its end."""
    from alembic import command

    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision(schema))
        connection.exec_driver_sql(f"PRAGMA user_version={schema}")
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta (id, value) VALUES ('program', ?)", (version(),)
        )
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Surroundings(_broken(broken, path))
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise


def _broken(rows: object, path: Path) -> Problem:
    return Problem(
        "STO-009",
        "数据升级没有成功，原数据没有改动",
        "请把备份文件夹交给技术人员",
        file=str(path),
        value=str(rows),
    )
