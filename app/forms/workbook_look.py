"""How the cells of a fill-in workbook look: styles made once for a workbook and shared by all its cells."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.forms.edition import Align, Style, VAlign

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TYPEFACES: dict[Style, str] = {
    "title": "宋体",
    "song": "宋体",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
}
_HORIZONTAL = {"left": "left", "center": "center", "right": "right", "justify": "justify"}
_VERTICAL = {"top": "top", "middle": "center", "bottom": "bottom"}


@dataclass(frozen=True, slots=True)
class Look:
    """All that makes one style. ``edges`` names the ruled edges: any of ``ltrb``. ``open`` cells may be typed in."""

    size: float
    style: Style = "song"
    bold: bool = False
    align: Align = "center"
    valign: VAlign = "middle"
    edges: str = ""
    open: bool = False
    upright: bool = False


class Looks:
    """The styles of one workbook: a look is turned into openpyxl's style once, later cells copy its numbers."""

    def __init__(self, book: Workbook) -> None:
        self._sheet: Worksheet = book.create_sheet("styles")
        self._book = book
        self._made: dict[Look, Any] = {}

    def put(self, cell: Any, look: Look) -> None:
        """Give ``cell`` that look."""
        made = self._made.get(look)
        if made is None:
            made = self._made[look] = self._make(look)
        cell._style = copy(made)  # openpyxl has no public way to share a style, and making one a cell is slow

    def close(self) -> None:
        """Remove the sheet on which the styles were made."""
        self._book.remove(self._sheet)

    def _make(self, look: Look) -> Any:
        from openpyxl.styles import Alignment, Border, Font, Protection, Side  # noqa: PLC0415 - heavy

        cell: Any = self._sheet.cell(row=len(self._made) + 1, column=1)
        cell.font = Font(name=TYPEFACES[look.style], size=look.size, bold=look.bold, charset=134)
        cell.alignment = Alignment(
            horizontal=_HORIZONTAL[look.align],
            vertical=_VERTICAL[look.valign],
            wrap_text=not look.upright,
            indent=1 if look.align in ("left", "right") and look.edges else 0,
            text_rotation=255 if look.upright else 0,
        )
        thin = Side(style="thin", color="FF000000")
        ruled = {"left": "l", "top": "t", "right": "r", "bottom": "b"}
        edges: dict[str, Any] = {edge: thin for edge, letter in ruled.items() if letter in look.edges}
        cell.border = Border(**edges)
        cell.protection = Protection(locked=not look.open)
        cell.number_format = "@" if look.open else "General"
        return cell._style
