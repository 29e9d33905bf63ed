"""What is compared: for each benchmark the peer, our side, and the figures with their bounds."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.runner import Side


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of both sides; ours by the peer's must be at most ``bound``."""

    what: str
    field: str
    bound: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    name: str
    peer: Side
    ours: Side
    measures: tuple[Measure, ...]


SUITE = (
    Benchmark(
        "pdf",
        Side("platypus Table", "benchmarks.peers.pdf", ("1000",)),
        Side("ours", "benchmarks.ours.pdf", ("1000",)),
        (
            Measure("1,000 enrolment forms into one PDF", "wall_s", 0.25),
            Measure("size of that PDF", "size_mb", 0.65),
        ),
    ),
    Benchmark(
        "pdf-memory",
        Side("ours, 200 forms", "benchmarks.ours.pdf", ("200",)),
        Side("ours, 1,000 forms", "benchmarks.ours.pdf", ("1000",)),
        (Measure("memory of 1,000 forms beside 200", "peak_mb", 1.15),),
    ),
    Benchmark(
        "roster",
        Side("openpyxl, bare read", "benchmarks.peers.roster"),
        Side("ours", "benchmarks.ours.roster"),
        (Measure("roster of 10,000 × 20 read, checked and stored with its journal", "work_s", 0.6),),
    ),
    Benchmark(
        "activities",
        Side("raw sqlite3", "benchmarks.peers.activities"),
        Side("ours", "benchmarks.ours.activities"),
        (Measure("50,000 entries of work checked and stored, journal rows in both", "work_s", 3.0),),
    ),
    Benchmark(
        "reports",
        Side("GROUP BY over a covering index", "benchmarks.peers.reports"),
        Side("ours", "benchmarks.ours.reports"),
        (
            Measure("a month's report of 30 teams from 200,000 entries of work", "month_ms", 0.45),
            Measure("the board of those teams over a year", "board_ms", 0.45),
        ),
    ),
    Benchmark(
        "window",
        Side("empty window", "benchmarks.peers.window"),
        Side("ours", "benchmarks.ours.window"),
        (Measure("start to first paint, list of 100,000 people", "wall_s", 1.5),),
    ),
    Benchmark(
        "search",
        Side("LIKE", "benchmarks.peers.search"),
        Side("ours", "benchmarks.ours.search"),
        (Measure("find among 100,000 people, 99 of 100 searches", "p99_ms", 0.1),),
    ),
    Benchmark(
        "sort",
        Side("plain SQL", "benchmarks.peers.sort"),
        Side("ours", "benchmarks.ours.sort"),
        (
            Measure("sort a list of 100,000", "sort_ms", 2.0),
            Measure("filter it", "filter_ms", 2.0),
        ),
    ),
)
