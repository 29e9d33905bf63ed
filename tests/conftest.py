"""For every test: no screen, and no log record of WARNING or above that the test does not expect."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def played_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed folder with the played sample year, made once: copy it, never write to it."""
    from app.sample_year import play
    from app.store.opening import open_store

    folder = tmp_path_factory.mktemp("played") / "data"
    with open_store(folder) as store:
        play(store)
    return folder


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _nothing_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log is a fault nobody looked at; ``@pytest.mark.logs`` says that a test looks at it."""
    kept = _Kept()
    root = logging.getLogger()
    root.addHandler(kept)
    yield
    root.removeHandler(kept)
    if kept.said and request.node.get_closest_marker("logs") is None:
        pytest.fail("logged without @pytest.mark.logs:\n" + "\n".join(kept.said), pytrace=False)
