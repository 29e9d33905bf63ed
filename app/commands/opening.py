"""The data folder of a command, open while it runs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.store.opening import Store, open_store


@contextmanager
def opened(options: Namespace, folder: Path) -> Iterator[Store]:
    """The folder's store; what is written is written by the operator that the command names."""
    store = open_store(folder)
    try:
        if options.operator:
            store.operator = options.operator
        yield store
    finally:
        store.close()
