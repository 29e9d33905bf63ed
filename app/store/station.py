"""Which station writes: its id is bound to this folder on this machine.

A folder that was copied, moved or restored takes a new id before its first write, so that two folders never give
the same running number to different operations. The ledger file's inode is part of the binding: a folder copied
away and later copied back has a new one.
"""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from app.catalogue.files import written_beside
from app.store.schema import LEDGER, STATION


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a station lives: ``folder`` resolved, the machine's name and number, and the ledger file's inode."""

    folder: str
    machine: str
    file: int


def binding_of(folder: Path) -> Binding:
    """The binding of a data folder as it stands now."""
    return Binding(str(folder.resolve()), machine(), (folder / LEDGER).stat().st_ino)


def machine() -> str:
    """What tells this machine from others and stays the same: the system's own id, and its name.

    Network addresses will not do: a docking station changes them, and wireless cards make them up.
    """
    return f"{platform.node()} {_system_id()}".strip()


def _system_id() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    try:
        return Path("/etc/machine-id").read_text("ascii").strip()
    except OSError:
        return ""


def _kept(folder: Path) -> tuple[bytes, Binding] | None:
    try:
        told = json.loads((folder / STATION).read_text("utf-8"))
        return bytes.fromhex(told["station"]), Binding(told["folder"], told["machine"], told["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def known_station(folder: Path) -> bytes | None:
    """The id under which this folder has written so far, where it is still the same; looking makes none."""
    kept = _kept(folder)
    return kept[0] if kept is not None and kept[1] == binding_of(folder) else None


def station_of(folder: Path) -> bytes:
    """The id under which this folder writes: the kept one where its binding still holds, else a new one, kept.

    Raises :class:`Surroundings` when it cannot be kept.
    """
    here = binding_of(folder)
    kept = _kept(folder)
    if kept is not None and kept[1] == here:
        return kept[0]
    from app.models.base import new_id

    station = new_id()
    with written_beside(folder / STATION) as beside:
        told = {"station": station.hex(), **asdict(here)}
        beside.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return station
