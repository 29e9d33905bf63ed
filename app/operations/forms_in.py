"""Filled-in papers read back in one go: a folder of workbooks and Word files, looked at like a table of rows.

Reading and looking are here; what a paper would store is planned in :mod:`app.operations.form_rows`.
Codes: IMP-060 nothing to read in the folder, IMP-061 a file that is neither workbook nor Word, IMP-064 a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.catalogue.files import surroundings
from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal, Surroundings
from app.forms.edition import Edition
from app.forms.reading import Readers, ReadForm, read_forms
from app.operations.imports import replan_preview
from app.operations.own_editions import known_editions
from app.operations.photos_in import SUFFIXES as PICTURES
from app.operations.photos_in import PhotoFiles, pictures_in, read_photo, small_photo
from app.operations.preview import Preview, PreviewRow
from app.operations.results import Progress
from app.store.opening import Store

FORMS = "forms"
_READ = (".xlsx", ".xlsm", ".docx", ".doc", ".wps", ".xls", ".et", ".rtf", ".pdf")
"""What may be meant for a form; the last ones are refused with what to do."""
_BAD = ("IDN-",)
"""Codes of values that a paper is refused for; others are kept as typed and remarked on."""


def preview_forms(
    store: Store,
    source: Path | Sequence[Path],
    photos: Path | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read the forms of a folder (or these files) and say what each would become. Stores nothing.

    ``photos`` is a folder of pictures named by person or ID number; pictures beside the forms serve too. A row's
    ``sheet`` is the file's name, its ``row`` the number of the form in a file of several, else 0. Raises
    :class:`Refusal` IMP-060 when there is nothing to read.
    """
    files, root = _files(source)
    readers = Readers(known_editions(store.folder))
    found = PhotoFiles()
    if photos is not None:
        if not photos.is_dir():
            raise Refusal(Problem("IMP-062", "照片文件夹不在", "请重新选择照片文件夹", file=str(photos)))
        found.add(pictures_in(photos))
    found.add(path for path in files if path.suffix.lower() in PICTURES)
    rows: list[PreviewRow] = []
    papers = [path for path in files if path.suffix.lower() in _READ]
    if not papers:
        raise Refusal(
            Problem(
                "IMP-060",
                "没有找到填好的表",
                "请把填好的 .xlsx 或 .docx 放进一个文件夹再选它",
                file=str(root or ""),
            )
        )
    for number, path in enumerate(papers):
        if progress is not None:
            progress(number, len(papers))
        rows += _rows_of(path, root, readers, len(rows))
    _give_photos(rows, found)
    preview = Preview(root or papers[0], FORMS, rows)
    left = [path for path in files if path.suffix.lower() not in (*_READ, *PICTURES)]
    preview.problems = [
        Problem("IMP-061", "不是填报表，没有读取", "需要时请另存为 .xlsx 或 .docx", file=path.name)
        for path in left
    ]
    replan_preview(store, preview)
    return preview


def _files(source: Path | Sequence[Path]) -> tuple[list[Path], Path | None]:
    """The files to look at in order, and the folder that they are in, if it is one."""
    if not isinstance(source, Path):
        return list(source), None
    if source.is_file():
        return [source], None
    if not source.is_dir():
        raise Refusal(Problem("IMP-060", "文件夹不在", "请重新选择文件夹", file=str(source)))
    try:
        return sorted(
            path for path in source.rglob("*") if path.is_file() and not _hidden(path, source)
        ), source
    except OSError as error:
        raise surroundings(error, source) from error


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)


def _rows_of(path: Path, root: Path | None, readers: Readers, before: int) -> Iterator[PreviewRow]:
    name = str(path.relative_to(root)) if root else path.name
    try:
        forms = read_forms(path, readers)
    except (Refusal, Surroundings, OSError) as error:
        yield _refused(before + 1, name, error, path)
        return
    for number, form in enumerate(forms, start=1):
        edition = readers.maps[form.edition_id].edition
        yield _row(before + number, name, number if len(forms) > 1 else 0, form, edition)


def _refused(number: int, name: str, error: Refusal | Surroundings | OSError, path: Path) -> PreviewRow:
    """A file that could not be read is one refused row; the others go on."""
    told = error if not isinstance(error, OSError) else surroundings(error, path)
    problems = list(told.problems) if isinstance(told, Refusal) else [told.problem]
    return PreviewRow(number, name, 0, "", "refused", {}, problems=problems)


def _row(number: int, name: str, place: int, form: ReadForm, edition: Edition) -> PreviewRow:
    values = dict(form.values)
    if isinstance(values.get("person.name"), str):
        values["person.name"] = tidy_name(str(values["person.name"]))  # 张 灵 is 张灵
    row = PreviewRow(number, name, place, str(values.get("person.name") or ""), "new", values)
    row.remarks = [f"{problem.column}：{problem.message}" for problem in form.remarks]
    if edition.kind == "list":
        row.status, row.values = "refused", {}
        row.problems = [
            Problem(
                "IMP-064", f"这是《{edition.name}》，不是一个人的表", "请用“导入”单独读入这个文件", sheet=name
            )
        ]
        return row
    bad = [problem for problem in form.problems if problem.code.startswith(_BAD)]
    row.remarks += [f"{p.column}：{p.message}" for p in form.problems if p not in bad]
    if bad:
        row.status, row.problems = "refused", [problem.at(sheet=name) for problem in bad]
    if isinstance(values.get("person.photo"), bytes):
        try:
            values["person.photo"] = small_photo(form.photo or b"", name)
        except Refusal as refusal:
            values["person.photo"] = None
            row.remarks.append(f"照片：{refusal.problem.message}")
    return row


def _give_photos(rows: list[PreviewRow], found: PhotoFiles) -> None:
    """Photos of the folder to the papers that have none; a name that two papers bear is not guessed."""
    bearers = Counter(str(row.values.get("person.name") or "") for row in rows)
    for row in rows:
        if "person.photo" not in row.values or row.values["person.photo"]:
            continue
        name, number = (str(row.values.get(path) or "") for path in ("person.name", "person.id_number"))
        files = list(dict.fromkeys(found.find(name, number)))
        by_number = bool(number) and bool(found.by_word.get(number.upper()))
        if not files:
            continue
        if len(files) > 1 or (bearers[name] > 1 and not by_number):
            row.remarks.append(f"照片：有几张可能是“{name}”的，没有放进去；请用身份证号作照片文件名")
            continue
        try:
            row.values["person.photo"] = read_photo(files[0])
        except Refusal as refusal:
            row.remarks.append(f"照片 {files[0].name}：{refusal.problem.message}")
        except OSError as error:
            row.remarks.append(f"照片 {files[0].name}：{surroundings(error, files[0]).problem.message}")
