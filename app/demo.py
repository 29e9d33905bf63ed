"""The demo: the main job on the sample data, from the bureau's tables to papers for signature and stamp.

    python -m app.demo [--out DIR] [--no-window]

It makes its own data folder anew on each run (``OUT/data``), imports the sample tables, completes the sample people's
papers, prints all six forms filled and blank, plays the sample year into a folder of its own (``OUT/year``), and opens
the window; without a display it saves pictures of the main pages into ``OUT/screens`` instead.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.catalogue.fields import Value
from app.catalogue.problems import Refusal, Surroundings
from app.commands.display import display_problem
from app.forms.editions import editions
from app.operations.imports import apply_preview, preview_file
from app.operations.printing import print_forms
from app.operations.saving import save_form
from app.operations.select import select
from app.operations.selection import Selection
from app.sample_year import play
from app.store.opening import Store, open_store

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "resources" / "samples"
TABLES = ("roster-2021.xlsx", "allocation-2018.xlsx", "plan-2017-2022.xlsx")
MARK = ".made-by-the-demo"
"""Lies in the demo's data folder: a folder without it is somebody's own and is not thrown away."""


def main(arguments: Sequence[str]) -> int:
    """Run the demo; the exit code."""
    parser = argparse.ArgumentParser(
        prog="dev.py demo", description="用样例数据走一遍主要工作：导入、填写、打印"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="输出文件夹（默认 out）")
    parser.add_argument("--no-window", action="store_true", help="不打开窗口，把主要页面存成图片")
    options = parser.parse_args(arguments)
    out: Path = options.out.resolve()
    try:
        data = _fresh_folder(out / "data")
        store = open_store(data)
        try:
            _import_tables(store)
            _fill_papers(store)
            _print_all(store, out)
        finally:
            store.close()
        year = _fresh_folder(out / "year")
        with open_store(year) as store:
            print(f"{play(store).message}（{year}）")
    except (Refusal, Surroundings) as told:
        print(told, file=sys.stderr)
        return 2
    if options.no_window or not has_display():
        return _save_screens(data, year, out / "screens")
    print(f"看样例的一年：python3 dev.py run --data {year}")
    print("现在打开窗口（关闭窗口即结束）……", flush=True)
    from app.ui.start import run  # noqa: PLC0415 - the papers are made without Qt

    return run(data)


def has_display() -> bool:
    """Whether a window would be seen."""
    return os.environ.get("QT_QPA_PLATFORM") not in ("offscreen", "minimal") and display_problem() is None


def _fresh_folder(data: Path) -> Path:
    if data.exists():
        if not (data / MARK).exists():
            raise SystemExit(f"{data} 里的数据不是演示做的，没有动它。请用 --out 指定别的文件夹。")
        shutil.rmtree(data)
    data.mkdir(parents=True)
    (data / MARK).touch()
    return data


def _import_tables(store: Store) -> None:
    print("导入样例表格")
    for name in TABLES:
        outcome = apply_preview(store, preview_file(store, SAMPLES / name))
        print(f"  {name}：{outcome.message}")


def _details() -> dict[str, list[dict[str, Value]]]:
    with (SAMPLES / "details.toml").open("rb") as file:
        return tomllib.load(file)


def _fill_papers(store: Store) -> None:
    """Complete the papers of the people that the roster brought, as the window's paper would."""
    details = _details()
    for subject in ("enrolment", "appraisal"):
        keys = {record.name: record.id for record in select(store, subject, Selection())}
        for values in details[subject]:
            name = str(values["person.name"])
            told = {path: value for path, value in values.items() if value != ""}
            photo = SAMPLES / "photos" / f"{name}.jpg"
            if subject == "enrolment" and photo.exists():
                told["person.photo"] = photo.read_bytes()
            save_form(store, subject, keys[name], told)
    for values in details["report"]:
        save_form(store, "report", None, values)
    done = "、".join(f"{len(details[subject])}份{label}" for subject, label in _PAPERS)
    print(f"填好{done}")


_PAPERS = (("enrolment", "报名表"), ("appraisal", "考核鉴定表"), ("report", "月报"))


def _print_all(store: Store, out: Path) -> None:
    print(f"打印到 {out}")
    for target, edition, chosen in _targets(out):
        outcome = print_forms(store, edition, chosen, target)
        pages = outcome.items[0].get("pages")
        print(f"  {target.name}：{outcome.message}" + (f"，{pages}页" if pages else ""))
        for problem in outcome.refused:
            print(f"    {problem}")


_SHOWN = ("enrolment", "appraisal", "report", "roster", "allocation", "plan")


def _targets(out: Path) -> Iterator[tuple[Path, str, Selection | None]]:
    for edition in editions().values():
        if edition.subject not in _SHOWN:
            continue  # the demo's ledger has none of what letters are about
        # the roster's pairings belong to another notice than the province's allocation
        chosen = Selection(search="任务分配表") if edition.subject == "allocation" else Selection()
        yield out / f"{edition.id}.pdf", edition.id, chosen
        yield out / f"{edition.id}-blank.pdf", edition.id, None
    for edition_id in ("sichuan-2018-enrolment", "yubei-2021-appraisal"):
        yield out / f"{edition_id}.docx", edition_id, Selection()
        yield out / f"{edition_id}-fill-in.xlsx", edition_id, None


def _save_screens(data: Path, year: Path, screens: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.ui.screens import SCREENS, SCREENS_YEAR, save_screens  # noqa: PLC0415 - Qt is imported once a platform is chosen

    print(f"没有显示器，主要页面的图片存到 {screens}")
    for folder, shown in ((data, SCREENS), (year, SCREENS_YEAR)):
        for picture in save_screens(folder, screens, shown):
            print(f"  {picture.name}")
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
