"""What was dropped, chosen or pasted, sorted into tables and filled-in forms. Everything here runs off the GUI thread."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue.problems import Refusal

if TYPE_CHECKING:
    from app.operations.preview import Preview
    from app.operations.results import Progress
    from app.store.opening import Store

FORMS = "forms"
"""The kind of filled-in 报名表, one person each; the others are kinds of tables."""
_WORD = {".docx", ".doc", ".wps"}
_BOOKS = {".xlsx", ".xlsm"}
_NO_TABLE = "IMP-008"
RAW_ROWS = 60


@dataclass(eq=False, slots=True)
class Source:
    """One import: a file, pasted rows, or forms together. ``kind`` is None until the clerk says one."""

    title: str
    paths: tuple[Path, ...] = ()
    text: str = ""
    kind: str | None = None
    photos: Path | None = None

    @property
    def may_be_forms(self) -> bool:
        """Whether it can be read as filled-in forms at all."""
        return bool(self.paths) and (
            self.kind == FORMS or self.paths[0].suffix.lower() in _WORD | _BOOKS or self.paths[0].is_dir()
        )


def pasted(text: str) -> Source:
    return Source("粘贴的行", text=text)


def sort_sources(paths: Iterable[Path]) -> list[Source]:
    """One source for each table and each folder of forms; single form files go together."""
    found: list[Source] = []
    forms: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.append(Source(path.name or str(path), (path,), kind=FORMS))
        elif is_form(path):
            forms.append(path)
        else:
            found.append(Source(path.name, (path,)))
    if forms:
        title = forms[0].name if len(forms) == 1 else f"{forms[0].name} 等 {len(forms)} 份报名表"
        found.append(Source(title, tuple(forms), kind=FORMS))
    return found


def is_form(path: Path) -> bool:
    """A Word file, or a workbook that bears the hidden mark of a fill-in workbook."""
    if path.suffix.lower() in _WORD:
        return True
    if path.suffix.lower() not in _BOOKS:
        return False
    from app.forms.workbook_mark import SHEET

    try:
        with zipfile.ZipFile(path) as archive:
            return f'"{SHEET}"'.encode() in archive.read("xl/workbook.xml")
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False  # reading it as a table says what is wrong with it


def read_source(store: Store, source: Source, progress: Progress) -> Preview:
    """The preview of a source. Raises :class:`Refusal` for a file as a whole, :class:`Surroundings` for the disk."""
    from app.operations.imports import preview_file, preview_pasted

    if source.kind == FORMS:
        return _read_forms(store, source, progress)
    if source.text:
        return preview_pasted(store, source.text, source.kind)
    try:
        return preview_file(store, source.paths[0], source.kind, progress=progress)
    except Refusal as refusal:
        if refusal.problem.code != _NO_TABLE or source.kind is not None or not source.may_be_forms:
            raise
        try:
            preview = _read_forms(store, source, progress)
        except Refusal:
            raise refusal from None
        if not any(row.values for row in preview.rows):
            raise
        return preview


def raw_rows(source: Source) -> list[list[str]]:
    """The first rows of the first sheet that has any, as texts: for finding the heads by hand."""
    from app.tables.book import as_text
    from app.tables.reading import read_pasted, read_tables

    book = read_pasted(source.text) if source.text else read_tables(source.paths[0])
    sheet = next((sheet for sheet in book.sheets if not sheet.empty), None)
    return [[as_text(cell) for cell in line] for line in sheet.rows[:RAW_ROWS]] if sheet is not None else []


def _read_forms(store: Store, source: Source, progress: Progress) -> Preview:
    from app.operations.forms_in import preview_forms

    paths = source.paths[0] if len(source.paths) == 1 and source.paths[0].is_dir() else list(source.paths)
    preview: Preview = preview_forms(store, paths, source.photos, progress)
    return preview
