"""Reading filled-in forms back: a workbook by its hidden mark, any workbook or Word table by its captions.

Codes: FRM-201 to FRM-207 files that cannot be read (:mod:`app.forms.form_files`), FRM-208 no form of ours in it,
FRM-210 a workbook of another edition, FRM-211 a marked sheet that was rebuilt, FRM-212 several forms where one was
wanted, FRM-213 an empty form, FRM-220 to FRM-227 doubtful values (:mod:`app.forms.canonical`), FRM-225 a photo that
cannot be read, FRM-226 one value told in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.fields import COMPOSITES, Value, label_of
from app.catalogue.problems import Problem, Refusal
from app.forms.canonical import canonical, opinion_and_date
from app.forms.captions import CaptionMap, caption_map
from app.forms.edition import Edition
from app.forms.form_files import WORKBOOK
from app.forms.form_tables import FormSource
from app.forms.photos import choose_photo
from app.forms.read_captions import find_spots, photo_cells, score, slot_texts
from app.forms.read_list import find_heads, read_records

if TYPE_CHECKING:
    from app.forms.read_workbook import BookFile

LEAST_SCORE = 0.35


@dataclass
class ReadForm:
    """One filled-in form. ``values`` are canonical, by path, for every place that was found in it ('' or None where
    nothing is filled in); the photo is among them and in ``photo``. ``rows`` are a list's records, ``row_numbers``
    their rows in the file. ``problems`` are doubtful values, ``remarks`` what is good to know. ``by`` tells how the
    form was known: ``mark`` or ``captions``.
    """

    edition_id: str
    values: dict[str, Value] = field(default_factory=dict)
    photo: bytes | None = None
    rows: list[dict[str, Value]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    file: str = ""
    sheet: str = ""
    by: str = "captions"
    row_numbers: list[int] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in."""
        return not self.rows and not any(value not in ("", None) for value in self.values.values())


class Readers:
    """The caption maps of the editions at hand, made once for a file or a folder."""

    def __init__(self, editions: Mapping[str, Edition] | Iterable[Edition]) -> None:
        known = editions.values() if isinstance(editions, Mapping) else editions
        self.maps: dict[str, CaptionMap] = {edition.id: caption_map(edition) for edition in known}

    def best(self, source: FormSource) -> CaptionMap | None:
        """The edition that a source fits best; None when it fits none."""
        scored = [
            (score(captions, source), number, captions) for number, captions in enumerate(self.maps.values())
        ]
        highest, _, captions = max(scored, key=lambda entry: (entry[0], -entry[1]), default=(0.0, 0, None))
        return captions if highest >= LEAST_SCORE else None


def put(form: ReadForm, path: str, text: str, foot: str = "") -> None:
    """Add a cell's text to a form: opinions parted from their date, composites into their fields, conflicts told."""
    if foot:
        text, date = opinion_and_date(text)
        _set(form, foot, date)
    values, problems = canonical(path, text)
    tell(form, [problem.at(sheet=form.sheet) for problem in problems])
    for name, value in values.items():
        _set(form, name, value)


def tell(form: ReadForm, problems: Iterable[Problem]) -> None:
    """Add problems to a form; an unusual wording (FRM-227) was kept and is only worth a remark."""
    for problem in problems:
        (form.remarks if problem.code == "FRM-227" else form.problems).append(problem)


def _set(form: ReadForm, path: str, value: Value) -> None:
    known = form.values.get(path)
    if known in ("", None):
        form.values[path] = value
    elif value not in ("", None) and value != known:
        message = f"{label_of(path)}有两种写法：“{known!s}”和“{value!s}”，取前者"
        form.remarks.append(Problem("FRM-226", message, "请核对", sheet=form.sheet, column=label_of(path)))


def _take_photo(form: ReadForm, captions: CaptionMap, source: FormSource) -> None:
    if not captions.photo:
        return
    data, unreadable = choose_photo(source.pictures, photo_cells(source))
    form.photo = data
    form.values[captions.photo] = data
    if unreadable:
        message, remedy = "有图片但读不出来，照片没有取到", "请换成 JPG 或 PNG 照片再插入"
        form.problems.append(Problem("FRM-225", message, remedy, sheet=form.sheet, column="照片"))


def read_by_captions(captions: CaptionMap, source: FormSource) -> ReadForm:
    """Read one form from its tables by the captions of an edition."""
    form = ReadForm(captions.edition.id, sheet=source.place)
    for path, text in slot_texts(captions, source).items():
        put(form, path, text)
    if captions.edition.kind == "list":
        for table in source.tables:
            heads = find_heads(captions, table)
            if heads:
                records, rows, problems = read_records(captions, table, heads)
                form.rows += records
                form.row_numbers += rows
                tell(form, problems)
        return form
    feet = {asked.path: asked.foot for asked in captions.own.values() if asked.foot}
    spots = find_spots(captions, source)
    pictured = {id(picture.cell) for picture in source.pictures}
    separate = {spot.asked.path for spot in spots}
    for spot in spots:
        spot.values = [cell for cell in spot.values if id(cell) not in pictured or cell.text.strip()]
        if (
            spot.asked.path in COMPOSITES
            and separate & set(COMPOSITES[spot.asked.path].parts)
            and not spot.asked.own
        ):
            continue
        put(form, spot.asked.path, spot.text(), feet.get(spot.asked.path, ""))
    _take_photo(form, captions, source)
    return form


def _word_forms(path: Path, readers: Readers) -> list[ReadForm]:
    from app.forms.read_word import read_word, sources  # noqa: PLC0415 - lxml is heavy

    forms = []
    for source in grouped(list(sources(read_word(path))), readers):
        captions = readers.best(source)
        if captions:
            forms.append(read_by_captions(captions, source))
    return forms


def grouped(pieces: list[FormSource], readers: Readers) -> list[FormSource]:
    """Tables that make up one form together: a new form begins where a caption comes again."""
    whole = FormSource(
        [table for piece in pieces for table in piece.tables],
        [text for piece in pieces for text in piece.texts],
    )
    captions = readers.best(whole)
    if captions is None:
        return pieces
    groups: list[FormSource] = []
    seen: set[str] = set()
    for piece in pieces:
        found = {spot.asked.path for spot in find_spots(captions, piece) if spot.asked.own}
        again = bool(seen & found) and captions.edition.kind != "list"
        if not groups or again:
            groups.append(piece)
            seen = set(found)
        else:
            groups[-1].tables += piece.tables
            groups[-1].texts += piece.texts
            groups[-1].pictures += piece.pictures
            seen |= found
    return groups


def _book_forms(path: Path, readers: Readers) -> list[ReadForm]:
    from app.forms.read_marked import read_marked  # noqa: PLC0415 - openpyxl is heavy
    from app.forms.read_workbook import read_book, sheet_source  # noqa: PLC0415

    book: BookFile = read_book(path)
    marked = readers.maps.get(book.mark.edition_id) if book.mark else None
    forms = []
    for sheet in book.sheets:
        source = sheet_source(book, sheet)
        if not any(cell.text.strip() for table in source.tables for cell in table.cells):
            continue
        form = read_marked(book.mark, marked, sheet, source) if book.mark and marked else None
        if form is None:
            captions = readers.best(source)
            if captions is None:
                continue
            form = read_by_captions(captions, source)
            if marked:
                text = "表格的格子被改动过，已改按栏目名称读取"
                form.remarks.append(Problem("FRM-211", text, "请核对读出的内容", sheet=sheet.title))
        elif book.mark and marked and book.mark.mark != marked.edition.mark:
            text = "这份表是按另一版表样导出的"
            form.remarks.append(Problem("FRM-210", text, "请核对读出的内容", sheet=sheet.title))
        forms.append(form)
    return forms


def read_forms(path: Path, editions: Mapping[str, Edition] | Iterable[Edition] | Readers) -> list[ReadForm]:
    """Every filled-in form in a workbook or Word file, in order; empty ones only if there is no other.

    Raises :class:`Refusal` (FRM-201 to FRM-208) for a file that cannot be read or has no form of ours in it, and
    :class:`Surroundings` when the disk does not let us.
    """
    readers = editions if isinstance(editions, Readers) else Readers(editions)
    forms = _book_forms(path, readers) if path.suffix.lower() in WORKBOOK else _word_forms(path, readers)
    if not forms:
        message, remedy = "文件里没有认得出的表", "请确认是报名表、考核鉴定表等官方表格，栏目名称没有改动"
        raise Refusal(Problem("FRM-208", message, remedy, file=str(path)))
    told = [form for form in forms if not form.empty]
    if not told:
        forms[0].problems.append(
            Problem("FRM-213", "表是空白的，没有填写内容", "请填写后再读", sheet=forms[0].sheet)
        )
    for form in forms:
        form.file = str(path)
        form.problems = [problem.at(file=str(path)) for problem in form.problems]
        form.remarks = [remark.at(file=str(path)) for remark in form.remarks]
    return told or forms[:1]


def read_form(path: Path, editions: Mapping[str, Edition] | Iterable[Edition] | Readers) -> ReadForm:
    """The one filled-in form of a file. Raises as :func:`read_forms`, and FRM-212 when there are several."""
    forms = read_forms(path, editions)
    if len(forms) > 1:
        message, remedy = f"文件里有{len(forms)}份填好的表", "请把文件放进文件夹，用“批量读取”"
        raise Refusal(Problem("FRM-212", message, remedy, file=str(path)))
    return forms[0]
