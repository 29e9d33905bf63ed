"""One entry: the window by default, the same operations as commands."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    from app.commands import window

    told = sys.argv[1:]
    files = window.files_among(told)
    if told and not files:
        from app.commands.running import main

        sys.exit(main(told))
    sys.exit(window.main(files))
