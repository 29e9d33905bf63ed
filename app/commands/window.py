"""The start without a command: the window. Importing this imports next to nothing, for the first paint waits for it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from app.catalogue.place import default_folder, expect
from app.commands.display import display_problem


def files_among(arguments: Sequence[str]) -> list[Path]:
    """The files that the program was started with (dragged onto its icon, or opened with it); none when it was told a command."""
    files = [Path(one) for one in arguments]
    named = all(len(one.parts) > 1 or one.suffix for one in files)  # a bare word is a command
    return files if named and all(one.exists() for one in files) else []


def load_window() -> ModuleType:
    """The module that opens the window, imported with Python's cycle collector off. Raises :class:`Surroundings`.

    What a start makes is no garbage, and walking it again and again took a tenth of the time to the first paint. The
    window collects by itself (``app.ui.collecting``).
    """
    problem = display_problem()
    if problem is not None:
        from app.catalogue.problems import Surroundings  # noqa: PLC0415 - only for a refusal

        raise Surroundings(problem)
    gc.disable()
    # Before Qt: its import hook reads the source of every module that is imported after it.
    from app.store import light, lists  # noqa: F401, PLC0415 - what the first page reads its rows with
    from app.ui import start  # noqa: PLC0415 - commands need no Qt

    return start


def main(files: Sequence[Path] = (), told: Path | None = None) -> int:
    """Open the window over the folder that was ``told``, else the default one, and there the files that the program was started
    with; the exit code."""
    folder = told or default_folder()
    unseen = sys.stderr is None
    try:
        if told is None:
            expect(folder)
        return int(load_window().run(folder, files=files))
    except (Exception, KeyboardInterrupt) as error:
        from app.commands.running import failed  # noqa: PLC0415 - only now

        status = failed(error, folder)
        if unseen:  # a program without a console: nobody has read what was said
            from app.ui.faults import show_failed_start  # noqa: PLC0415

            show_failed_start(error, folder)
        return status
