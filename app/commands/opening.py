"""The data folder of a command, open while it runs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.store.opening import Store


def path_of(text: str) -> Path:
    """A path as it was typed; ``~`` is the user's folder. ``~$名册.xlsx``, Office's own lock file, is no user's."""
    return Path(text).expanduser() if text == "~" or text.startswith(("~/", "~\\")) else Path(text)


@contextmanager
def opened(options: Namespace, folder: Path) -> Iterator[Store]:
    """The folder's store; what is written is written by the operator that the command names."""
    from app.store.opening import open_store  # noqa: PLC0415 - the window's start parses the words of all commands

    store = open_store(folder)
    try:
        if options.operator:
            store.operator = options.operator
        yield store
    finally:
        store.close()
