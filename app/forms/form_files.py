"""Opening a filled-in file safely: kinds that are refused, passwords, damage and zip bombs."""

from __future__ import annotations

import zipfile
from pathlib import Path

from app.catalogue.files import surroundings
from app.catalogue.problems import Problem, Refusal

WORD = (".docx", ".docm")
WORKBOOK = (".xlsx", ".xlsm")
_OLD = {
    ".doc": ("FRM-201", "旧版 Word 格式（.doc）", ".docx"),
    ".wps": ("FRM-201", "WPS 文字格式（.wps）", ".docx"),
    ".rtf": ("FRM-201", "RTF 格式", ".docx"),
    ".odt": ("FRM-201", "ODT 格式", ".docx"),
    ".et": ("FRM-202", "WPS 表格格式（.et）", ".xlsx"),
    ".xls": ("FRM-202", "旧版 Excel 格式（.xls）", ".xlsx"),
    ".ods": ("FRM-202", "ODS 格式", ".xlsx"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LARGEST = 300 * 1024 * 1024
_MOST_ENTRIES = 20_000
_SUSPECT, _RATIO = 30 * 1024 * 1024, 150


def _refuse(code: str, message: str, remedy: str, path: Path) -> Refusal:
    return Refusal(Problem(code, message, remedy, file=str(path)))


def damaged(path: Path) -> Refusal:
    """The file is not what its name says, or broken."""
    return _refuse(
        "FRM-204", "文件已损坏，或不是真正的 Office 文件", "请用 WPS 或 Office 打开检查，另存一份再试", path
    )


def _check_kind(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix in _OLD:
        code, kind, better = _OLD[suffix]
        raise _refuse(code, f"不能读取{kind}的文件", f"请用 WPS 或 Office 打开，另存为 {better} 再试", path)
    if suffix not in WORD + WORKBOOK:
        raise _refuse(
            "FRM-207", f"不认识“{suffix or path.name}”类型的文件", "请使用 .xlsx 工作簿或 .docx 文档", path
        )


def _check_start(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if not start.startswith(_OLE):
        return
    if _ENCRYPTED in path.read_bytes()[: 1 << 22]:
        raise _refuse("FRM-203", "文件设了密码，打不开", "请在 WPS 或 Office 里去掉密码，另存后再试", path)
    better = ".docx" if path.suffix.lower() in WORD else ".xlsx"
    code = "FRM-201" if better == ".docx" else "FRM-202"
    raise _refuse(
        code, "文件虽然改了扩展名，里面仍是旧格式", f"请用 WPS 或 Office 打开，另存为 {better} 再试", path
    )


def _check_size(archive: zipfile.ZipFile, path: Path) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if total > LARGEST or len(entries) > _MOST_ENTRIES or (total > _SUSPECT and total / packed > _RATIO):
        raise _refuse(
            "FRM-205",
            f"文件展开后有{total // (1 << 20)}MB，不是正常的表格",
            "请核对文件来源，另存一份再试",
            path,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refuse("FRM-203", "文件设了密码，打不开", "请在 WPS 或 Office 里去掉密码，另存后再试", path)


def open_package(path: Path) -> zipfile.ZipFile:
    """The file's zip, checked before anything in it is unpacked. The caller closes it.

    Raises :class:`Refusal`: FRM-201 old Word kinds, FRM-202 old workbook kinds, FRM-203 password, FRM-204 damaged,
    FRM-205 zip bomb, FRM-207 other kinds; :class:`Surroundings` when the file cannot be read.
    """
    _check_kind(path)
    try:
        _check_start(path)
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise surroundings(error, path) from error
    except zipfile.BadZipFile as error:
        raise damaged(path) from error
    try:
        _check_size(archive, path)
    except Refusal:
        archive.close()
        raise
    return archive
