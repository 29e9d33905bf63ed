"""From a Debian machine to the finished Windows installer, built and tried, in one command: ``python3 dev.py windows``.

It prepares the stand-in, builds with PyInstaller there, packs the installer and the portable folder into ``out/windows``,
then installs, self-tests, upgrades and uninstalls what it made (``trial.py``). Standard library only.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import stand_in
import trial

PROJECT = stand_in.PROJECT
OUT = PROJECT / "out" / "windows"
SOURCES = (
    "app",
    "resources",
    "tests/frozen",
    "packaging/windows",
    "build.spec",
    "pyproject.toml",
    "LICENSE",
    "CHANGELOG.md",
)
PORTABLE = "portable.txt"
PORTABLE_TEXT = (
    "有这个文件在，援帮就把数据放在旁边的 data 文件夹里（可以放在U盘上带走）。删掉它，数据就放在电脑里。\r\n"
)


def main(arguments: Sequence[str]) -> int:
    """Build and try; the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py windows", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--no-trial", action="store_true", help="build only")
    parser.add_argument("--only-trial", action="store_true", help="try what was built before")
    options = parser.parse_args(arguments)
    try:
        stand_in.prepare()
        if not options.only_trial:
            build(version())
        if not options.no_trial:
            trial.main(OUT, version())
    except (stand_in.Unable, trial.Failed) as told:
        print(f"dev.py windows: {told}", file=sys.stderr)
        return 2
    return 0


def version() -> str:
    """The program's version, from its one place."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def build(number: str) -> None:
    """The program, its installer and its portable folder, in ``out/windows``."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    program = make_program(OUT / "yuanbang")
    pack_installer(program, OUT / f"yuanbang-{number}-setup.exe", number)
    pack_portable(program, OUT / f"yuanbang-{number}-portable.zip")
    for path in sorted(OUT.iterdir()):
        print(f"{size_of(path) / 1e6:8.1f} MB  {path.relative_to(PROJECT)}")


def make_program(target: Path) -> Path:
    """Build with PyInstaller on the stand-in; the folder with both programs."""
    source = stand_in.DRIVE / "source"
    shutil.rmtree(source, ignore_errors=True)
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in SOURCES:
        path = PROJECT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=left_out)
        else:
            shutil.copy(path, source / name)
    began = time.monotonic()
    print("== Building with PyInstaller", flush=True)
    stand_in.run(
        stand_in.PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--distpath", "W:\\dist", "--workpath", "W:\\work",
        "W:\\source\\build.spec", seconds=900,
    )  # fmt: skip
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(stand_in.DRIVE / "dist" / "yuanbang", target)
    print(f"built in {time.monotonic() - began:.0f} s", flush=True)
    return target


def pack_installer(program: Path, target: Path, number: str, *, quick: bool = False) -> None:
    """Everything into one setup program; ``quick`` ones are made in seconds and are larger."""
    print("== Packing the installer", flush=True)
    told = {
        "VERSION": number, "SOURCE": program, "TARGET": target,
        "ICON": PROJECT / "resources" / "icons" / "yuanbang.ico",
        "PICTURE": Path(__file__).resolve().parent / "welcome.bmp",
    }  # fmt: skip
    words = [f"-D{name}={value}" for name, value in told.items()] + ["-DQUICK"] * quick
    script = Path(__file__).resolve().parent / "installer.nsi"
    done = subprocess.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *words, str(script)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise stand_in.Unable(f"makensis failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def pack_portable(program: Path, target: Path) -> None:
    """The same as a folder that keeps its data beside it, for a USB stick."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(program.rglob("*")):
            if path.is_file():
                archive.write(path, Path("援帮") / path.relative_to(program))
        archive.writestr(f"援帮/{PORTABLE}", PORTABLE_TEXT.encode("utf-8-sig"))


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    return (
        path.stat().st_size
        if path.is_file()
        else sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
