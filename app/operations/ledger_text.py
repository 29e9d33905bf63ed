"""Reading a chat: 「讲座2次，查房5次，门诊120人次」 into entries that the clerk confirms.

Nothing is stored here, and nothing is guessed silently: each proposal has the piece of text that it was read from, and
what was not understood is given back too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.catalogue.dates import parse_partial
from app.catalogue.names import fold_characters, tidy_name
from app.catalogue.work import MODES, WORKS, YUAN_IN_WAN, Work
from app.models import Person, Unit, UnitAlias
from app.store.opening import Store

_HAN = "零〇一二三四五六七八九"
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]+)"
_MEASURE = r"(?:人次|人份|万元|元|台次|台|例次|例|场次|场|次|项|篇|个|人|位|名|件|堂|期)"
_PEOPLE = r"(?:人次|人份|人|位|名)"
_COUNTED = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_MEASURE})")
_LISTENERS = re.compile(
    rf"(?:听课|参训|参加|参与|培训|受众|惠及|义诊|诊疗|服务|到场|共|约)[^\d，。；,;]{{0,6}}?(?P<number>{_NUMBER})\s*{_PEOPLE}"
)
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)\s*[年./-]\s*)?(?P<month>1[0-2]|0?[1-9])\s*[月./-]\s*(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?![\d%]|\s*(?:万|元|人|例|次|台|个|倍|小时|天))\s*(?:日|号)?"
)
"""A day; 3.5万元 and 2.5小时 are none."""
_MONTH = re.compile(r"(?:(?P<year>20\d\d)\s*年\s*)?(?P<month>1[0-2]|0?[1-9])\s*月份?(?!\s*\d)")
_SPOKEN = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}
_PIECES = re.compile(r"[，,。；;！!\n]+|、(?=\s*\d{1,2}\s*[月./-]\s*\d{1,2})")
_BARE = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*$")
_CAME = re.compile(rf"\s*(?P<number>{_NUMBER})\s*{_PEOPLE}(?:参加|听课|参训|到场|受益)?\s*")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤冉牟易"
)
_NAMED = re.compile(
    rf"[\s【\[]*(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:医生|医师|主任|院长|老师|同志)?\s*"
    r"(?:[】\]：:]|(?=\d{1,2}\s*[月./]))"
)
_NO_NAMES = re.compile(r"周[一二三四五六日天]|.*[镇乡县区院科月]|高血压|任务|万元")
"""What begins as a name does before a colon or a date, and is none."""
_ABOUT = re.compile(r"[《“\"](?P<topic>[^》”\"]+)[》”\"]")
_COUNTY = re.compile(r"^(?:.{2,4}?[省市])?(?:.{2,6}?[县区市])(?=.{3})")
_TOWN = re.compile(r"[^、，]{1,4}?(?:镇|乡|街道)")
_SMALLTALK = re.compile(
    r"(?:领导|老师|主任|各位|大家)?(?:好|您好|你好|早|收到|谢谢|辛苦了|汇报如下|工作汇报|汇报|如下|以上|完毕|本月|本周|今天|共|其中|工作|完成|情况)*[：:]?"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry as it was understood: ``row`` has the keys of a ledger's row, ``text`` is what it was read from."""

    row: Mapping[str, Any]
    text: str


@dataclass(slots=True)
class Reading:
    """What a chat says: ``proposals``, and pieces ``left`` over that were not understood."""

    proposals: list[Proposal] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[str, bytes | str]
    units: Mapping[str, bytes]


@dataclass(slots=True)
class _Context:
    """What earlier pieces said and later ones go on with."""

    today: date
    day: str
    person: bytes | str | None
    unit: bytes | None


def read_chat(
    store: Store,
    text: str,
    *,
    person: bytes | None = None,
    unit: bytes | None = None,
    today: date | None = None,
) -> Reading:
    """Proposals from a chat's text. A date, a person or a unit goes for what follows until another is named.

    ``person`` and ``unit`` are those of the chat when it names none; figures without a date are of ``today``, those
    after 本月 of its month.
    """
    with store.read() as session:
        names = _names(session)
    now = today or date.today()
    context = _Context(now, now.isoformat(), person, unit)
    reading = Reading()
    for line in _lines(text):
        context.day = now.isoformat() if _begins_anew(line) else context.day
        for piece in filter(None, map(str.strip, _PIECES.split(line))):
            _read_piece(piece, context, names, reading)
    return reading


def _lines(text: str) -> Iterator[str]:
    for line in fold_characters(text).splitlines():
        yield re.sub(r"^\s*(?:\d{1,2}(?:[、)）]|\.(?!\d)|\.(?=\d{1,2}月))\s*|[-•·●]\s*)", "", line)


def _begins_anew(line: str) -> bool:
    return any(word in line for word in _SPOKEN)


def proposed_rows(store: Store, reading: Reading) -> list[dict[str, str]]:
    """The proposals as rows of text for a grid: names instead of keys, ``text`` the piece that each came from."""
    with store.read() as session:
        wanted = {
            value for one in reading.proposals for value in one.row.values() if isinstance(value, bytes)
        }
        names: dict[Any, str] = {}
        for model in (Person, Unit):
            query = select(model.id, model.name).where(model.id.in_(wanted))
            names |= {bytes(key): name for key, name in session.execute(query)}
    rows = []
    for one in reading.proposals:
        row = {
            key: names.get(value, "") if isinstance(value, bytes) else str(value or "")
            for key, value in one.row.items()
        }
        row["kind"], row["mode"] = WORKS[row["kind"]].label, MODES.get(row.get("mode", ""), "")
        rows.append(row | {"text": one.text})
    return rows


def _names(session: Any) -> _Names:
    people: dict[str, bytes | str] = {}
    for key, name in session.execute(select(Person.id, Person.name)):
        tidy = tidy_name(name)
        people[tidy] = (
            tidy if tidy in people else bytes(key)
        )  # several bear it: the unit must tell who is meant
    units: dict[str, bytes] = {}
    shorts: dict[str, set[bytes]] = {}
    for model, column in ((UnitAlias, UnitAlias.unit_id), (Unit, Unit.id)):
        for key, name in session.execute(select(column, model.name)):
            units[name] = bytes(key)
            for short in _shorts(name):
                shorts.setdefault(short, set()).add(bytes(key))
    units = {short: min(keys) for short, keys in shorts.items() if len(keys) == 1} | units
    return _Names(people, units)


def _read_piece(piece: str, context: _Context, names: _Names, reading: Reading) -> None:
    named = _NAMED.match(piece)
    rest = _take_names(_take_day(piece, context), context, names)
    if named and not _longest(names.people, piece) and not _NO_NAMES.fullmatch(named["name"]):
        context.person, context.unit = named["name"], None  # nobody known: the entry asks who that is
        rest = rest.replace(named["name"], " ", 1)
    found = False
    for part, work in _works_in(rest):
        found = True
        entry = _entry(part, work, context)
        if _is_more_of(entry, reading, part):
            continue
        reading.proposals.append(Proposal(entry, piece))
    if not found:
        _go_on(piece, rest, reading)


def _take_day(piece: str, context: _Context) -> str:
    for word, back in _SPOKEN.items():
        if word in piece:
            context.day = (context.today - timedelta(days=back)).isoformat()
            piece = piece.replace(word, "", 1)
    if "本月" in piece or "这个月" in piece:
        context.day = context.today.isoformat()[:7]
        piece = piece.replace("本月", "", 1).replace("这个月", "", 1)
    for pattern in (_DAY, _MONTH):
        said = pattern.search(piece)
        if said:
            month = int(said["month"])
            year = int(said["year"] or _year_of(context.today, month))
            told = f"{year}-{month:02d}" + (f"-{int(said['day']):02d}" if pattern is _DAY else "")
            if parse_partial(told):
                context.day = told
                return piece[: said.start()] + piece[said.end() :]
    return piece


def _year_of(today: date, month: int) -> int:
    """The year of a month named without one: the last such month."""
    return today.year if month <= today.month else today.year - 1


def _take_names(piece: str, context: _Context, names: _Names) -> str:
    person = _longest(names.people, piece)
    if person:
        context.person, context.unit = names.people[person], None
        piece = piece.replace(person, " ", 1)
    unit = _longest(names.units, piece)
    if unit:
        context.unit = names.units[unit]
        piece = piece.replace(unit, " ", 1)
    return piece


def _shorts(name: str) -> set[str]:
    """How people call a unit in a chat: without its county, without 中心, by its town alone."""
    local = _COUNTY.sub("", name)
    town = _TOWN.match(local)
    if town is None:
        return set()  # 人民医院, 中医院: whose, nobody can tell
    return {local, local.replace("中心", ""), name.replace("中心", ""), town[0]}


def _longest(known: Mapping[str, Any], piece: str) -> str:
    """The longest of the names that a piece holds, '' when it holds none."""
    return max((name for name in known if len(name) > 1 and name in piece), key=len, default="")


def _words() -> list[tuple[str, str]]:
    found = {
        word: work.code
        for work in reversed(WORKS.values())
        for word in (*work.synonyms, work.label, work.label.removeprefix("开展"))
    }
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


_WORDS = _words()


def _works_in(piece: str) -> Iterator[tuple[str, Work]]:
    """The parts of a piece that speak of a kind of work, each with its figure: 讲座2次查房5次 has two."""
    spots: list[tuple[int, int, str]] = []
    for word, code in _WORDS:
        for match in re.finditer(re.escape(word), piece):
            if not any(start < match.end() and match.start() < end for start, end, _ in spots):
                spots.append((match.start(), match.end(), code))
    spots.sort()
    spots = _merged(spots, piece)
    for number, (start, _, code) in enumerate(spots):
        begin = 0 if number == 0 else _front(piece, spots[number - 1][1], start)
        end = _front(piece, spots[number][1], spots[number + 1][0]) if number + 1 < len(spots) else len(piece)
        yield piece[begin:end], WORKS[code]


def _merged(spots: list[tuple[int, int, str]], piece: str) -> list[tuple[int, int, str]]:
    """Words without a figure between them speak of one thing (举办健康教育讲座培训 is the first of them)."""
    kept: list[tuple[int, int, str]] = []
    for spot in spots:
        if (
            kept
            and not _COUNTED.search(piece[kept[-1][1] : spot[0]])
            and not _COUNTED.search(piece[: kept[-1][0]])
        ):
            kept[-1] = (kept[-1][0], spot[1], kept[-1][2])
        else:
            kept.append(spot)
    return kept


def _front(piece: str, after: int, before: int) -> int:
    """Where the part of the next work begins: behind the figure that follows the one before it."""
    told = [match.end() for match in _COUNTED.finditer(piece, after, before)]
    return told[-1] if told else after


def _entry(part: str, work: Work, context: _Context) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": work.code,
        "date": context.day,
        "person": context.person,
        "unit": context.unit,
    }
    listeners = _LISTENERS.search(part) if work.people_label else None
    rest = part[: listeners.start()] + part[listeners.end() :] if listeners else part
    if listeners:
        row["people"] = str(number_of(listeners["number"]))
    counts = [(number_of(m["number"]), m["unit"]) for m in _COUNTED.finditer(rest)]
    bare = _BARE.search(rest)
    if bare and not counts and not work.money:
        counts = [(number_of(bare["number"]), work.unit)]
    row["amount"] = _figure(work, counts, row)
    topic = _ABOUT.search(part)
    if topic:
        row["topic"] = topic["topic"]
    if work.code.startswith("tele_") or re.search(r"线上|远程|视频|电话|微信", part):
        row["mode"] = "online"
    return row


def _figure(work: Work, counts: list[tuple[float, str]], row: dict[str, Any]) -> str:
    """The figure of the work among those told: by its own measure, else the first that counts no people."""
    if work.money:
        for number, unit in counts:
            if unit in ("万元", "元"):
                return _plain(number if unit == "万元" else number / YUAN_IN_WAN)
        return ""
    counts = [(number, unit) for number, unit in counts if unit not in ("万元", "元")]
    if work.unit in ("人次", "例"):
        return _plain(counts[0][0]) if counts else ""
    if "people" not in row and work.people_label:
        people = [number for number, unit in counts if unit in ("人次", "人", "位", "名", "人份")]
        if people:
            row["people"] = _plain(people[0])
    own = [number for number, unit in counts if unit not in ("人次", "人", "位", "名", "人份")]
    return _plain(own[0]) if own else ("1" if row.get("people") else "")


def _plain(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _is_more_of(entry: dict[str, Any], reading: Reading, part: str) -> bool:
    """A piece that names a kind of work but no figure only tells more of what was said before."""
    if entry["amount"] or not reading.proposals:
        return False
    last = reading.proposals[-1].row
    same = bool(last["kind"] == entry["kind"])
    if same and entry.get("topic"):
        reading.proposals[-1] = Proposal(
            {**last, "topic": entry["topic"]}, f"{reading.proposals[-1].text}，{part}"
        )
    return same


def _go_on(piece: str, rest: str, reading: Reading) -> None:
    """A piece without a kind of work: how many listened to what was said last, or nothing that is understood."""
    if _tells_worth(piece, rest, reading):
        return
    listeners = _LISTENERS.search(rest) or _CAME.fullmatch(rest)
    if listeners and reading.proposals and WORKS[reading.proposals[-1].row["kind"]].people_label:
        last = reading.proposals[-1]
        if not last.row.get("people"):
            row = {**last.row, "people": str(number_of(listeners["number"]))}
            reading.proposals[-1] = Proposal(row, f"{last.text}，{piece}")
            return
    if rest.strip() and not _SMALLTALK.fullmatch(rest.strip()):
        reading.left.append(piece)


def _tells_worth(piece: str, rest: str, reading: Reading) -> bool:
    """Whether a piece tells in money what the gift before it is worth."""
    last = reading.proposals[-1] if reading.proposals else None
    if last is None or not WORKS[last.row["kind"]].money or last.row["amount"]:
        return False
    counts = [(number_of(m["number"]), m["unit"]) for m in _COUNTED.finditer(rest)]
    worth = _figure(WORKS[last.row["kind"]], counts, {})
    if worth:
        reading.proposals[-1] = Proposal({**last.row, "amount": worth}, f"{last.text}，{piece}")
    return bool(worth)


def number_of(text: str) -> float:
    """A figure in digits or Chinese numerals: 一百二十, 两, 12, 0.5."""
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        value = float(plain)
        return int(value) if value.is_integer() else value
    return _han_number(text)


def _han_number(text: str) -> int:
    whole = section = digit = 0
    for character in text.replace("两", "二"):
        if character in _HAN:
            digit = max(0, _HAN.index(character) - 1)
        elif character in "十百千":
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        else:
            whole = (whole + section + digit) * 10_000
            section = digit = 0
    return whole + section + digit
