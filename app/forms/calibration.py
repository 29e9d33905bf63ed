"""校准页: a page that shows by how much a printer prints beside where it should, for papers printed onto bought blanks (套打)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.forms.boxes import Box, Mark, Page
from app.forms.linebreak import metrics
from app.forms.setting import line_height, set_lines

if TYPE_CHECKING:
    from app.forms.fonts import FaceSet

SIZES = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
IN = 50.0
"""mm from the paper's edges at which the crosses stand."""
_LONG, _THIN = 12.0, 0.15
_RULER = 20.0
"""mm from the edge at which a ruler lies."""
_SIZE = 10.5


def lay_out_calibration(
    faces: FaceSet,
    *,
    size: str = "A4",
    landscape: bool = True,
    dx: float = 0.0,
    dy: float = 0.0,
    printer: str = "",
) -> Page:
    """The page for one printer, everything moved by ``dx`` mm to the right and ``dy`` mm down as a paper would be."""
    width, height = SIZES[size] if not landscape else SIZES[size][::-1]
    marks = tuple(
        (x + dx, y + dy, w, h) for x, y, w, h in (*_crosses(width, height), *_rulers(width, height))
    )
    boxes = [Box("code", 0, 0, width, height, ruled=False, marks=marks)]
    boxes += _numbers(faces, width, height, dx, dy)
    boxes += _said(faces, width, height, dx, dy, printer)
    return Page(width, height, tuple(boxes))


def _crosses(width: float, height: float) -> Iterator[Mark]:
    for x in (IN, width - IN):
        for y in (IN, height - IN):
            yield x - _LONG / 2, y - _THIN / 2, _LONG, _THIN
            yield x - _THIN / 2, y - _LONG / 2, _THIN, _LONG


def _rulers(width: float, height: float) -> Iterator[Mark]:
    """Millimetres along the upper and the left edge, counted from the paper's own corner."""
    for across, length in ((True, width), (False, height)):
        for at in range(5, int(length) - 4):
            tall = 4.0 if at % 10 == 0 else 2.6 if at % 5 == 0 else 1.4
            yield (at - _THIN / 2, _RULER, _THIN, tall) if across else (_RULER, at - _THIN / 2, tall, _THIN)


def _numbers(faces: FaceSet, width: float, height: float, dx: float, dy: float) -> Iterator[Box]:
    for at in range(10, int(width) - 4, 10):
        if abs(at - _RULER) > 5:
            yield _line(faces, str(at), at - 5 + dx, _RULER + 4.4 + dy, 10.0, 7, "center")
    for at in range(10, int(height) - 4, 10):
        if abs(at - _RULER) > 5:
            yield _line(faces, str(at), _RULER + 4.8 + dx, at - line_height(7) / 2 + dy, 10.0, 7, "left")


def _said(faces: FaceSet, width: float, height: float, dx: float, dy: float, printer: str) -> Iterator[Box]:
    told = [
        "套打校准页",
        f"打印机：{printer or '（没有说明）'}　　已用的偏移：往右 {dx:g} 毫米，往下 {dy:g} 毫米",
        "1. 用这台打印机、和证书一样的纸盒和方向，按实际大小（100%，不要“适合页面”）印这一页。",
        f"2. 用尺量左上角十字的中心：到纸的左边、到纸的上边，都应是 {IN:g} 毫米。",
        f"3. 量得比 {IN:g} 大，就把偏移减去多出的；比 {IN:g} 小，就加上少了的。往右量左边，往下量上边。",
        "   例：左边量得 52 毫米，往右就填 -2；上边量得 48.5 毫米，往下就填 1.5。",
        "4. 填好再印一次：四个十字到最近的纸边都是 50 毫米，就对准了。",
    ]
    left, top = IN + 14, height / 2 - len(told) * line_height(_SIZE) / 2
    for number, text in enumerate(told):
        size = 16 if number == 0 else _SIZE
        place = top + number * line_height(_SIZE) - (3 if number == 0 else 0)
        yield _line(faces, text, left + dx, place + dy, width - left - IN, size, "left")


def _line(faces: FaceSet, text: str, x: float, y: float, w: float, size: float, align: str) -> Box:
    lines = set_lines(text, ((0, len(text)),), metrics(faces, "song"), size, x, y, w, align)  # type: ignore[arg-type]
    return Box("line", x, y, w, line_height(size), text=text, lines=lines, ruled=False, size=size)
