"""The data in another place, a drive that outlives a new Windows for example: copied there, or found there from before.

Code: STO-050, the place is no good.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.catalogue.place import lead_to
from app.catalogue.problems import Problem, Refusal
from app.operations.keeping import backup, restore
from app.operations.results import Outcome, Progress
from app.store.opening import Store
from app.store.schema import LEDGER

NAME = "援帮数据"


def place_in(chosen: Path) -> Path:
    """The data folder that a chosen folder stands for: itself when it has data, else one in it."""
    return chosen if (chosen / LEDGER).exists() else chosen / NAME


def move_data(store: Store, chosen: Path, progress: Progress | None = None) -> Outcome:
    """Copy everything to :func:`place_in` ``chosen`` (or keep what is there from before), and use it from the next start on.

    The present folder stays as it is. The outcome's one item has ``folder`` and whether data were ``found`` there.
    Raises :class:`Refusal` STO-050 for a folder within the present one, :class:`Surroundings` when it cannot be written.
    """
    target = place_in(chosen)
    present = store.folder.resolve()
    if target.resolve() == present or present in target.resolve().parents:
        raise Refusal(
            Problem("STO-050", "这就是现在放数据的地方", "请选另一个文件夹，例如 D 盘", file=str(chosen))
        )
    found = (target / LEDGER).exists()
    if not found:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=target, prefix=".moving-", ignore_cleanup_errors=True
        ) as passing:
            packed = Path(passing) / "all.zip"
            backup(store, packed, progress)
            restore(packed, target, replace=True, progress=progress)
    lead_to(target)
    said = "那里原来就有援帮的数据，从现在起用那里的" if found else "数据已复制过去，从现在起用那里的"
    return Outcome(f"{said}：{target}", [{"folder": str(target), "found": found}])
