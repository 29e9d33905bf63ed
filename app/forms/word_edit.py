"""Changing the text of a Word file's own tree with its look untouched: runs keep their formatting, paragraphs theirs."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from app.forms.read_word import W, blocks, paragraph_text
from app.forms.wording import xml_text

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTLIKE = {f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen", f"{W}sym"}
_TICK, _BOX = "☑", "□"
_BOXES = "□☐○☑☒√■●"


def paragraphs(cell: Any) -> list[Any]:
    """The paragraphs directly in a cell."""
    return [block for block in blocks(cell) if block.tag == f"{W}p"]


def _has_picture(element: Any) -> bool:
    return next(element.iter(f"{W}drawing", f"{W}pict", f"{W}object"), None) is not None


def _run_look(paragraph: Any) -> Any | None:
    """The formatting that a new text in this paragraph should have: its first text's, else its paragraph mark's."""
    for run in paragraph.iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        if look is not None and not _has_picture(run):
            return deepcopy(look)
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is None:
        return None
    look = deepcopy(mark)
    for child in list(look):
        if child.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPrChange"):
            look.remove(child)
    return look


def _new_run(paragraph: Any, text: str, look: Any | None) -> Any:
    run = paragraph.makeelement(f"{W}r", {})
    if look is not None:
        run.append(look)
    made = run.makeelement(f"{W}t", {_SPACE: "preserve"})
    made.text = xml_text(text)
    run.append(made)
    return run


def set_paragraph(paragraph: Any, text: str, look: Any | None = None) -> None:
    """Replace a paragraph's text by one line. Pictures, bookmarks and the paragraph's own settings stay."""
    look = _run_look(paragraph) if look is None else look
    at = next((i for i, child in enumerate(paragraph) if _holds_text(child)), None)
    for child in list(paragraph):
        if _holds_text(child):
            paragraph.remove(child)
    if not text:
        return
    run = _new_run(paragraph, text, look)
    if at is None:
        paragraph.append(run)
    else:
        paragraph.insert(at, run)


def _holds_text(child: Any) -> bool:
    if child.tag in (f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd") or _has_picture(child):
        return False
    return child.tag in (
        f"{W}r",
        f"{W}hyperlink",
        f"{W}ins",
        f"{W}sdt",
        f"{W}smartTag",
        f"{W}fldSimple",
        f"{W}del",
    )


def set_lines(places: list[Any], lines: list[str]) -> None:
    """Put one line into each of ``places`` (paragraphs in order), adding paragraphs like the last one if they run out,
    and emptying those left over that held text."""
    look = next((found for place in places if (found := _run_look(place)) is not None), None)
    last = places[0]
    for number, line in enumerate(lines):
        if number < len(places):
            last = places[number]
        else:
            added = last.makeelement(f"{W}p", {})
            settings = last.find(f"{W}pPr")
            if settings is not None:
                added.append(deepcopy(settings))
            last.addnext(added)
            last = added
        set_paragraph(last, line, deepcopy(look) if look is not None else None)
    for place in places[len(lines) :]:
        if paragraph_text(place).strip():
            set_paragraph(place, "")


def paragraph_beside(paragraph: Any, align: str, *, before: bool = False) -> Any:
    """An empty paragraph after (or before) another, set like it but for its alignment."""
    made = paragraph.makeelement(f"{W}p", {})
    settings = paragraph.find(f"{W}pPr")
    settings = made.makeelement(f"{W}pPr", {}) if settings is None else deepcopy(settings)
    for old in settings.findall(f"{W}jc") + settings.findall(f"{W}rPr"):
        settings.remove(old)
    settings.append(made.makeelement(f"{W}jc", {f"{W}val": align}))
    look = _run_look(paragraph)
    if look is not None:
        settings.append(look)
    made.append(settings)
    if before:
        paragraph.addprevious(made)
    else:
        paragraph.addnext(made)
    return made


def replace_span(paragraph: Any, start: int, end: int, text: str) -> None:
    """Replace the characters from ``start`` to ``end`` of a paragraph's text, in the formatting they stand in."""
    position, placed = 0, False
    for element in [e for e in paragraph.iter() if e.tag in _TEXTLIKE and _counts(e, paragraph)]:
        length = len(element.text or "") if element.tag == f"{W}t" else 1
        begin, finish = max(start - position, 0), min(end - position, length)
        inside = begin < length or (begin == length and start == end)
        if element.tag == f"{W}t" and inside and finish >= begin and position <= end:
            own = element.text or ""
            element.text = own[:begin] + ("" if placed else xml_text(text)) + own[max(begin, finish) :]
            element.set(_SPACE, "preserve")
            placed = True
        elif element.tag != f"{W}t" and start <= position < end:
            element.getparent().remove(element)
        position += length
    if not placed:
        paragraph.append(_new_run(paragraph, text, _run_look(paragraph)))


def _counts(element: Any, paragraph: Any) -> bool:
    """Whether ``paragraph_text`` counts this element: not inside settings, deletions or a nested paragraph."""
    for up in element.iterancestors():
        if up is paragraph:
            return True
        if (
            up.tag in (f"{W}del", f"{W}pPr", f"{W}rPr", f"{W}moveFrom")
            or up.tag == f"{W}p"
            or up.tag.endswith("}Fallback")
        ):
            return False
    return False


def tick(cell: Any, chosen: str, offered: tuple[str, ...]) -> bool:
    """Tick the box beside ``chosen`` where a cell offers words with boxes (是□ 否□); False when it does not."""
    ticked = False
    for paragraph in paragraphs(cell):
        text = paragraph_text(paragraph)
        told = [word for word in offered if word in text]
        if len(told) < 2 or not any(box in text for box in _BOXES):
            continue
        leading = re.match(rf"\s*[{_BOXES}]", text) is not None
        for word in told:
            pattern = (
                rf"[{_BOXES}](?=\s*{re.escape(word)})" if leading else rf"(?<={re.escape(word)})\s*[{_BOXES}]"
            )
            found = re.search(pattern, paragraph_text(paragraph))
            if found:
                replace_span(paragraph, found.end() - 1, found.end(), _TICK if word == chosen else _BOX)
                ticked |= word == chosen
    return ticked
