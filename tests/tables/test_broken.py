"""Broken files end in a coded refusal, never in another exception: cut off, or with bytes changed at random."""

from __future__ import annotations

import random
import zipfile

import pytest
from table_files import HEADS, ROWS, edit_zip, ods, xls, xlsx

from app.catalogue.problems import Refusal, Surroundings
from app.tables.importing import read_file

TABLE = (("名册",), HEADS, *ROWS * 5)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    return {
        "xlsx": xlsx(folder / "a.xlsx", {"名册": TABLE}, ["A1:G1"]).read_bytes(),
        "ods": ods(folder / "a.ods", {"名册": TABLE}, {(0, 0): (1, 1)}).read_bytes(),
        "xls": xls(folder / "a.xls", {"名册": TABLE}).read_bytes(),
        "csv": "\n".join(",".join(row) for row in TABLE).encode("gb18030"),
    }


def ends_well(path):
    """Whether the file was read; a refusal has a code and a remedy."""
    try:
        read_file(path)
    except (Refusal, Surroundings) as trouble:
        assert trouble.problem.code[:3] in ("IMP", "SYS")
        assert trouble.problem.remedy
        return False
    return True


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls", "csv"])
def test_a_file_that_is_cut_off(tmp_path, good, suffix):
    data = good[suffix]
    path = tmp_path / f"a.{suffix}"
    for share in range(1, 20):
        path.write_bytes(data[: len(data) * share // 20])
        ends_well(path)
    path.write_bytes(data)
    assert ends_well(path)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls", "csv"])
def test_a_file_with_bytes_changed(tmp_path, good, suffix):
    chance = random.Random(suffix)
    path = tmp_path / f"a.{suffix}"
    for _ in range(150):
        data = bytearray(good[suffix])
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        ends_well(path)


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_an_archive_whose_parts_are_broken(tmp_path, good, suffix):
    """The checksums hold; what is inside is cut, doubled or changed."""
    chance = random.Random(suffix)
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(good[suffix])
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    for turn in range(120):
        path.write_bytes(good[suffix])
        wanted = parts[turn % len(parts)]

        def spoil(name, data, wanted=wanted):
            if name != wanted or not data:
                return data
            at, end = sorted(chance.randrange(len(data)) for _ in range(2))
            broken = (data[:at], data[:at] + data[end:], data[:at] + data[at:end] * 2 + data[end:])
            flipped = bytearray(data)
            flipped[at] = chance.randrange(256)
            return chance.choice((*broken, bytes(flipped)))

        ends_well(edit_zip(path, spoil))
