"""填原件: the bureau's own Word file, filled in place by the caption map, its look untouched.

Only the text of value cells and the photo change. In the package only the document part is written anew (and, for a
photo, its relationships, the content types and one picture); every other part is carried over as it is.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.catalogue.fields import COMPOSITES, FIELDS, label_of
from app.catalogue.files import surroundings, written_beside
from app.catalogue.problems import Problem, Refusal
from app.forms import word_edit as edit
from app.forms.canonical import is_foot_line
from app.forms.captions import CaptionMap, slot_match
from app.forms.edition import Edition
from app.forms.form_files import WORD, WORKBOOK
from app.forms.form_tables import FormSource
from app.forms.hints import choices, kind_of
from app.forms.original_photo import Package, place_photo
from app.forms.read_captions import Spot, find_spots
from app.forms.read_word import WordFile, paragraph_text, read_word, sources
from app.forms.reading import Readers, grouped
from app.forms.shown import shown_value
from app.forms.snapshot import Snapshot, Values
from app.forms.wording import Slot

_SKELETON = re.compile(r"(?:\d{2,4}[ \u3000_＿]*|[ \u3000_＿]{0,4})年[ \u3000_＿\d]*月(?:[ \u3000_＿\d]*日)?")


@dataclass
class FillResult:
    """What was filled: ``filled`` and ``not_found`` are field paths; a problem FRM-230 names each one not found."""

    filled: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    edition_id: str = ""


def _dated(path: str, values: Values, format: str, present: str) -> str:
    """The text for a date, written with 年月日 where the cell's own skeleton is."""
    if "年" in present and kind_of(path) in ("month", "date"):
        format = "Y年M月D日" if "日" in present else "Y年M月"
    return shown_value(path, values, format)


def _fill_value(spot: Spot, values: Values) -> bool:
    """Write one value beside its caption; False when the form has no cell for it."""
    path, cells = spot.asked.path, [cell for cell in spot.values if cell.source is not None]
    text = _dated(path, values, spot.asked.format, spot.text())
    if spot.inline or not cells:
        return _fill_inline(spot, text)
    offered = choices(path)
    if offered and any(edit.tick(cell.source, text, offered) for cell in cells):
        return True
    if len(cells) == len(text) > 2:
        for cell, character in zip(cells, text, strict=True):
            edit.set_lines(edit.paragraphs(cell.source), [character])
        return True
    places = edit.paragraphs(cells[0].source)
    if not places:
        return False
    edit.set_lines(places, text.split("\n"))
    for other in cells[1:]:
        if other.text.strip():
            edit.set_lines(edit.paragraphs(other.source), [""])
    return True


def _fill_inline(spot: Spot, text: str) -> bool:
    """Write a value behind its caption in the same cell (``姓名：``)."""
    for paragraph in edit.paragraphs(spot.cell.source) if spot.cell.source is not None else []:
        own = paragraph_text(paragraph)
        mark = re.search(r"[:：]", own)
        if mark:
            edit.replace_span(paragraph, mark.end(), len(own), text)
            return True
    return False


def _foot_block(places: list[Any]) -> int:
    """Where the lines begin that only ask for seal and date, blanks before them not counted."""
    at = len(places)
    for number in range(len(places) - 1, -1, -1):
        text = paragraph_text(places[number])
        if not text.strip():
            continue
        if not is_foot_line(text):
            break
        at = number
    return at


def _fill_date(places: list[Any], text: str) -> bool:
    for place in reversed(places):
        own = paragraph_text(place)
        found = list(_SKELETON.finditer(own))
        if found:
            edit.replace_span(place, found[-1].start(), found[-1].end(), text)
            return True
    return False


def _fill_opinion(spot: Spot, date_path: str, values: Values) -> list[str]:
    """Write an opinion above the lines for seal and date, and the date into its skeleton; the paths written."""
    cells = spot.values or ([spot.cell] if spot.inline else [])
    places = [p for cell in cells if cell.source is not None for p in edit.paragraphs(cell.source)]
    if not places:
        return []
    filled, opinion = [], shown_value(spot.asked.path, values)
    at = _foot_block(places)
    if opinion and not (spot.inline and not spot.values):
        if at == 0:
            places.insert(0, edit.paragraph_beside(places[0], "left", before=True))
            at = 1
        edit.set_lines(places[:at], opinion.split("\n"))
        filled.append(spot.asked.path)
    date = shown_value(date_path, values, "Y年M月D日")
    if date and _fill_date(places[at:], date):
        filled.append(date_path)
    elif date:
        edit.set_lines([edit.paragraph_beside(places[-1], "right")], [date])
        filled.append(date_path)
    return filled


def _fill_slot(slot: Slot, word: WordFile, source: FormSource, values: Values) -> bool:
    """Write a value into its blank in a title or in a line above the table."""
    text = shown_value(slot.path, values, slot.format)
    elements = [block.element for block in word.blocks if not block.tables]
    for table in source.tables:
        elements += [
            p for cell in table.cells if cell.source is not None for p in edit.paragraphs(cell.source)
        ]
    for element in elements:
        found = slot_match(slot, paragraph_text(element))
        if found:
            edit.replace_span(element, found.start(1), max(found.end(1), _blank_end(found)), text)
            return True
    return False


def _blank_end(found: re.Match[str]) -> int:
    """The end of a blank with the spaces that the pattern left after it."""
    tail = re.match(r"[ \u3000_]*", found.string[found.end(1) :])
    return found.end(1) + (tail.end() if tail else 0)


def _wanted(captions: CaptionMap, values: Values) -> list[str]:
    """The paths of the edition for which there is something to write."""
    asked = [a.path for a in captions.own.values() if a.path] + [
        a.foot for a in captions.own.values() if a.foot
    ]
    asked += [slot.path for slot in captions.slots]
    told = [path for path in dict.fromkeys(asked) if shown_value(path, values)]
    if captions.photo and isinstance(values.get(captions.photo), bytes):
        told.append(captions.photo)
    return told


def _covered(path: str, filled: set[str]) -> bool:
    parts = COMPOSITES[path].parts if path in COMPOSITES else ()
    return path in filled or bool(parts and set(parts) & filled)


def _fill(
    word: WordFile, source: FormSource, captions: CaptionMap, values: Values, package: Package
) -> FillResult:
    result = FillResult(edition_id=captions.edition.id)
    feet = {asked.path: asked.foot for asked in captions.own.values() if asked.foot}
    spots = find_spots(captions, source)
    done: set[str] = set()
    for spot in spots:
        path = spot.asked.path
        foot = feet.get(path, "")
        if path in done or (path in FIELDS and FIELDS[path].kind == "photo"):
            continue
        if foot:
            done.update(_fill_opinion(spot, foot, values))
        elif shown_value(path, values) and _fill_value(spot, values):
            done.add(path)
    for slot in captions.slots:
        if shown_value(slot.path, values) and _fill_slot(slot, word, source, values):
            done.add(slot.path)
    photo = values.get(captions.photo) if captions.photo else None
    if isinstance(photo, bytes) and place_photo(source, spots, photo, package):
        done.add(captions.photo)
    result.filled = sorted(done)
    result.not_found = [path for path in _wanted(captions, values) if not _covered(path, done)]
    for path in result.not_found:
        message = f"原件里没有找到“{label_of(path)}”这一栏"
        result.problems.append(Problem("FRM-230", message, "请在原件里手工填写", column=label_of(path)))
    return result


def _write(source: Path, target: Path, package: Package) -> None:
    with (
        written_beside(target) as beside,
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(beside, "w") as new,
    ):
        for entry in old.infolist():
            data = package.changed.pop(entry.filename, None)
            new.writestr(entry, old.read(entry.filename) if data is None else data, zipfile.ZIP_DEFLATED)
        for name, data in package.changed.items():
            new.writestr(name, data, zipfile.ZIP_DEFLATED)


def fill_original(
    source: Path, snapshot: Snapshot, target: Path, editions: Mapping[str, Edition] | Iterable[Edition]
) -> FillResult:
    """Fill the bureau's own .docx for one record and write it to ``target``; ``source`` is only read.

    The edition is the one of ``editions`` whose captions the file has. Values that are not told leave their cells as
    they are. Raises :class:`Refusal` as :func:`app.forms.reading.read_forms`, FRM-231 for a workbook.
    """
    if source.suffix.lower() in WORKBOOK:
        message, remedy = "填原件只支持 Word 文档", "请选择 .docx 文件；工作簿请直接打印成 .xlsx"
        raise Refusal(Problem("FRM-231", message, remedy, file=str(source)))
    known = editions.values() if isinstance(editions, Mapping) else editions
    word, readers = read_word(source), Readers(known)
    groups = grouped(list(sources(word)), readers)
    fitting = ((group, best) for group in groups if (best := readers.best(group)))
    found = next(((group, best) for group, best in fitting if best.edition.kind == "sheet"), None)
    if found is None:
        message, remedy = (
            "文件里没有认得出的表",
            f"请确认是官方表格的 {'、'.join(WORD[:1])} 文件，栏目名称没有改动",
        )
        raise Refusal(Problem("FRM-208", message, remedy, file=str(source)))
    try:
        package = Package.of(source, word)
        result = _fill(word, found[0], found[1], snapshot.values, package)
        package.finish(word)
        _write(source, target, package)
    except OSError as error:
        raise surroundings(error, target) from error
    result.problems = [problem.at(file=str(source)) for problem in result.problems]
    return result
