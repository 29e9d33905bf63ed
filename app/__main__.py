"""One entry: the window by default, the same operations as commands."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if sys.argv[1:]:
        from app.commands.running import main

        sys.exit(main(sys.argv[1:]))
    from app.commands import window

    sys.exit(window.main())
