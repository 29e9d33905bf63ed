"""Starts commands as fresh processes in rotation (A B A B …), so that a busy machine hurts all alike.

Both sides run from compiled bytecode, as an installed program does, whatever the caller's environment says.
A ratio is the median over the rounds of one side's figure by the base's figure in the same round.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.places import BYTECODE, ROOT

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Side:
    """One way to do the work: a module that is run with ``arguments`` and tells its figures."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()


class SideFailed(Exception):
    """A side ended with an error; its text says which and shows the end of what it said."""


def run_once(side: Side) -> dict[str, float]:
    """The side's own figures, and of its whole process ``wall_s``, ``cpu_s`` and ``peak_mb`` (the latter on POSIX)."""
    command = [sys.executable, "-m", side.module, *side.arguments]
    started = time.perf_counter()
    whole: dict[str, float] = {}
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(BYTECODE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        ) as process,
    ):
        assert process.stdout is not None
        told = process.stdout.read()
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            whole = {"cpu_s": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}
        code = process.wait()
        whole["wall_s"] = time.perf_counter() - started
        errors.seek(0)
        if code != 0:
            raise SideFailed(f"{side.name}: {' '.join(command)}\n{errors.read()[-3000:]}")
    own: dict[str, float] = json.loads(told.strip().splitlines()[-1])
    return whole | own


def rotate(sides: Sequence[Side], rounds: int, warm: int = 1) -> dict[str, list[Figures]]:
    """Every side's figures, one for each round; the ``warm`` first rounds are not counted."""
    results: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in range(warm + rounds):
        for side in sides:
            figures = run_once(side)
            if number >= warm:
                results[side.name].append(figures)
    return results


def ratio(of: Sequence[Figures], base: Sequence[Figures], field: str) -> float:
    """The median of the ratios round by round."""
    return statistics.median(one[field] / other[field] for one, other in zip(of, base, strict=True))


def machine() -> str:
    """Processor, cores, system and Python, for the line under the table."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = [
            line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("model name")
        ]
        model = lines[0].partition(":")[2].strip() if lines else model
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, {python}"
