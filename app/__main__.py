"""One entry: the window by default, the same operations as commands."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    told = sys.argv[1:]
    try:
        from app.commands import window

        files = window.files_among(told)
        if told and not files:
            from app.commands.running import main

            sys.exit(main(told))
    except KeyboardInterrupt as stopped:  # before the command was there to answer it
        from app.commands.running import failed

        sys.exit(failed(stopped, Path(), "--json" in told))
    sys.exit(window.main(files))
