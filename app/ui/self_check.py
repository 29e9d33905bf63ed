"""Does the window come up? Its pages are built and drawn off screen, and papers in the preview."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, Qt
from PySide6.QtGui import QImage

from app.catalogue.problems import Problem, Refusal
from app.ui.resources import RESOURCES

if TYPE_CHECKING:
    from app.ui.window import Window

PAGES = ("workbench", "people", "pairings", "support", "print", "settings")
LEAST_COLOURS = 8
"""A page that was drawn has at least so many; an empty one has one or two."""
_SIDE = 300


class NotDrawn(Exception):
    """A page came out empty."""


def window_draws(folder: Path) -> str:
    """Open the window over a data folder that has records, look at each page, and say what was seen.

    Raises :class:`NotDrawn` naming what came out empty, went wrong or is not there, and :class:`Refusal` with what a page told.
    """
    if QCoreApplication.instance() is None:
        _need_plugin("offscreen")  # without it Qt ends the process
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_QPA_FONTDIR", str(RESOURCES / "fonts"))  # off screen Qt looks for no others
    from app.ui.screens import settle
    from app.ui.start import application, make_window

    application()
    if QCoreApplication.translate("QPlatformTheme", "Cancel") != "取消":
        raise NotDrawn("按钮上的字没有中文：缺少 qtbase_zh_CN.qm")
    window = make_window(folder)
    troubles: list[Problem] = []
    window.desk.troubled.connect(troubles.extend)
    window.resize(1280, 820)
    window.show_page(PAGES[0])
    window.show()
    window.desk.open()
    try:
        for page in PAGES:
            window.show_page(page)
            settle(window)
            if troubles:
                raise Refusal(*troubles)
            if window.desk.faults.dialog is not None:
                trace = window.desk.faults.dialog.trace.toPlainText().strip()
                raise NotDrawn(f"“{window.specs[page].title}”一页出错：{trace.splitlines()[-1]}")
            if _colours(window) < LEAST_COLOURS:
                raise NotDrawn(f"“{window.specs[page].title}”一页是空的")
        _look_at_preview(window)
    finally:
        window.close()
        window.desk.runner.stop()
        window.desk.close()
    return f"{len(PAGES)}个页面和打印预览都画出来了"


def _need_plugin(name: str) -> None:
    """Raise :class:`NotDrawn` when Qt has no such platform."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    if not any(plugins.glob(f"*q{name}*")):
        raise NotDrawn(f"缺少 Qt 的插件 platforms/q{name}")


def _colours(window: Window) -> int:
    """How many colours a picture of the window has."""
    image = window.grab().toImage().scaled(_SIDE, _SIDE, Qt.AspectRatioMode.IgnoreAspectRatio)
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return len({plain.pixel(x, y) for x in range(0, _SIDE, 3) for y in range(0, _SIDE, 3)})


def _look_at_preview(window: Window) -> None:
    from app.ui.pages.printing.page import PrintingPage
    from app.ui.paper.painter import page_image

    page = window.page("print")
    assert isinstance(page, PrintingPage)
    if not page.preview.pages:
        raise NotDrawn("打印预览里没有纸")
    image = page_image(page.preview.pages[0], page.preview.area.faces)
    dark = sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )
    if dark < _SIDE:
        raise NotDrawn("打印预览里的纸是空的")
