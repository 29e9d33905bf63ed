"""表样 in the office's hands: next year's notice as a copy of this year's, kept in the data folder.

Shipped editions are never changed: a copy gets an id of its own, so records print on the old paper as before. A
changed file is kept only when it passes the same checks as the shipped ones.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from app.catalogue.files import surroundings, written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms.edition import Edition
from app.forms.editions import checked, editions
from app.operations.results import Outcome
from app.store.schema import EDITIONS

_REMOVED = ".removed"
_YEAR = re.compile(r"20\d\d(?=年)")


def own_folder(folder: Path) -> Path:
    """Where a data folder keeps its own editions."""
    return folder / EDITIONS


def known_editions(folder: Path) -> dict[str, Edition]:
    """All editions by id, the shipped ones and the data folder's own."""
    return editions(own_folder(folder))


def is_own(folder: Path, edition: Edition) -> bool:
    """Whether an edition is the office's own."""
    return Path(edition.file).parent == own_folder(folder)


def edition_of(folder: Path, edition_id: str) -> Edition:
    """The edition of that id. Raises :class:`Refusal` naming those there are."""
    known = known_editions(folder)
    if edition_id not in known:
        raise Refusal(
            Problem("PRN-001", f"没有表样“{edition_id}”", "可用的表样：" + "、".join(known), value=edition_id)
        )
    return known[edition_id]


def text_of(edition: Edition) -> str:
    """The file of an edition as text. Raises :class:`Surroundings`."""
    try:
        return Path(edition.file).read_text("utf-8")
    except OSError as error:
        raise surroundings(error, edition.file) from error


def years_in(edition: Edition) -> list[str]:
    """The years that title and source speak of, the first first."""
    told = "".join(line.text for line in edition.title) + edition.source
    return list(dict.fromkeys(_YEAR.findall(told)))


def copy_edition(folder: Path, edition_id: str, name: str = "", year: str = "") -> Outcome:
    """A copy of an edition under a new id, as the office's own; the item has its ``id``.

    ``year`` takes the place of the first year that the title speaks of.
    """
    from app.forms.edition_editing import with_head, with_title  # noqa: PLC0415 - tomlkit is for this alone

    source = edition_of(folder, edition_id)
    new_id = _free_id(folder, re.sub(r"-own-\d+$", "", source.id))
    text = with_head(text_of(source), id=new_id, name=name or source.name)
    old = years_in(source)
    if year and old:
        text = with_title(text, [line.text.replace(old[0] + "年", year + "年") for line in source.title])
    _keep(folder, new_id, text)
    return Outcome(f"已复制《{source.name}》", [{"id": new_id}], changed=frozenset({"edition"}))


def _free_id(folder: Path, base: str) -> str:
    known = known_editions(folder)
    taken = {path.stem for path in own_folder(folder).glob("*.toml*")}
    number = 1
    while (found := f"{base}-own-{number}") in known or found in taken:
        number += 1
    return found


def change_edition(folder: Path, edition_id: str, change: Callable[[str], str]) -> Outcome:
    """Change an own edition's file by a function of its text; kept only when it is sound.

    Raises :class:`Refusal` EDI-001 for a shipped one, and the checks' problems (FRM-0xx): the file stays then.
    """
    edition = edition_of(folder, edition_id)
    _own_only(folder, edition)
    _keep(folder, edition.id, change(text_of(edition)))
    return Outcome(f"已改《{edition.name}》", [{"id": edition.id}], changed=frozenset({"edition"}))


def _own_only(folder: Path, edition: Edition) -> None:
    if not is_own(folder, edition):
        raise Refusal(
            Problem(
                "EDI-001",
                f"《{edition.name}》是随程序来的官方表样，不能改动",
                "请先复制成自己的表样再改",
                value=edition.id,
            )
        )


def _keep(folder: Path, edition_id: str, text: str) -> Edition:
    target = own_folder(folder) / f"{edition_id}.toml"
    edition = checked(text, target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(target) as beside:
            beside.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise surroundings(error, target) from error
    return edition


def remove_edition(folder: Path, edition_id: str) -> Outcome:
    """Take an own edition off the list; its file stays beside, renamed. Raises as :func:`change_edition`."""
    edition = edition_of(folder, edition_id)
    _own_only(folder, edition)
    file = Path(edition.file)
    try:
        file.replace(file.with_name(file.name + _REMOVED))
    except OSError as error:
        raise surroundings(error, file) from error
    return Outcome(f"已删除《{edition.name}》", [{"id": edition.id}], changed=frozenset({"edition"}))


def restore_edition(folder: Path, edition_id: str) -> Outcome:
    """Put a removed own edition back. Raises :class:`Refusal` EDI-002 when there is none of that id."""
    file = own_folder(folder) / f"{edition_id}.toml{_REMOVED}"
    target = file.with_name(f"{edition_id}.toml")
    if not file.is_file() or target.exists():
        raise Refusal(Problem("EDI-002", "没有可恢复的表样", "请从文件导入", value=edition_id))
    try:
        file.replace(target)
    except OSError as error:
        raise surroundings(error, file) from error
    return Outcome("已恢复表样", [{"id": edition_id}], changed=frozenset({"edition"}))


def export_edition(folder: Path, edition_id: str, target: Path) -> Outcome:
    """An edition's file, for another office. Raises :class:`Surroundings`."""
    edition = edition_of(folder, edition_id)
    with written_beside(target) as beside:
        shutil.copyfile(edition.file, beside)
    return Outcome(f"已导出《{edition.name}》到 {target}", [{"file": str(target)}])


def import_edition(folder: Path, source: Path) -> Outcome:
    """Take in an edition's file; one whose id is taken gets a new one, unless it is the very same.

    Raises :class:`Refusal` with every problem of the file: nothing is kept then.
    """
    from app.forms.edition_editing import with_head  # noqa: PLC0415
    from app.forms.editions import load_edition  # noqa: PLC0415

    found = load_edition(source)
    text = text_of(found)
    known = known_editions(folder).get(found.id)
    if known is not None and known.mark == found.mark:
        return Outcome(f"《{found.name}》已经有了，没有改动", [{"id": found.id}])
    new_id = found.id
    if known is not None:
        new_id = _free_id(folder, re.sub(r"-own-\d+$", "", found.id))
        text = with_head(text, id=new_id)
    _keep(folder, new_id, text)
    return Outcome(f"已导入《{found.name}》", [{"id": new_id}], changed=frozenset({"edition"}))
