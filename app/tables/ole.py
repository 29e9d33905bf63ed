"""Just enough of the OLE container ([MS-CFB]) and of BIFF ([MS-XLS]) to tell what an old file is before it is opened.

python-calamine reads the cells; it neither says that a workbook inside an OLE file is encrypted or a Word document, nor
where a formula shows an error. And it believes the sizes that a damaged file tells: room for them that is not to be
had would end the program, so they are checked before.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _BOOLERR, _FORMULA = 0x809, 0x0A, 0x85, 0x2F, 0x205, 0x06
_DIMENSIONS, _SST = 0x200, 0xFC
_CELLS = {
    0x06,
    0x203,
    0x204,
    0xFD,
    0x205,
    0x27E,
    0x0D6,
}  # formula, number, label, label of table, bool/error, RK, rich


class Damaged(ValueError):
    """The container's own tables contradict themselves."""


class Ole:
    """The streams of an OLE file by name."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise Damaged("no OLE header")
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, OverflowError) as error:
            raise Damaged(str(error)) from error

    def _open(self) -> None:
        head = self._data
        self._size = 1 << struct.unpack_from("<H", head, 30)[0]
        if self._size not in (512, 4096):
            raise Damaged("odd sector size")
        sectors = len(head) // self._size
        if any(struct.unpack_from("<I", head, at)[0] > sectors for at in (40, 44, 64, 72)):
            raise Damaged("more tables than sectors")
        directory, self._cutoff, mini = (struct.unpack_from("<I", head, at)[0] for at in (48, 56, 60))
        self._fat = self._read_fat()
        entries = self._chain(directory)
        self.entries: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        for at in range(0, len(entries) - 127, 128):
            length = struct.unpack_from("<H", entries, at + 64)[0]
            name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entries, at + 116)
            if entries[at + 66] in (2, 5) and self._told_size(entries, at) > len(head):
                raise Damaged("a stream larger than the file")
            if entries[at + 66] == 5:
                self._root = (start, size)
            elif name:
                self.entries.setdefault(name, (start, size))
        self._mini_fat = self._numbers(self._chain(mini)) if mini < _END else []

    def _told_size(self, entries: bytes, at: int) -> int:
        """Files with sectors of 512 bytes may have anything in the upper half."""
        form = "<I" if self._size == 512 else "<Q"
        return int(struct.unpack_from(form, entries, at + 120)[0])

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise Damaged("a sector beyond the end")
        return self._data[at : at + self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _read_fat(self) -> list[int]:
        sectors = [number for number in self._numbers(self._data[76:512]) if number < _END]
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size):
            if following >= _END:
                break
            *more, following = self._numbers(self._sector(following))
            sectors += [number for number in more if number < _END]
        return [number for sector in sectors for number in self._numbers(self._sector(sector))]

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        number = start
        while number < _END:
            if len(parts) > len(self._fat):
                raise Damaged("sectors in a ring")
            parts.append(self._sector(number))
            number = self._fat[number]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises :class:`Damaged` when its sectors are not to be found."""
        start, size = self.entries[name]
        try:
            if size >= self._cutoff:
                return self._chain(start)[:size]
            return self._small(start, size)
        except (struct.error, IndexError) as error:
            raise Damaged(str(error)) from error

    def _small(self, start: int, size: int) -> bytes:
        box, number = self._chain(self._root[0]), start
        parts: list[bytes] = []
        while number < _END and len(parts) <= len(self._mini_fat):
            parts.append(box[number * 64 : number * 64 + 64])
            number = self._mini_fat[number]
        return b"".join(parts)[:size]


def biff_facts(
    stream: bytes,
) -> tuple[bool, dict[int, dict[tuple[int, int], str]], dict[int, tuple[int, int, int]]]:
    """Of a workbook stream: whether it is encrypted; the error cells and ``(cells, rows, columns)`` of each sheet.

    Sheets are numbered in the order of their names, as the reader of the cells numbers them.
    """
    starts: list[int] = []
    errors: dict[int, dict[tuple[int, int], str]] = {}
    extents: dict[int, tuple[int, int, int]] = {}
    at, sheet, depth, end = 0, -1, 0, len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind == _FILEPASS:
            return True, {}, {}
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, body)[0])
        elif kind & 0xFF == 0x09 and kind in (_BOF, 0x09, 0x209, 0x409):
            depth += 1
            sheet = starts.index(at) if at in starts else sheet if depth > 1 else -1
        elif kind == _EOF:
            depth -= 1
        elif kind in (_DIMENSIONS, _SST):
            _check_size(stream, body, kind, length)
        elif kind in _CELLS and sheet >= 0 and length >= 6 and body + length <= len(stream):
            _note_cell(stream, body, kind, length, errors.setdefault(sheet, {}), extents, sheet)
        at = body + length
    return False, errors, extents


def _check_size(stream: bytes, body: int, kind: int, length: int) -> None:
    """Refuse a sheet or a table of texts that tells a size that cannot be."""
    if kind == _SST and length >= 8 and struct.unpack_from("<I", stream, body + 4)[0] > len(stream) // 3:
        raise Damaged("more texts than there is room for")
    if kind == _DIMENSIONS:
        if length not in (10, 14) or body + length > len(stream):
            raise Damaged("odd dimensions")
        top, rows, left, columns = struct.unpack_from("<IIHH" if length == 14 else "<HHHH", stream, body)
        if top > rows or left > columns or rows > 65_536 or columns > 256:
            raise Damaged("a sheet larger than a sheet can be")


def _note_cell(
    stream: bytes,
    body: int,
    kind: int,
    length: int,
    errors: dict[tuple[int, int], str],
    extents: dict[int, tuple[int, int, int]],
    sheet: int,
) -> None:
    row, column = struct.unpack_from("<HH", stream, body)
    count, rows, columns = extents.get(sheet, (0, 0, 0))
    extents[sheet] = (count + 1, max(rows, row + 1), max(columns, column + 1))
    code = None
    if kind == _BOOLERR and length >= 8 and stream[body + 7] == 1:
        code = stream[body + 6]
    elif (
        kind == _FORMULA
        and length >= 14
        and stream[body + 12 : body + 14] == b"\xff\xff"
        and stream[body + 6] == 2
    ):
        code = stream[body + 8]
    if code is not None:
        errors[row, column] = _ERRORS.get(code, "#N/A")
