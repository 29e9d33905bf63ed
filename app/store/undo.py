"""The history, and taking back a whole operation.

Undo is an operation itself and can be undone, which is redo. It refuses, naming what stands in the way, when a later
operation has changed the same field or still needs a record that would go. Operations that were taken back
meanwhile do not count.

=======  ==============================================================
code     what stands in the way
=======  ==============================================================
UND-001  nothing to undo, or no such operation
UND-002  the operation was undone already
UND-003  a later operation changed the same field
UND-004  a later record refers to one that would go
UND-005  a record that would change is gone, or one referred to is gone
UND-006  another record has taken the same name (or other unique value)
UND-007  a value was erased from the journal
=======  ==============================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.catalogue.problems import Problem, Refusal
from app.models import MODELS
from app.store.light import Light
from app.store.records import columns_of_table
from app.store.references import existing, references_from, references_to, referring, unique_columns
from app.store.sealing import unsealed
from app.store.station import known_station
from app.store.words import TABLE_LABELS, called

if TYPE_CHECKING:
    from app.store.journal import OperationScope
    from app.store.opening import Store


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One operation as the history shows it. ``at`` is UTC in ISO; ``undone`` whether it is taken back by now."""

    id: bytes
    number: int
    at: str
    operator: str
    name: str
    title: str
    station: str
    changes: int
    undone: bool
    undoes: bytes | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: its own operation, the one it took back with its title, and the tables it touched."""

    operation: bytes
    undid: bytes
    title: str
    changed: frozenset[str]


@dataclass(slots=True)
class _Net:
    """What an operation did to one record, all its changes together: ``{column: (before, after)}``."""

    table: str
    key: bytes
    existed: bool
    exists: bool
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


_HISTORY = """
SELECT o.id, o.number, o.at, o.operator, o.name, o.title, s.name, s.id,
       coalesce((SELECT max(position) FROM change WHERE operation_id = o.id), 0), o.undoes_id
FROM operation o JOIN station s ON s.id = o.station_id ORDER BY o.rowid DESC LIMIT ?
"""


def undone_operations(store: Light) -> set[bytes]:
    """Keys of the operations that are taken back as things stand: by an undo that was not itself taken back."""
    return _taken_back(store.sql(_UNDOINGS))


_UNDOINGS = "SELECT id, undoes_id FROM operation WHERE undoes_id IS NOT NULL ORDER BY rowid DESC"


def _taken_back(undoings: Iterable[tuple[bytes, bytes]]) -> set[bytes]:
    """What is undone by these undoings, the latest first: an undo that was itself taken back does not count."""
    undone: set[bytes] = set()
    for key, undoes in undoings:
        if key not in undone:
            undone.add(undoes)
    return undone


def history(store: Light, limit: int = 200) -> list[HistoryItem]:
    """The latest operations, newest first. ``station`` is its unit's name, 本机 for this one, or the end of its id."""
    here = known_station(store.folder)
    undone = undone_operations(store)
    return [
        HistoryItem(
            key,
            number,
            at,
            operator,
            name,
            title,
            station or ("本机" if station_id == here else station_id.hex()[-8:]),
            changes,
            key in undone,
            undoes,
        )
        for key, number, at, operator, name, title, station, station_id, changes, undoes in store.sql(
            _HISTORY, (limit,)
        )
    ]


def undo(store: Store, operation: bytes | None = None) -> Undone:
    """Take back one operation whole; by default the latest that is neither undone nor an undo.

    Raises :class:`Refusal` (UND-001 to UND-007, each thing that stands in the way) and then nothing is changed.
    """
    undone = undone_operations(store)
    if operation is None:
        operation = _latest(store, undone)
    row = store.sql("SELECT title, undoes_id FROM operation WHERE id = ?", (operation,))
    if not row:
        raise Refusal(Problem("UND-001", "没有这个操作", "请在变更记录里核对"))
    title, undoes = row[0]
    if operation in undone:
        raise _undone_already(title)
    new_title = f"恢复：{title.removeprefix('撤销：')}" if undoes else f"撤销：{title}"
    with store.operation("undo", new_title, undoes=operation) as op:
        undone = _taken_back(op.raw.execute(_UNDOINGS))  # another window may have undone or redone meanwhile
        if operation in undone:
            raise _undone_already(title)
        _Undoing(op, operation, undone).run()
    if op.id is None:
        raise Refusal(Problem("UND-001", f"“{title}”没有可以撤销的改动", "请撤销别的操作"))
    return Undone(op.id, operation, title, frozenset(table for table, _, _ in op.changed))


def _undone_already(title: str) -> Refusal:
    return Refusal(Problem("UND-002", f"“{title}”已经撤销过了", "要恢复它，请撤销那次撤销"))


def _latest(store: Light, undone: set[bytes]) -> bytes:
    query = (
        "SELECT id FROM operation o WHERE undoes_id IS NULL"
        " AND EXISTS (SELECT 1 FROM change WHERE operation_id = o.id) ORDER BY rowid DESC"
    )
    for (key,) in store.sql(query):
        if key not in undone:
            return bytes(key)
    raise Refusal(Problem("UND-001", "没有可以撤销的操作", "做过的操作列在变更记录里；撤销过的不再列入"))


def _when(at: str) -> str:
    """The moment in this machine's time, as a person says it."""
    try:
        moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return at
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"


def _before(net: _Net) -> dict[str, Any]:
    """What the fields were; a whole record's journal leaves out what equals the column's default."""
    columns = columns_of_table(net.table)
    defaults = dict(zip(columns.names, columns.defaults, strict=True))
    return {name: defaults[name] if before is None else before for name, (before, _) in net.fields.items()}


class _Undoing:
    """One undo under way: what was done, what stands in the way, the reversal."""

    def __init__(self, op: OperationScope, operation: bytes, undone: set[bytes]) -> None:
        self.op = op
        self.operation = operation
        self.undone = undone
        self.execute = op.raw.execute
        self.problems: list[Problem] = []

    def run(self) -> None:
        nets = self._nets()
        later = self._later()
        going: dict[str, list[bytes]] = defaultdict(list)
        for net in nets:
            if net.exists and not net.existed:
                going[net.table].append(net.key)
        self._check_fields(nets, later)
        self._check_references(nets, going)
        self._check_presence(nets, going)
        if self.problems:
            raise Refusal(*self.problems[:20])
        # A record may go before the one that this very undo makes refer elsewhere; all agree again at the end.
        self.execute("PRAGMA defer_foreign_keys = ON")
        self._reverse(nets)

    def _nets(self) -> list[_Net]:
        nets: dict[tuple[str, bytes], _Net] = {}
        query = (
            "SELECT table_name, record_id, kind, fields FROM change WHERE operation_id = ? ORDER BY position"
        )
        for table, key, kind, text in self.execute(query, (self.operation,)).fetchall():
            net = nets.setdefault((table, key), _Net(table, key, kind != "insert", True))
            net.exists = kind != "delete"
            for name, values in unsealed(text).items():
                if values is None:
                    raise Refusal(
                        Problem(
                            "UND-007",
                            f"{TABLE_LABELS.get(table, table)}的内容已按要求从记录里抹去，不能再撤销",
                        )
                    )
                before = net.fields[name][0] if name in net.fields else values[0]
                net.fields[name] = (before, values[1])
        return list(nets.values())

    def _later(self) -> dict[bytes, list[tuple[bytes, str, str]]]:
        """Later changes to the same records that still count: ``{record: [(operation, kind, fields)]}``."""
        query = """
            SELECT DISTINCT l.id, l.record_id, l.operation_id, l.kind, l.fields
            FROM change c JOIN change l ON l.record_id = c.record_id AND l.id > c.id AND l.operation_id <> c.operation_id
            WHERE c.operation_id = ? ORDER BY l.id
        """
        order = "SELECT id FROM operation WHERE rowid > (SELECT rowid FROM operation WHERE id = ?)"
        newer = {row[0] for row in self.execute(order, (self.operation,))}
        undoing = {
            row[0]: row[1]
            for row in self.execute("SELECT id, undoes_id FROM operation WHERE undoes_id IS NOT NULL")
        }
        found: dict[bytes, list[tuple[bytes, str, str]]] = defaultdict(list)
        for _, record, operation, kind, text in self.execute(query, (self.operation,)).fetchall():
            taken_back = operation in self.undone
            undo_of_newer = undoing.get(operation) in newer
            if not taken_back and not undo_of_newer:
                found[record].append((operation, kind, text))
        return found

    def _say(self, operation: bytes) -> str:
        row = self.execute("SELECT title, operator, at FROM operation WHERE id = ?", (operation,)).fetchone()
        title, operator, at = row
        return f"{operator + '于' if operator else ''}{_when(at)}做的“{title}”"

    def _check_fields(self, nets: Sequence[_Net], later: dict[bytes, list[tuple[bytes, str, str]]]) -> None:
        for net in nets:
            for operation, kind, text in later.get(net.key, []):
                touched = unsealed(text).keys()
                whole = kind != "update" or net.existed != net.exists
                if whole or touched & net.fields.keys():
                    message = (
                        f"{called(self.execute, net.table, net.key)}后来又有改动：{self._say(operation)}"
                    )
                    self.problems.append(Problem("UND-003", message, "请先撤销后来的操作"))
                    break

    def _check_references(self, nets: Sequence[_Net], going: dict[str, list[bytes]]) -> None:
        let_go = {(net.table, net.key, name) for net in nets if net.existed for name in net.fields}
        for table, keys in going.items():
            for reference in references_to(table):
                held = set(going.get(reference.table, ()))
                for record, target in referring(self.execute, reference, keys):
                    if record in held or (reference.table, record, reference.column) in let_go:
                        continue  # it goes too, or refers to what it did before
                    label = TABLE_LABELS.get(reference.table, reference.table)
                    by = self._made_by(record)
                    message = f"{called(self.execute, table, target)}后来有了{label}，不能撤掉{f'：{by}' if by else ''}"
                    self.problems.append(Problem("UND-004", message, f"请先删除这条{label}，或撤销那次操作"))

    def _made_by(self, record: bytes) -> str:
        query = "SELECT operation_id FROM change WHERE record_id = ? ORDER BY id DESC LIMIT 1"
        row = self.execute(query, (record,)).fetchone()
        return self._say(row[0]) if row else ""

    def _check_presence(self, nets: Sequence[_Net], going: dict[str, list[bytes]]) -> None:
        """Records to change must be there; what restored values refer to too; unique values must be free."""
        coming = {(net.table, net.key) for net in nets if net.existed and not net.exists}
        wanted: dict[str, set[bytes]] = defaultdict(set)
        for net in nets:
            if net.existed:
                for reference in references_from(net.table):
                    target = net.fields.get(reference.column, (None, None))[0]
                    if target is not None and (reference.target, target) not in coming:
                        wanted[reference.target].add(target)
            if net.exists:
                wanted[net.table].add(net.key)
        for table, keys in wanted.items():
            for _ in keys - existing(self.execute, table, keys):
                label = TABLE_LABELS.get(table, table)
                self.problems.append(
                    Problem("UND-005", f"要改回的内容所在的{label}已经不在了", "请先撤销删除它的操作")
                )
        for net in nets:
            if net.existed:
                self._check_unique(net, going)

    def _check_unique(self, net: _Net, going: dict[str, list[bytes]]) -> None:
        for columns in unique_columns(net.table):
            if not any(column in net.fields for column in columns):
                continue
            values = self._restored(net, columns)
            where = " AND ".join(f'"{column}" = ?' for column in columns)
            query = f"SELECT id FROM {net.table} WHERE {where} AND id <> ?"
            for (other,) in self.execute(query, (*values, net.key)).fetchall():
                if other not in going.get(net.table, ()):
                    message = f"已有另一条{called(self.execute, net.table, other)}占用了原来的内容"
                    self.problems.append(Problem("UND-006", message, "请先改名或删除那一条"))

    def _restored(self, net: _Net, columns: Sequence[str]) -> list[Any]:
        if net.exists:
            row = self.execute(columns_of_table(net.table).select, (net.key,)).fetchone()
            now = dict(zip(columns_of_table(net.table).names, row, strict=True)) if row else {}
        else:
            now = dict(
                zip(columns_of_table(net.table).names, columns_of_table(net.table).defaults, strict=True)
            )
        return [net.fields[column][0] if column in net.fields else now.get(column) for column in columns]

    def _reverse(self, nets: Sequence[_Net]) -> None:
        tables = list(MODELS)
        by_table: dict[str, list[_Net]] = defaultdict(list)
        for net in nets:
            by_table[net.table].append(net)
        for table in sorted(by_table, key=tables.index, reverse=True):
            gone = [net.key for net in by_table[table] if net.exists and not net.existed]
            self.op.delete_many(MODELS[table], gone)
        for table in sorted(by_table, key=tables.index):
            back = [
                {
                    "id": net.key,
                    **{name: before for name, (before, _) in net.fields.items() if before is not None},
                }
                for net in by_table[table]
                if net.existed and not net.exists
            ]
            self.op.insert_many(MODELS[table], back)
            changed = [(net.key, _before(net)) for net in by_table[table] if net.existed and net.exists]
            self.op.update_many(MODELS[table], changed)
