"""Text as it stands in a filled-in form → the canonical value of its field, with a problem where it is doubtful."""

from __future__ import annotations

import re
import unicodedata

from app.catalogue import dates
from app.catalogue.fields import COMPOSITES, FIELDS, Value, field_of, label_of
from app.catalogue.identity import check_id_number
from app.catalogue.problems import Problem
from app.catalogue.texts import writable

_EDGES = " \t\r\n\xa0"
_CHINESE_DATE = re.compile(r"(\d{4})年(?:(\d{1,2})月?(?:(\d{1,2})日?)?)?")
_SKELETON = re.compile(r"[\s\u3000_＿]*年[\s\u3000_＿]*月[\s\u3000_＿]*日?[\s\u3000_＿]*")
_SKELETON_END = re.compile(r"[\s\u3000_＿]*年[\s\u3000_＿]*月[\s\u3000_＿]*日[\s\u3000_＿]*$")
_TRAILING_DATE = re.compile(
    r"(?:日\s*期|时\s*间)?[:：\s\u3000]*((?:19|20)\d{2}[\s\u3000]*(?:年|[./-])[\s\u3000]*\d{1,2}"
    r"(?:[\s\u3000]*(?:月|[./-])[\s\u3000]*(?:\d{1,2}[\s\u3000]*日?)?)?)[\s\u3000]*$"
)
_SEAL = re.compile(
    r"[（(]?(?:单位|部门|医院|卫生院|主管部门|派出单位|受援单位)?[（(]?(?:盖章|公章|签章|签字|签名|签字盖章|签字、盖章)(?:处)?[）)]?[:：]?[）)]?"
    r"|(?:负责人|经办人|领导|主要负责人|单位负责人)?(?:[（(]?(?:签字|签名|签章)[）)]?)[:：]?"
)
_TICKED = "☑☒■√✓✔●☆*"
_EMPTY_BOX = "□☐○"
_FLOAT = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")


def one_line(text: str) -> str:
    """Line breaks and runs of blanks as one space, or as nothing between two Chinese characters."""

    def gap(found: re.Match[str]) -> str:
        before, after = (
            found.string[found.start() - 1 : found.start()],
            found.string[found.end() : found.end() + 1],
        )
        wide = all(unicodedata.east_asian_width(c) in "WF" for c in (before, after) if c)
        return "" if wide else " "

    return re.sub(r"[ \t]*\n\s*", gap, text.strip(" \t\r\n\xa0\u3000"))


def _block(text: str) -> str:
    lines = [line.rstrip(_EDGES + "\u3000") for line in text.split("\n")]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)


def as_date(text: str) -> str:
    """A partial ISO date, '' for a blank or a skeleton such as ``年  月  日``, else the text as typed."""
    plain = one_line(text)
    if not plain or _SKELETON.fullmatch(plain):
        return ""
    bare = re.sub(r"[\s\u3000_＿]", "", unicodedata.normalize("NFKC", plain))
    bare = re.sub(r"(?<=年)月?日?$|(?<=月)日$", "", bare)  # 2003年__月: what was left blank is not told
    parsed = dates.parse_partial(bare)
    if parsed:
        return parsed
    found = _CHINESE_DATE.fullmatch(bare)
    if found:
        return "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)])
    return plain


def _term(text: str) -> str:
    plain = one_line(text)
    parsed = dates.parse_term(plain) if plain else None
    return f"{parsed[0]}/{parsed[1]}" if parsed else plain


def _ticked(text: str) -> str:
    """The word beside a ticked box (``是☑ 否□``, ``■男 □女``); the text itself when nothing is ticked."""
    boxes = re.findall(
        rf"([^\s{_TICKED}{_EMPTY_BOX}]*)\s*([{_TICKED}{_EMPTY_BOX}])\s*([^\s{_TICKED}{_EMPTY_BOX}]*)", text
    )
    if not boxes:
        return text
    leading = re.match(rf"\s*[{_TICKED}{_EMPTY_BOX}]", text) is not None
    pairs = re.findall(rf"([{_TICKED}{_EMPTY_BOX}])\s*([^\s{_TICKED}{_EMPTY_BOX}]+)", text) if leading else [
        (box, word) for word, box in re.findall(rf"([^\s{_TICKED}{_EMPTY_BOX}]+)\s*([{_TICKED}{_EMPTY_BOX}])", text)
    ]  # fmt: skip
    chosen = [word for box, word in pairs if box in _TICKED]
    if len(chosen) == 1:
        return str(chosen[0])
    return "" if not chosen and pairs else text


def _yes_no(text: str) -> tuple[Value, str]:
    plain = _ticked(one_line(text)).strip("（）() 。.")
    if plain in ("是", "√", "✓", "✔", "推荐", "同意", "有", "Y", "y"):
        return True, ""
    if plain in ("否", "×", "不", "无", "没有", "不推荐", "N", "n", "/", "不是"):
        return False, ""
    return None, plain


def _problem(code: str, path: str, text: str, message: str, remedy: str) -> Problem:
    return Problem(code, f"{label_of(path)}“{text[:40]}”{message}", remedy, column=label_of(path), value=text)


def _id_number(path: str, text: str) -> tuple[str, list[Problem]]:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not plain:
        return "", []
    if _FLOAT.match(plain):
        return plain, [
            _problem(
                "FRM-223",
                path,
                plain,
                "被表格软件改成了科学计数，号码已不完整",
                "请重新填写号码（单元格设为文本）",
            )
        ]
    checked = check_id_number(plain)
    problem = getattr(checked, "problem", None)
    number = getattr(checked, "number", "") or plain
    if isinstance(problem, Problem):
        return number, [problem.at(column=label_of(path), value=plain)]
    if problem:
        return number, [_problem("FRM-222", path, plain, f"：{problem}", "请核对证件号码")]
    return number, []


def _choice(path: str, text: str) -> tuple[str, list[Problem]]:
    plain = _ticked(one_line(text))
    offered = FIELDS[path].choices
    if plain and offered and plain not in offered:
        close = next((choice for choice in offered if re.sub(r"\s", "", plain) == choice), None)
        if close:
            return close, []
        return plain, [_problem("FRM-227", path, plain, "不是常用的写法，已照原样保留", "请核对")]
    return plain, []


def canonical(path: str, text: str) -> tuple[dict[str, Value], list[Problem]]:
    """The canonical values that a cell's text gives for ``path`` (several for a composite), and what is doubtful.

    Codes: FRM-220 date, FRM-221 yes/no, FRM-222 ID number, FRM-223 number spoilt, FRM-227 unusual choice. Doubtful
    text is kept as typed, save for a yes/no, which is then ``None``.
    """
    text = writable(text)
    if path in COMPOSITES:
        from app.catalogue.composites import part  # noqa: PLC0415

        return dict(part(path, one_line(text))), []
    known = field_of(path)
    kind = known.kind if known else "line"
    found: list[Problem] = []
    value: Value
    if kind in ("text", "lines"):
        value = _block(text)
    elif kind in ("month", "date"):
        value = as_date(text)
        if value and dates.parse_partial(value) is None:
            found.append(
                _problem(
                    "FRM-220", path, value, "看不出是哪一天，已照原样保留", "请写成 1980.05 或 2021.5.1 这样"
                )
            )
    elif kind == "term":
        value = _term(text)
        if value and "/" not in value:
            found.append(
                _problem(
                    "FRM-220", path, value, "看不出起止时间，已照原样保留", "请写成 2021.5.1-2021.10.31 这样"
                )
            )
    elif kind == "yesno":
        value, odd = _yes_no(text)
        if odd:
            found.append(_problem("FRM-221", path, odd, "看不出是“是”还是“否”", "请填 是 或 否"))
    elif kind == "id_number":
        value, found = _id_number(path, text)
    elif kind == "choice":
        value, found = _choice(path, text)
    else:
        value = one_line(text)
        if kind in ("phone", "number") and _FLOAT.match(value) and "E" in value.upper():
            found.append(
                _problem("FRM-223", path, value, "被表格软件改成了科学计数", "请重新填写（单元格设为文本）")
            )
    return {path: value}, found


def is_foot_line(text: str) -> bool:
    """Whether a line only asks for seal, signature or date (or has a date alone in it)."""
    bare = re.sub(r"[\s\u3000]", "", text)
    rest = re.sub(r"[\s\u3000]", "", _TRAILING_DATE.sub("", _SKELETON_END.sub("", text)))
    return bool(bare) and (not rest or _SEAL.fullmatch(rest) is not None)


def opinion_and_date(text: str) -> tuple[str, str]:
    """Part an opinion cell into its text and the ISO date at its foot; lines that only ask for a seal are left out."""
    lines = text.split("\n")
    date, decided = "", False
    while lines:
        last = lines[-1].strip(_EDGES + "\u3000")
        bare = re.sub(r"[\s\u3000]", "", last)
        without_skeleton = _SKELETON_END.sub("", last) if not decided else last
        found = _TRAILING_DATE.search(last)
        if not bare or _SEAL.fullmatch(bare):
            lines.pop()
        elif not decided and without_skeleton != last and not re.search(r"\d\s*$", without_skeleton):
            decided = True
            rest = re.sub(r"[\s\u3000]", "", without_skeleton)
            lines[-1:] = [] if not rest or _SEAL.fullmatch(rest) else [without_skeleton]
        elif not decided and found:
            date, decided = as_date(found[1]), True
            lines[-1:] = [last[: found.start()]] if last[: found.start()].strip() else []
        else:
            break
    return _block("\n".join(lines)), date
