"""Dates as people write them and as the ledger keeps them: partial ISO dates and terms of two of them.

A partial date is ``1980``, ``1980-05`` or ``1980-05-17``; a term is ``2021-05-01/2021-10-31``, either side may be
empty. Nothing is guessed: a text that names no possible date gives ``None``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

_FOLD = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"．": ".", "。": ".", "／": "/", "－": "-", "−": "-", "‐": "-", "‑": "-", "號": "日", "号": "日", "　": " ", "\xa0": " "}
)  # fmt: skip
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_DATE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?)?"
)
_YEAR = r"(?:19|20)\d\d"
_CHINESE = re.compile(rf"({_YEAR})年?(?:(?<=年)(\d{{1,2}})(?:月(?:(\d{{1,2}})日?)?)?)?")
_MARKED = re.compile(rf"({_YEAR})([.\-/])(\d{{1,2}})(?:\2(\d{{1,2}})日?)?[.月]?")
_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)?")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?$")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TOKEN = re.compile(r"(Y|MM?|DD?)([^YMD]*)")
_BETWEEN = ".-/ "
_YEARLESS = re.compile(r"(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")


def _partial(year: str, month: str | None, day: str | None) -> str | None:
    """ISO of parts that are told; None when there is no such day."""
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _from_han(text: str) -> str:
    """二〇二一年五月十一日 → 2021年5月11日."""

    def number(han: str | None) -> str:
        if not han:
            return ""
        tens, ten, ones = han.rpartition("十")
        if not ten:
            return han.translate(_HAN)
        return str(int(tens.translate(_HAN) or "1") * 10 + int(ones.translate(_HAN) or "0"))

    found = _HAN_DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = found.groups()
    parts = [
        year.translate(_HAN),
        "年",
        number(month),
        "月" if month else "",
        number(day),
        "日" if day else "",
    ]
    return "".join(parts)


@lru_cache(maxsize=20_000)
def parse_partial(text: str) -> str | None:
    """The partial ISO date that a text names, or None.

    Reads 1980.05, 1980.5, 1980-5, 1980/5, 1980年5月, 198005, 2021.5.1, 2021年5月1日, 20210501, 二〇二一年五月, full-width
    digits, spaces between, and a time of day after the date (as spreadsheets show it).
    """
    plain = text.translate(_FOLD).strip()
    if not plain:
        return None
    plain = _CLOCK.sub("", plain).replace(" ", "")
    if not plain[0].isascii():
        plain = _from_han(plain)
    found = _COMPACT.fullmatch(plain) or _CHINESE.fullmatch(plain)
    if found:
        return _partial(*found.groups())
    marked = _MARKED.fullmatch(plain)
    return _partial(marked[1], marked[3], marked[4]) if marked else None


def as_date(iso: str) -> date | None:
    """The day of a partial ISO date that tells its day; None for a partial one and for any other text."""
    found = _ISO.fullmatch(iso)
    if not found or found[3] is None:
        return None
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


@lru_cache(maxsize=20_000)
def format_partial(iso: str, pattern: str) -> str:
    """A partial ISO date by a pattern of ``Y``, ``M`` and ``D`` (``MM``, ``DD``: two digits always).

    ``Y.M`` gives 1980.05 (a month that ends a dotted date has two digits, so that 1980.1 is never read for 1980.10),
    ``Y.M.D`` 2021.5.1, ``Y年M月`` 1980年5月. Parts not told are left out; a text that is not ISO is returned as it is.
    """
    found = _ISO.fullmatch(iso)
    if not found:
        return iso
    told = {"Y": found[1], "M": found[2], "D": found[3]}
    tokens = [(token, literal) for token, literal in _TOKEN.findall(pattern) if told[token[0]]]
    shown = pattern[: len(pattern) - len(pattern.lstrip("".join(set(pattern) - set("YMD"))))]
    for at, (token, literal) in enumerate(tokens):
        value = told[token[0]] or ""
        dotted = token == "M" and at > 0 and at == len(tokens) - 1 and tokens[at - 1][1] == "."
        keep = token[0] == "Y" or len(token) == 2 or dotted
        shown += (value if keep else str(int(value))) + literal
    return shown.rstrip(_BETWEEN)


def day_said(text: str | None) -> str:
    """A partial date as the screen writes it: 2021.5.1; '' for none."""
    return format_partial(text or "", "Y.M.D")


def day_here(moment: str) -> str:
    """The day of a moment in UTC (ISO) by the clock on the wall; a day stays as it is."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat() if len(moment) > 10 else moment


# --- terms --------------------------------------------------------------------------------------------------------

_JOINT = re.compile(r"\s*(?:[~～〜∼至到]|[—–―─]+|-{2,})\s*-?")
_AROUND = re.compile(r"^(?:自|从|由|起止[:：]?)|(?:止|结束)$")
_REMARK = re.compile(r"[（(][^（()）]*[)）]\s*$")
_SINCE = re.compile(r"(起|开始)$")
_OPEN = {"今", "现在", "目前"}
_DASHED = re.compile(r"(\d{4}(?:-\d{1,2}){0,2})\s*[-/]\s*(\d{4}(?:-\d{1,2}){0,2})")
_NEXT_YEAR = re.compile(r"^(?:次年|翌年|第二年)")
_REST = re.compile(r"(?:(\d{1,2})[月.\-/])?(\d{1,2})([月日]?)")


def _rest(start: str, text: str) -> str | None:
    """The end of a term that leaves out its year or month (10月31日, 10.31, 31日, 次年4月), told by its start."""
    year, month, day = ([*start.split("-"), "", ""])[:3]
    bare = _NEXT_YEAR.sub("", text)
    if bare != text:
        year = str(int(year) + 1)
    found = _REST.fullmatch(bare)
    if not found:
        return None
    before, last, mark = found.groups()
    if before:
        return _partial(year, before, last) if mark != "月" else None
    if mark == "月" or (not mark and month and not day):
        return _partial(year, last, None)
    return _partial(year, month, last) if day and mark != "月" and bare == text else None


def _two(text: str) -> tuple[str, str] | None:
    """A text parted where its two dates join; a dash joins only where it does not stand within the dates."""
    parts = _JOINT.split(text)
    if len(parts) == 2:
        return parts[0], parts[1]
    if len(parts) > 2:
        return None
    dashed = _DASHED.fullmatch(text)
    if dashed:
        return dashed[1], dashed[2]
    for mark in "-/":
        if text.count(mark) == 1 and not (mark == "-" and _DASHED.fullmatch(text)):
            head, _, tail = text.partition(mark)
            return head, tail
    return None


@lru_cache(maxsize=20_000)
def parse_term(text: str) -> tuple[str, str] | None:
    """The two partial ISO dates of a term, either may be '' (2021年5月1日起); None when it names none.

    Reads 2021.5.1-2021.10.31, 2021年5月1日至10月31日, 2021/5/1—2021/10/31, 2021.5-10, 20210501-20211031, the canonical
    form itself, 至今, 次年, and a remark in brackets after it. The order of the two is the caller's to check.
    """
    plain = _REMARK.sub("", text.translate(_FOLD)).strip()
    plain = _AROUND.sub("", plain).strip()
    since = _SINCE.sub("", plain)
    if since != plain:
        start = parse_partial(since)
        return (start, "") if start else None
    if not plain or parse_partial(plain) is not None:
        return None
    pair = _two(plain)
    if pair is None:
        return None
    head, tail = (_AROUND.sub("", part.strip().removesuffix("起")).replace(" ", "") for part in pair)
    if tail in _OPEN:
        tail = ""
    start, end = parse_partial(head) if head else "", parse_partial(tail) if tail else ""
    if start and end is None:
        end = _rest(start, tail)
    if start is None or end is None or not (start or end):
        return None
    return start, end


def format_term(canonical: str, pattern: str = "Y.M.D", joint: str = "-") -> str:
    """``2021-05-01/2021-10-31`` → ``2021.5.1-2021.10.31``; a text that is no canonical term is returned as it is."""
    start, slash, end = canonical.partition("/")
    if not slash or not all(not part or _ISO.fullmatch(part) for part in (start, end)):
        return canonical
    return f"{format_partial(start, pattern)}{joint}{format_partial(end, pattern)}" if start or end else ""


def with_year(text: str, today: date) -> str:
    """A day without its year (10月30日, 10.30, 10/30) as the last such day up to ``today``; other texts as they are."""
    found = _YEARLESS.fullmatch(text.translate(_FOLD).strip())
    if not found:
        return text
    months, days = found.groups()
    for year in (today.year, today.year - 1):
        day = _partial(str(year), months, days)
        if day is not None and day <= today.isoformat():
            return day
    return text
