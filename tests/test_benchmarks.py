"""The measuring itself: fresh processes in rotation, ratios round by round, well-formed invented data."""

from __future__ import annotations

import sys

import pytest

from benchmarks import data_maker, figures, runner
from benchmarks.runner import Side


def test_a_ratio_is_the_median_of_the_rounds():
    base = [{"s": 1.0}, {"s": 2.0}, {"s": 10.0}]
    ours = [{"s": 0.5}, {"s": 0.5}, {"s": 9.0}]
    assert runner.ratio(ours, base, "s") == 0.5


def test_percentiles_are_in_milliseconds():
    seconds = [number / 1000 for number in range(1, 101)]
    assert figures.percentile(seconds, 0.5) == pytest.approx(51)
    assert figures.percentile(seconds, 0.99) == pytest.approx(100)


def test_sides_take_turns_and_warming_up_does_not_count(monkeypatch):
    order = []
    monkeypatch.setattr(runner, "run_once", lambda side: order.append(side.name) or {"s": len(order)})
    results = runner.rotate([Side("a", ""), Side("b", "")], rounds=2, warm=1)
    assert order == ["a", "b"] * 3
    assert results == {"a": [{"s": 3}, {"s": 5}], "b": [{"s": 4}, {"s": 6}]}


def test_a_side_is_a_process_that_tells_figures(monkeypatch, tmp_path):
    (tmp_path / "side.py").write_text("import sys\nprint('said')\nprint('{\"forms\": %s}' % sys.argv[1])\n")
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    told = runner.run_once(Side("a", "side", ("7",)))
    assert told["forms"] == 7
    assert 0 < told["wall_s"] < 30
    if sys.platform != "win32":
        assert told["peak_mb"] > 1


def test_a_side_that_fails_says_how(monkeypatch, tmp_path):
    (tmp_path / "side.py").write_text("raise SystemExit('no such file')\n")
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    with pytest.raises(runner.SideFailed, match="no such file"):
        runner.run_once(Side("a", "side"))


def test_invented_people_are_the_same_each_time_and_their_numbers_check():
    people = data_maker.people(600)
    assert people[:3] == data_maker.people(600)[:3]
    numbers = [person["person.id_number"] for person in people]
    assert len(set(numbers)) == 600
    for person, number in zip(people, numbers, strict=True):
        weights = [2 ** (17 - place) % 11 for place in range(17)]
        rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        assert number[-1] == "10X98765432"[rest]
        assert number.startswith("5199")
        assert number[6:10] + "-" + number[10:12] == person["person.birth"]
        assert person["person.sex"] == "女男"[int(number[16]) % 2]
        assert len(person["person.career"].replace("\n", "")) == 300
