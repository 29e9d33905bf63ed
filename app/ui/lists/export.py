"""A list for others: as a workbook or as a picture, as masked, filtered and ordered as it is on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.catalogue.problems import Problem, Refusal
from app.tables.plain_list import write_list
from app.ui import style
from app.ui.lists.source import Source

CHUNK = 500
MOST_ROWS = 300
"""Rows of a picture; more of them nobody reads in a chat."""
_SCALE = 2.0
"""Pixels for one of the screen at 100 %: a picture is looked at on phones."""
_PAD, _LINE, _TITLE, _MARGIN = 10.0, 32.0, 44.0, 16.0
Progress = Callable[[int, int], None]


def shown_rows(source: Source, ids: Sequence[bytes], progress: Progress) -> Iterator[list[str]]:
    """The texts of the cells, row by row; records that have gone meanwhile are left out."""
    for start in range(0, len(ids), CHUNK):
        progress(start, len(ids))
        part = ids[start : start + CHUNK]
        found = source.rows(part)
        for record in part:
            cells = found.get(record)
            if cells is not None:
                yield [column.shown(cell) for column, cell in zip(source.columns, cells, strict=False)]


def export_rows(source: Source, ids: Sequence[bytes], title: str, target: Path, progress: Progress) -> int:
    """Write heads and rows to ``target`` (.xlsx), as masked as the list is; gives how many rows were written."""
    heads = [column.head for column in source.columns]
    widths = [max(8.0, column.width / 7) for column in source.columns]
    return write_list(target, title, heads, shown_rows(source, ids, progress), widths)


@cache
def _passing() -> TemporaryDirectory[str]:
    """A folder for files that are only copied into a chat; it goes with the program."""
    return TemporaryDirectory(prefix="yuanbang-", ignore_cleanup_errors=True)


def passing_file(name: str) -> Path:
    """A path for a file that is to be pasted or opened elsewhere, each in a folder of its own: one before may still be open."""
    return Path(mkdtemp(dir=_passing().name)) / name


def picture(source: Source, ids: Sequence[bytes], title: str, font: QFont, progress: Progress) -> QImage:
    """The list as a picture, nothing in it cut. Raises :class:`Refusal` LST-001 for more than :data:`MOST_ROWS` rows."""
    if len(ids) > MOST_ROWS:
        raise Refusal(
            Problem(
                "LST-001",
                f"有{len(ids):,}行，做成一张图看不清",
                f"请先筛选到{MOST_ROWS}行以内，或导出 Excel 文件",
            )
        )
    rows = list(shown_rows(source, ids, progress))
    heads = [column.head for column in source.columns]
    font = QFont(font)
    font.setPixelSize(15)
    metrics = QFontMetricsF(font)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    heavy = QFontMetricsF(bold)
    widths = [heavy.horizontalAdvance(head) + 2 * _PAD for head in heads]
    for row in rows:
        widths = [
            max(width, metrics.horizontalAdvance(text) + 2 * _PAD)
            for width, text in zip(widths, row, strict=True)
        ]
    whole = max(sum(widths), heavy.horizontalAdvance(title) + 2 * _PAD)
    size = (whole + 2 * _MARGIN, _TITLE + _LINE * (len(rows) + 1) + 2 * _MARGIN)
    image = QImage(int(size[0] * _SCALE), int(size[1] * _SCALE), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    painter.translate(_MARGIN, _MARGIN)
    painter.setPen(QColor(style.INK))
    painter.setFont(bold)
    painter.drawText(QRectF(_PAD, 0, whole, _TITLE), Qt.AlignmentFlag.AlignVCenter, title)
    _table(painter, [heads, *rows], widths, (font, bold))
    painter.end()
    return image


def _table(
    painter: QPainter, lines: Sequence[Sequence[str]], widths: Sequence[float], fonts: tuple[QFont, QFont]
) -> None:
    line_pen, ink = QPen(QColor(style.LINE)), QColor(style.INK)
    whole = sum(widths)
    painter.fillRect(QRectF(0, _TITLE, whole, _LINE), QColor(style.TINT))
    for number, line in enumerate(lines):
        y, x = _TITLE + number * _LINE, 0.0
        painter.setFont(fonts[0] if number else fonts[1])
        painter.setPen(ink)
        for text, width in zip(line, widths, strict=True):
            painter.drawText(QRectF(x + _PAD, y, width, _LINE), Qt.AlignmentFlag.AlignVCenter, text)
            x += width
        painter.setPen(line_pen)
        painter.drawLine(0, int(y + _LINE), int(whole), int(y + _LINE))
