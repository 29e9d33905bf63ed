"""Finding people by any part of a name, its pinyin or initials, an ID number or a phone.

A full-text index of short tokens without positions (FTS5, ``detail=none``): characters and pairs of them, beginnings
of the pinyin from each syllable, runs of initials, and runs of three and four digits. A longer search text is the
*and* of its tokens, checked against the values. FTS5's own trigram tokenizer finds nothing under three characters,
and suffixes in a B-tree cost seven times the time of writing.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from app.store import listed
from app.store.beside import Beside
from app.store.connecting import connect
from app.store.faults import faults_told
from app.store.pinyin import pinyin_of

if TYPE_CHECKING:
    from app.store.light import Light
    from app.store.opening import Store

SOURCE = "person"
VALUES = ("name", "id_number", "mobile", "office_phone")
COLUMNS = frozenset(VALUES)
"""What is indexed, of which table."""
Person = tuple[bytes, str, str, str, str]
"""A key and the person's :data:`VALUES`."""

_BEGINNING = 6
_INITIALS = 6
_RUNS = 3
"""How many runs of four a long number is searched by: its end tells people apart, its beginning (a region) hardly."""
_PERSON = f"SELECT id, {', '.join(VALUES)} FROM person"
_CHUNK = 5000
_INDEX = "INSERT INTO person_index (rowid, tokens) SELECT ?1 + key, value FROM json_each(?2)"
"""Texts of people with numbers that follow each other, in one statement: SQLite is not interrupted."""
_NO_DIGITS = re.compile(r"[^0-9a-z]+")


def _word(characters: str) -> str:
    """Characters as one ASCII token, so that no tokenizer needs to know the rare ones."""
    return "".join(map(_code, characters))


@lru_cache(100_000)
def _code(character: str) -> str:
    return f"u{ord(character):x}"


@lru_cache(100_000)
def _beginnings(text: str, least: int) -> list[str]:
    return [text[:length] for length in range(least, len(text) + 1)]


def _name_tokens(name: str) -> list[str]:
    letters = [_code(c) for c in name if c.isalnum() and not c.isascii()]
    return letters + [first + second for first, second in pairwise(letters)]


def _pinyin_tokens(pinyin: str) -> list[str]:
    tokens = []
    for reading in pinyin.split("/"):
        syllables = reading.split()
        initials = "".join([syllable[0] for syllable in syllables])
        for start in range(len(syllables)):
            rest = "".join(syllables[start : start + _BEGINNING])
            tokens += _beginnings(rest[:_BEGINNING], 1)
            tokens += _beginnings(initials[start : start + _INITIALS], 2)
    return tokens


@cache
def _runs_of(length: int) -> Callable[[str], Iterable[str]]:
    """Cuts a word of that length into its runs of three and four.

    There are half a million runs in a roster of 10,000: cut by one call for each word they take two thirds of the time.
    """
    runs = [slice(start, start + size) for size in (3, 4) for start in range(length - size + 1)]
    return itemgetter(*runs) if len(runs) > 1 else lambda word: (word,) if runs else ()


def _digit_tokens(digits: str) -> list[str]:
    tokens: list[str] = []
    for word in digits.split():
        tokens += _runs_of(len(word))(word)
    return tokens


def initials_of(name: str) -> str:
    """The first letters of a name's pinyin: ``yyxjkz…`` for 云阳县江口镇…."""
    return "".join(syllable[0] for syllable in pinyin_of(name).partition("/")[0].split())


def tokens_of(name: str, pinyin: str, digits: str) -> str:
    """The index's text for one person; the same values always give the same text.

    Each token once: the index counts them, and what is taken out must count as what was put in.
    """
    return " ".join(dict.fromkeys(_name_tokens(name) + _pinyin_tokens(pinyin) + _digit_tokens(digits)))


def digits_of(*values: str) -> str:
    """ID number and phones as they are searched: lower case, digits and letters only, a space between."""
    return " ".join(filter(None, (_NO_DIGITS.sub("", value.lower()) for value in values)))


def _groups(keys: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    for start in range(0, len(keys), 500):
        yield tuple(keys[start : start + 500])


def refresh(
    ledger: sqlite3.Connection, people: Iterable[bytes], fresh: Sequence[Person], beside: Beside
) -> None:
    """Bring the index up to date with the stored people of those keys, within the caller's transaction.

    ``fresh`` are people who were not there before, with the stored values of :data:`VALUES`: they need not be read.
    The last statement may still be under way.
    """
    for start in range(0, len(fresh), _CHUNK):
        chunk = fresh[start : start + _CHUNK]
        _add(ledger, [(key, name, digits_of(*rest)) for key, name, *rest in chunk], beside)
    for group in _groups(sorted(people)):
        beside.wait()
        marks = ", ".join("?" * len(group))
        query = f"SELECT id, person_id, name, pinyin, digits FROM person_search WHERE person_id IN ({marks})"
        indexed = {row[1]: row for row in ledger.execute(query, group)}
        stored = list(ledger.execute(f"{_PERSON} WHERE id IN ({marks}) ORDER BY id", group))
        wanted = {key: (name, digits_of(*rest)) for key, name, *rest in stored}
        stale = [row for key, row in indexed.items() if wanted.get(key) != (row[2], row[4])]
        _remove(ledger, stale)
        current = indexed.keys() - {row[1] for row in stale}
        _add(ledger, [(key, *told) for key, told in wanted.items() if key not in current], beside)


def _remove(ledger: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        gone = [(number, tokens_of(name, pinyin, digits)) for number, _, name, pinyin, digits in rows]
        ledger.executemany(
            "INSERT INTO person_index (person_index, rowid, tokens) VALUES ('delete', ?, ?)", gone
        )
        ledger.executemany("DELETE FROM person_search WHERE id = ?", [(row[0],) for row in rows])


def _add(ledger: sqlite3.Connection, people: Sequence[tuple[bytes, str, str]], beside: Beside) -> None:
    """Index people; with many the index is still being written on return."""
    if not people:
        return
    read = [(key, name, pinyin_of(name), digits) for key, name, digits in people]
    texts = json.dumps([tokens_of(name, pinyin, digits) for _, name, pinyin, digits in read])
    beside.wait()
    last = ledger.execute("SELECT coalesce(max(id), 0) FROM person_search").fetchone()[0]
    ledger.executemany(
        "INSERT INTO person_search (id, person_id, name, pinyin, digits) VALUES (?, ?, ?, ?, ?)",
        [(number, *told) for number, told in enumerate(read, last + 1)],
    )
    beside.run(len(people), ledger.execute, _INDEX, (last + 1, texts))


def rebuild(ledger: sqlite3.Connection) -> int:
    """Make the whole index anew, within the caller's transaction; how many people it holds."""
    ledger.execute("INSERT INTO person_index (person_index) VALUES ('delete-all')")
    ledger.execute("DELETE FROM person_search")
    people = [(key, name, digits_of(*rest)) for key, name, *rest in ledger.execute(f"{_PERSON} ORDER BY id")]
    for start in range(0, len(people), _CHUNK):
        with Beside() as beside:
            _add(ledger, people[start : start + _CHUNK], beside)
    return len(people)


def rebuild_index(store: Store) -> int:
    """Make the search index and the people's list of a store anew; how many people there are.

    Not an operation: nothing kept changes.
    """
    with store.alone(), faults_told(store.ledger), closing(connect(store.ledger)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        count = rebuild(ledger)
        listed.rebuild(ledger)
        ledger.execute("COMMIT")
        return count


def _conditions(word: str) -> tuple[list[str], list[tuple[str, str]]]:
    """A word of the search text as tokens that a person must have, and ``(column, text)`` that must occur."""
    if word.isascii():
        return _ascii_conditions(_NO_DIGITS.sub("", word.lower()))
    tokens, checks = [], []
    for run in re.findall(r"[^\x00-\x7f]+|[0-9A-Za-z]+", word):
        if run.isascii():
            more, also = _ascii_conditions(run.lower())
            tokens += more
            checks += also
            continue
        letters = [c for c in run if c.isalnum()]
        pairs = [first + second for first, second in pairwise(letters)]
        tokens += [_word(piece) for piece in pairs or letters]
        checks += [("name", "".join(letters))] if len(letters) > 2 and "".join(letters) == run else []
    return tokens, checks


def _ascii_conditions(word: str) -> tuple[list[str], list[tuple[str, str]]]:
    if not word:
        return [], []
    if word.isalpha():
        checks = [("replace(pinyin, ' ', '')", word)] if len(word) > _BEGINNING else []
        return [word[:_BEGINNING]], checks
    if len(word) < 3:
        return [], [("digits", word)]
    if len(word) <= 4:
        return [word], []
    ends = range(len(word), 3, -4)[:_RUNS]
    return [word[end - 4 : end] for end in ends], [("digits", word)]


def matching_query(text: str) -> tuple[str, dict[str, str]] | None:
    """A SELECT of the keys of the people whom every word of ``text`` fits, with its parameters; None for no words."""
    tokens: list[str] = []
    checks: list[tuple[str, str]] = []
    for word in text.split():
        more, also = _conditions(word)
        tokens += more
        checks += also
    if not tokens and not checks:
        return None
    source, conditions, params = "person_search s", [], {}
    if tokens:
        source = "person_index i JOIN person_search s ON s.id = i.rowid"
        conditions.append("person_index MATCH :match")
        params["match"] = " ".join(f'"{token}"' for token in dict.fromkeys(tokens))
    for number, (column, part) in enumerate(checks):
        conditions.append(f"instr({column}, :part{number})")
        params[f"part{number}"] = part
    return f"SELECT s.person_id FROM {source} WHERE {' AND '.join(conditions)}", params


def search_people(store: Light, text: str, limit: int = 50) -> list[bytes]:
    """Keys of the people whom every word of ``text`` fits, at most ``limit``; those of exactly that name first.

    When three or more Chinese characters fit no person, people of units whose name holds them.
    """
    query = matching_query(text)
    if query is None:
        return []
    statement, params = query
    text = text.strip()
    exact = store.sql("SELECT id FROM person WHERE name = ? LIMIT ?", (text, limit))
    fitting = store.sql(f"{statement} LIMIT :limit", {**params, "limit": limit})
    found = [key for (key,) in dict.fromkeys(exact + fitting)]
    if not found and len(text) > 2 and not text.isascii():
        found = _of_units(store, text, limit)
    return found[:limit]


def _of_units(store: Light, text: str, limit: int) -> list[bytes]:
    query = "SELECT p.id FROM unit u CROSS JOIN person p ON p.unit_id = u.id WHERE instr(u.name, ?) LIMIT ?"
    return [row[0] for row in store.sql(query, (text, limit))]
