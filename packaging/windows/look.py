"""Pictures of the running Windows program: its main pages over the sample year, as the stand-in's screen shows them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import stand_in

PAGES = ("workbench", "people", "pairings", "help", "print", "settings")
PROGRAM = "W:\\dist\\yuanbang\\yuanbang.exe"
SCRIPT = r"""
import ctypes, pathlib, subprocess, sys, time
from PIL import ImageGrab
program, data, target, pages = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4:]
user = ctypes.windll.user32
for page in pages:
    (data / "window.ini").write_text(f"[window]\npage={page}\n", "utf-8")
    running = subprocess.Popen([program, "--data", str(data)])
    time.sleep(10)
    ImageGrab.grab().save(target / f"{page}.png")
    window = user.FindWindowW(None, "援帮")
    if not window:
        sys.exit(f"no window for {page}")
    user.PostMessageW(window, 0x0010, 0, 0)
    if running.wait(60):
        sys.exit(f"{page}: ended with {running.returncode}")
"""


def main(target: Path) -> None:
    """Write one picture for each page into ``target``."""
    data, screens = stand_in.DRIVE / "look", stand_in.DRIVE / "screens"
    for folder in (data, screens):
        shutil.rmtree(folder, ignore_errors=True)
    screens.mkdir(parents=True)
    stand_in.run("W:\\dist\\yuanbang\\yuanbang-cli.exe", "--data", "W:\\look", "sample-year", seconds=200)
    (stand_in.DRIVE / "look.py").write_text(SCRIPT, "utf-8")
    stand_in.run(stand_in.PYTHON, "W:\\look.py", PROGRAM, "W:\\look", "W:\\screens", *PAGES, seconds=300)
    target.mkdir(parents=True, exist_ok=True)
    for picture in sorted(screens.glob("*.png")):
        shutil.copy(picture, target / picture.name)
        print(f"   {target / picture.name}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import build

    main(build.OUT / "screens")
