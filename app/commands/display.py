"""Whether a window can be seen here. Where it cannot, Qt ends the process by itself: it is said before Qt is asked.

Windows and macOS always have a display. Elsewhere it is X11 or Wayland, or another platform plugin of Qt that
``QT_QPA_PLATFORM`` names (offscreen, vnc, …) and that is left to Qt.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.catalogue.problems import Problem

_X11_LIBRARY = "libxcb.so.1"
_CURSOR_LIBRARY = "libxcb-cursor.so.0"
"""What Qt's X11 plugin needs from 6.5 on and does not bring along."""


def display_problem() -> Problem | None:
    """Why no window can be opened: SYS-040 no display, SYS-041 a library of the system is missing; None if one can."""
    if sys.platform in ("win32", "darwin"):
        return None
    plugin = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if plugin not in ("", "xcb", "wayland") or (plugin != "xcb" and os.environ.get("WAYLAND_DISPLAY")):
        return None
    if not os.environ.get("DISPLAY"):
        return _no_display()
    return _x11_problem()


def _no_display() -> Problem:
    from app.catalogue.problems import Problem  # noqa: PLC0415 - only for a refusal

    return Problem(
        "SYS-040",
        "这里没有显示器，窗口打不开",
        "请在电脑的桌面上启动；没有桌面时用命令（python -m app --help 列出全部命令）",
        value=os.environ.get("DISPLAY", ""),
    )


def _x11_problem() -> Problem | None:
    import ctypes  # noqa: PLC0415 - only where X11 is

    try:
        x11 = ctypes.CDLL(_X11_LIBRARY)
        ctypes.CDLL(_CURSOR_LIBRARY)
    except OSError as error:
        from app.catalogue.problems import Problem  # noqa: PLC0415 - only for a refusal

        return Problem(
            "SYS-041",
            "系统里缺少窗口要用的库 libxcb-cursor，窗口打不开",
            "请先安装它：sudo apt install libxcb-cursor0",
            value=str(error),
        )
    x11.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(x11.xcb_connect(None, None))
    refused = x11.xcb_connection_has_error(connection)
    x11.xcb_disconnect(connection)
    return _no_display() if refused else None
