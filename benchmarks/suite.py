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
