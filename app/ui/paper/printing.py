"""Printing by way of the system: the same boxes, as vectors, on any printer that the machine knows.

Code: SYS-030, the printer does not take the pages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from app.catalogue.problems import Problem, Surroundings
from app.forms.boxes import Page
from app.forms.edition import Edition
from app.ui.paper.painter import Canvas, paint_page

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

DOTS = 600


def printer_for(edition: Edition) -> QPrinter:
    """A printer set as the edition suggests: paper, direction, copies and sides. The dialog may change it."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setResolution(DOTS)
    made.setFullPage(True)
    direction = QPageLayout.Orientation.Landscape if edition.landscape else QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId[edition.size])
    made.setPageLayout(QPageLayout(size, direction, QMarginsF(0, 0, 0, 0)))
    made.setCopyCount(max(1, edition.copies))
    both = QPrinter.DuplexMode.DuplexLongSide
    made.setDuplex(both if edition.sides == 2 else QPrinter.DuplexMode.DuplexNone)
    made.setDocName(edition.name)
    return made


def ask_printer(printer: QPrinter, parent: QWidget, pages: int = 0) -> bool:
    """Let the clerk choose in the system's dialog, also which of ``pages`` where they are known; whether to print.

    Raises :class:`Surroundings` on a Windows without any printer, whose dialog would not come up; others can print to a file.
    """
    if sys.platform == "win32" and not QPrinterInfo.availablePrinterNames():
        raise _no_printer("")
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    if pages:
        dialog.setMinMax(1, pages)
    taken = bool(dialog.exec())  # the system's own dialogs know no other way
    dialog.deleteLater()
    return taken


def _layout_of(page: Page) -> QPageLayout:
    landscape = page.width > page.height
    size = QPageSize(
        QSizeF(min(page.width, page.height), max(page.width, page.height)), QPageSize.Unit.Millimeter
    )
    direction = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(size, direction, QMarginsF(0, 0, 0, 0))


def _no_printer(name: str) -> Surroundings:
    return Surroundings(
        Problem(
            "SYS-030",
            f"打印机“{name}”没有接受打印" if name else "没有可用的打印机",
            "请检查打印机是否开机、联机、有纸；也可以先存成 PDF，再用别的程序打印",
        )
    )


def print_pages(
    printer: QPrinter,
    pages: Iterable[Page],
    faces: FaceSet,
    progress: Callable[[int, int], None] | None = None,
    total: int = 0,
) -> int:
    """Paint the pages on the printer; how many. May run off the GUI thread. Cancelling (``progress`` raises) takes the
    job back. Raises :class:`Surroundings` when the printer does not take it."""
    painter, count = QPainter(), 0
    try:
        for count, page in enumerate(pages, start=1):
            if progress is not None:
                progress(count - 1, max(total, count))
            if count == 1:
                printer.setPageLayout(_layout_of(page))
                if not painter.begin(printer):
                    raise _no_printer(printer.printerName())
            else:
                printer.setPageLayout(_layout_of(page))
                if not printer.newPage():
                    raise _no_printer(printer.printerName())
            paint_page(page, Canvas(painter, faces, printer.resolution() / 25.4, snap=False))
    except BaseException:
        if painter.isActive():
            printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return count
