"""Try the built installer on the stand-in as a clerk would have it: install, self-test, upgrade over an older build with data
in it and the program running, uninstall; and see that a build with something missing fails its self-test by name."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import stand_in

PLACE = "W:\\installed"
"""Where it is installed to, for the trial to see it from both sides."""
HOME = stand_in.DRIVE / "prefix" / "drive_c" / "users" / "root" / "AppData" / "Local"
DATA = HOME / "Yuanbang"
"""The data of the user of the stand-in: what no installer may touch."""
LEFT_OVER = "_internal/left-over-of-an-older-version.txt"
MISSING = (
    "PySide6/translations/qtbase_zh_CN.qm",
    "PySide6/plugins/platforms/qoffscreen.dll",
    "resources/samples/roster-2021.xlsx",
    "resources/fonts/NotoSerifSC-Regular.ttf",
    "resources/forms/yubei-2021-appraisal.toml",
    "app/store/migrations/versions/",
)
"""What is taken away in turn; of a folder its last file."""
LONGEST = 60
"""Seconds that a self-test may take, also one that fails."""


class Failed(Exception):
    """The trial found the installer wanting."""


def main(out: Path, version: str) -> None:
    """Every trial in turn; raises :class:`Failed` at the first that fails."""
    installed = stand_in.DRIVE / "installed"
    setup = _brought(out / f"yuanbang-{version}-setup.exe")
    uninstall(installed)
    shutil.rmtree(DATA, ignore_errors=True)
    old = _older(out)
    install(old, "an older build")
    _expect((installed / LEFT_OVER).exists(), "the older build is not there")
    _old_data()
    close_and_upgrade(setup)
    _expect(not (installed / LEFT_OVER).exists(), "the upgrade left files of the older build")
    _expect(len(_links()) == 2, f"there should be a link in the start menu and on the desktop: {_links()}")
    self_test(installed)
    kept = stand_in.run(f"{PLACE}\\yuanbang-cli.exe", "--json", "people").stdout
    _expect('"张䶮"' in kept, f"the data of the older build are gone after the upgrade: {kept[:400]}")
    started_twice()
    for name in MISSING:
        lacking(installed, name)
    uninstall(installed)
    _expect(not (installed / "yuanbang.exe").exists(), "the uninstaller left the program")
    _expect(not _links(), "the uninstaller left links")
    _expect(
        (DATA / "yuanbang.sqlite").exists() or any(DATA.glob("*.sqlite*")), "the uninstaller took the data"
    )
    for_everybody(setup)
    too_old(setup)
    portable(out / f"yuanbang-{version}-portable.zip")
    print("== The trial went well", flush=True)


def _links() -> list[Path]:
    """The links to the program in start menus and desktops, of the stand-in's user and of everybody."""
    drive = stand_in.DRIVE / "prefix" / "drive_c"
    return sorted(link for name in ("users", "ProgramData") for link in (drive / name).rglob("援帮.lnk"))


def _say(text: str) -> None:
    print(f"== {text}", flush=True)


def _expect(true: object, said: str) -> None:
    if not true:
        raise Failed(said)


def _brought(path: Path) -> str:
    """A file of this machine where Windows sees it."""
    shutil.copy(path, stand_in.DRIVE / path.name)
    return f"W:\\{path.name}"


def _older(out: Path) -> str:
    """An installer of an older version: the same program, called 0.0.1, with a file that the new one has no more."""
    import build

    program = stand_in.DRIVE / "older"
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(out / "yuanbang", program)
    (program / LEFT_OVER).write_text("left over", "utf-8")
    target = stand_in.DRIVE / "yuanbang-0.0.1-setup.exe"
    build.pack_installer(program, target, "0.0.1", quick=True)
    return "W:\\yuanbang-0.0.1-setup.exe"


def _old_data() -> None:
    """A ledger of the first schema, as an older program left it."""
    DATA.mkdir(parents=True, exist_ok=True)
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("schema", stand_in.PROJECT / "app" / "store" / "schema.py")
    assert spec is not None and spec.loader is not None
    schema = module_from_spec(spec)
    spec.loader.exec_module(schema)
    shutil.copy(stand_in.PROJECT / "tests" / "frozen" / "schema-0001.sqlite", DATA / schema.LEDGER)


def install(setup: str, what: str) -> None:
    """Install silently."""
    _say(f"Installing {what} silently")
    stand_in.run(setup, "/S", f"/D={PLACE}", seconds=300)


RUNNING = r"""
import subprocess, sys, time
programs = [subprocess.Popen([r"W:\installed\yuanbang.exe", *more]) for more in ([], ["--data", r"W:\another"])]
other = subprocess.Popen(["notepad.exe"])
time.sleep(14)
if any(program.poll() is not None for program in programs):
    sys.exit(f"a program ended by itself: {[program.poll() for program in programs]}")
setup = subprocess.run([sys.argv[1], "/S", r"/D=W:\installed"])
print("setup", setup.returncode, "programs", [program.poll() for program in programs], "other", other.poll())
well = setup.returncode == 0 and all(program.poll() == 0 for program in programs) and other.poll() is None
other.kill()
sys.exit(0 if well else 1)
"""


def close_and_upgrade(setup: str) -> None:
    """Upgrade while the older program is running, over two data folders: it is asked to close and ends well; others stay."""
    _say("Upgrading while the older program is running")
    (stand_in.DRIVE / "running.py").write_text(RUNNING, "utf-8")
    stand_in.run(stand_in.PYTHON, "W:\\running.py", setup, seconds=300)


TWICE = r"""
import ctypes, subprocess, sys, time
first = subprocess.Popen([sys.argv[1]])
time.sleep(10)
second = subprocess.Popen([sys.argv[1], sys.argv[2]])
try:
    code = second.wait(30)
except subprocess.TimeoutExpired:
    sys.exit("the second start did not end: there are two windows")
time.sleep(8)
user = ctypes.windll.user32
titles = []
each = ctypes.WINFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
def look(window, _):
    text = ctypes.create_unicode_buffer(200)
    user.GetWindowTextW(ctypes.c_void_p(window), text, 200)
    if user.IsWindowVisible(ctypes.c_void_p(window)) and text.value:
        titles.append(text.value)
    return True
user.EnumWindows(each(look), 0)
print("second", code, "first", first.poll(), "windows", titles)
opened = any("导入" in title for title in titles)
first.kill()
sys.exit(0 if code == 0 and first.poll() is None or opened else 1)
"""


def started_twice() -> None:
    """A second start with a workbook ends at once; the first window begins to import it."""
    _say("Starting it a second time with a workbook")
    (stand_in.DRIVE / "twice.py").write_text(TWICE, "utf-8")
    book = "W:\\source\\resources\\samples\\roster-2021.xlsx"
    told = stand_in.run(stand_in.PYTHON, "W:\\twice.py", f"{PLACE}\\yuanbang.exe", book, seconds=200)
    _expect(
        "second 0 first None" in told.stdout and "导入" in told.stdout,
        f"the first window did not take the file: {told.stdout}",
    )


GOES = r"""
import pathlib, subprocess, sys, time
program = pathlib.Path(sys.argv[1])
subprocess.run([program, "/S"])  # as Windows does: it goes on as a copy of itself
for _ in range(200):
    if not program.exists():
        break
    time.sleep(0.25)
time.sleep(2)
"""


def for_everybody(setup: str) -> None:
    """Installed for all users it lies among the programs, and goes again."""
    _say("Installing for everybody")
    place = stand_in.DRIVE / "prefix" / "drive_c" / "Program Files" / "Yuanbang"
    stand_in.run(setup, "/S", "/ALLUSERS", seconds=300)
    _expect((place / "yuanbang.exe").exists(), "it is not among everybody's programs")
    _expect(len(_links()) == 2, f"everybody should have two links: {_links()}")
    (stand_in.DRIVE / "goes.py").write_text(GOES, "utf-8")
    stand_in.run(stand_in.PYTHON, "W:\\goes.py", "C:\\Program Files\\Yuanbang\\uninstall.exe", seconds=120)
    _expect(not place.exists(), "the uninstaller left everybody's program")
    _expect(not _links(), f"the uninstaller left everybody's links: {_links()}")
    key = "HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Yuanbang"
    _expect(stand_in.run("reg", "query", key, must=False).returncode, "Windows still lists the program")


def too_old(setup: str) -> None:
    """A Windows before 10 is refused with an exit code of its own, and nothing is installed."""
    _say("On a Windows 7")
    key = "HKCU\\Software\\Wine"
    stand_in.run("reg", "add", key, "/v", "Version", "/d", "win7", "/f")
    try:
        told = stand_in.run(setup, "/S", f"/D={PLACE}", must=False)
    finally:
        stand_in.run("reg", "delete", key, "/v", "Version", "/f")
    _expect(told.returncode == 3, f"Windows 7 was not refused (exit {told.returncode})")
    _expect(not (stand_in.DRIVE / "installed" / "yuanbang.exe").exists(), "it was installed on Windows 7")


def self_test(installed: Path) -> None:
    """The installed program's self-test, by both programs; the windowed one writes a report."""
    _say("The installed program's self-test")
    print(stand_in.run(f"{PLACE}\\yuanbang-cli.exe", "self-test", seconds=200).stdout)
    report = stand_in.DRIVE / "report.txt"
    report.unlink(missing_ok=True)
    stand_in.run(f"{PLACE}\\yuanbang.exe", "self-test", "--report", "W:\\report.txt", seconds=200)
    _expect(
        "自检通过" in report.read_text("utf-8"), "the windowed program's report does not say that all is well"
    )
    _expect((installed / "_internal" / "contents.json").exists(), "the program carries no list of its files")


def lacking(installed: Path, name: str) -> None:
    """A program in which something is missing fails its self-test and names it."""
    place = installed / "_internal" / name
    if place.is_dir():
        place = sorted(one for one in place.iterdir() if one.suffix == ".py")[-1]
    aside = stand_in.DRIVE / "aside"
    shutil.move(place, aside)
    began = time.monotonic()
    try:
        told = stand_in.run(f"{PLACE}\\yuanbang-cli.exe", "self-test", seconds=200, must=False)
    finally:
        shutil.move(aside, place)
    took = time.monotonic() - began
    _expect(took < LONGEST, f"the self-test took {took:.0f} s without {place.name}")
    _expect(told.returncode == 1, f"the self-test does not notice that {place.name} is missing")
    _expect(
        place.name in told.stdout + told.stderr,
        f"the self-test does not name {place.name}:\n{told.stdout}{told.stderr}",
    )
    _say(f"Without {place.name} the self-test fails in {took:.0f} s and names it")


def uninstall(installed: Path) -> None:
    """Uninstall silently what is installed."""
    program = installed / "uninstall.exe"
    if program.exists():
        _say("Uninstalling silently")
        stand_in.run(f"{PLACE}\\uninstall.exe", "/S", f"_?={PLACE}", seconds=120)
        program.unlink(missing_ok=True)  # with _? it does not take itself away
    shutil.rmtree(installed, ignore_errors=True)


def portable(archive: Path) -> None:
    """The portable folder keeps its data beside the program."""
    _say("The portable folder")
    place = stand_in.DRIVE / "stick"
    shutil.rmtree(place, ignore_errors=True)
    shutil.unpack_archive(archive, place)
    stand_in.run("W:\\stick\\援帮\\yuanbang-cli.exe", "people")
    _expect((place / "援帮" / "data").is_dir(), "the portable program did not keep its data beside it")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import build

    main(build.OUT, build.version())
