"""Taking a sensitive value out of the journal for good, and proving that the journal is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.store.light import Light
from app.store.sealing import head_of, is_whole, unsealed, without

if TYPE_CHECKING:
    from app.store.journal import OperationScope


def erase(op: OperationScope, table: str, record: bytes, column: str) -> int:
    """Erase every value that the journal holds of a record's column, those of this operation too; how many rows.

    The stored record is not touched: empty the column (or delete the record) first, in the same operation. The
    rows go on proving themselves; operations that they belong to can no longer be undone. Free pages are zeroed.
    Backups made before still hold the value.
    """
    op.session.flush()
    op.write_changes()
    op.keep = True
    op.raw.execute("PRAGMA secure_delete=ON")
    query = "SELECT id, fields, secret FROM change WHERE record_id = ? AND table_name = ?"
    count = 0
    for number, fields, secret in op.raw.execute(query, (record, table)).fetchall():
        if unsealed(fields).get(column) is not None:
            sealed = without(fields, secret, column)
            op.raw.execute("UPDATE change SET fields = ?, secret = ? WHERE id = ?", (*sealed, number))
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the journal is not whole: the operation, the change's position (0: the operation), and why."""

    operation: bytes
    position: int
    what: str


def verify_journal(store: Light) -> list[Flaw]:
    """Check every row's hash, and that neither changes nor this file's operations are missing; [] when whole."""
    flaws = []
    expected: dict[bytes, int] = {}
    rows = store.connection().execute(
        "SELECT operation_id, position, table_name, record_id, kind, fields, secret, hash FROM change ORDER BY id"
    )
    for operation, position, table, record, kind, fields, secret, digest in rows:
        expected[operation] = expected.get(operation, 0) + 1
        if position != expected[operation]:
            flaws.append(Flaw(operation, position, "missing change"))
            expected[operation] = position
        if not is_whole(head_of(operation, position, table, record, kind), fields, secret, digest):
            flaws.append(Flaw(operation, position, "altered change"))
    return flaws + _missing_operations(store)


def _missing_operations(store: Light) -> list[Flaw]:
    flaws = []
    last: dict[bytes, int] = {}
    query = "SELECT id, station_id, number FROM operation ORDER BY station_id, number"
    for key, station, number in store.sql(query):
        if number != last.get(station, 0) + 1:
            flaws.append(Flaw(key, 0, "missing operation before"))
        last[station] = number
    for station, number in store.sql("SELECT id, number FROM station"):
        if last.get(station, 0) != number:
            flaws.append(Flaw(station, 0, "missing last operation"))
    return flaws
