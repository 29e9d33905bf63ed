"""Golden outputs of laid out pages: text and boxes as readable lines, renewed by ``YUANBANG_GOLDEN=1``."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.forms.boxes import Box, Page

FOLDER = Path(__file__).parent / "golden"


def _box(box: Box) -> Iterator[str]:
    place = f"{box.x:6.1f} {box.y:6.1f} {box.w:6.1f} {box.h:6.1f}"
    said = [box.kind, place, f"{box.size:g}pt"]
    said += [box.path] if box.path else []
    said += [f"#{box.record}"] if box.record is not None else []
    said += ["unruled"] if not box.ruled else []
    said += ["image"] if box.image else []
    said += [f"hides {box.hidden}"] if box.hidden else []
    yield "  " + " · ".join(said)
    for line in box.lines:
        x = line.runs[0].x if line.runs else box.x
        faces = "+".join(dict.fromkeys(run.face for run in line.runs))
        yield f"    {x:6.1f} {line.baseline:6.1f} {faces} |{''.join(run.text for run in line.runs)}|"


def described(pages: Sequence[Page]) -> str:
    """Pages as text: one line a box (place and size in mm), one an set line (x, baseline, faces, characters)."""
    lines: list[str] = []
    for page in pages:
        more = " 续页" if page.continuation else ""
        lines.append(f"page {page.number}/{page.of} {page.width:g}×{page.height:g}{more}")
        for box in page.boxes:
            lines += _box(box)
    return "\n".join(lines) + "\n"


def check_golden(name: str, text: str) -> None:
    """Compare with the kept output; fails with a readable difference."""
    kept = FOLDER / f"{name}.txt"
    if os.environ.get("YUANBANG_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, "utf-8")
        return
    wanted = kept.read_text("utf-8") if kept.is_file() else ""
    if wanted != text:
        difference = difflib.unified_diff(
            wanted.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1
        )
        shown = "\n".join(list(difference)[:80])
        pytest.fail(f"{kept.name} differs (YUANBANG_GOLDEN=1 renews it):\n{shown}", pytrace=False)
