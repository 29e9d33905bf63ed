"""``python -m benchmarks [--rounds N] [NAME ...]``: a table of ratios; exit 1 when a bound is not kept."""

from __future__ import annotations

import argparse
import os
import sys

from benchmarks.data_maker import make_all
from benchmarks.ledger import make_ledger
from benchmarks.runner import SideFailed, machine, ratio, rotate
from benchmarks.suite import SUITE, Benchmark
from benchmarks.work_ledger import make_work

HEAD = ("| work | peer = 1.00 | ours | must be | kept |", "|---|---|---|---|---|")


def main() -> int:
    names = [benchmark.name for benchmark in SUITE]
    parser = argparse.ArgumentParser(prog="benchmarks", description="Speed beside the peers, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all by default")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (5); one more warms up")
    options = parser.parse_args()
    unknown = set(options.names) - set(names)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for make in (make_all, make_ledger, make_work):
        make(lambda text: print(text, file=sys.stderr, flush=True))
    chosen = [benchmark for benchmark in SUITE if not options.names or benchmark.name in options.names]
    return show(chosen, options.rounds)


def show(benchmarks: list[Benchmark], rounds: int) -> int:
    """Print a row as soon as it is measured; a side that fails is said at the end."""
    kept, failures = True, []
    print(*HEAD, sep="\n", flush=True)
    for benchmark in benchmarks:
        try:
            results = rotate((benchmark.peer, benchmark.ours), rounds)
        except SideFailed as failure:
            failures.append(str(failure))
            continue
        for measure in benchmark.measures:
            found = ratio(results[benchmark.ours.name], results[benchmark.peer.name], measure.field)
            fits = found <= measure.bound
            kept = kept and fits
            cells = (
                measure.what,
                benchmark.peer.name,
                f"{found:.3f}",
                f"≤ {measure.bound:g}",
                "yes" if fits else "no",
            )
            print(f"| {' | '.join(cells)} |", flush=True)
    print(f"\n{machine()}; {rounds} rounds in rotation, median of the ratios.")
    for text in failures:
        print(f"\nFailed: {text}", file=sys.stderr)
    return 0 if kept and not failures else 1


if __name__ == "__main__":
    sys.exit(main())
