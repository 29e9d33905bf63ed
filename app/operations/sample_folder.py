"""Sample data to try the program with: the played year in a folder of its own beside the data, thrown away when one likes."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.catalogue.files import surroundings
from app.catalogue.sample_mark import MARK, is_sample
from app.operations.results import Progress
from app.store.opening import open_store

_TOLD = "这个文件夹里是援帮的样例数据，人和单位的事都是虚构的，可以整个删掉。\n"


def sample_folder_of(folder: Path) -> Path:
    """Where the sample data of a data folder lie."""
    return folder.with_name(f"{folder.name}-样例")


def make_sample(folder: Path, progress: Progress | None = None) -> Path:
    """Play the sample year into a folder beside ``folder``, unless it is there whole already; that folder.

    Raises :class:`Surroundings` when the disk does not let us, whatever ``progress`` raises; half a year is thrown away.
    """
    from app.sample_year import play  # noqa: PLC0415 - it uses every operation

    target = sample_folder_of(folder)
    if is_sample(target):
        return target
    try:
        shutil.rmtree(target, ignore_errors=True)
        with open_store(target) as store:
            play(store, progress)
        (target / MARK).write_text(_TOLD, "utf-8")
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            raise surroundings(error, target) from error
        raise
    return target


def throw_away(folder: Path) -> bool:
    """Delete a folder of sample data; whether it was one."""
    if not is_sample(folder):
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return True
