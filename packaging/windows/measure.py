"""How the built program compares: sizes, and its start beside an empty window of PySide6 that was built the same way.

Both are started in turn on the stand-in; a start ends when the window is on the screen and answers. What is told is the ratio of
the medians, for the stand-in's own speed says nothing of a PC's.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from pathlib import Path

import stand_in

ROUNDS = 7
EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setWindowTitle("empty")
window.resize(1280, 820)
window.show()
app.exec()
"""
SCRIPT = r"""
import ctypes, json, subprocess, sys, time
user = ctypes.windll.user32
answer = ctypes.c_size_t()

def started(command, title):
    begun = time.perf_counter()
    running = subprocess.Popen(command)
    while True:
        window = user.FindWindowW(None, title)
        if window and user.IsWindowVisible(window):
            if user.SendMessageTimeoutW(window, 0, 0, 0, 2, 60000, ctypes.byref(answer)):
                break
        time.sleep(0.005)
    took = time.perf_counter() - begun
    user.PostMessageW(window, 0x0010, 0, 0)
    running.wait(60)
    return took

rounds = int(sys.argv[1])
told = {"empty": [], "yuanbang": []}
for number in range(rounds + 1):
    for name, command, title in (
        ("empty", [r"W:\dist\empty\empty.exe"], "empty"),
        ("yuanbang", [r"W:\dist\yuanbang\yuanbang.exe", "--data", r"W:\measured"], "援帮"),
    ):
        took = started(command, title)
        if number:  # the first start warms the disk
            told[name].append(took)
print("MEASURED", json.dumps(told))
"""


def main() -> dict[str, float]:
    """The figures by name; printed as they come."""
    _build_empty()
    shutil.rmtree(stand_in.DRIVE / "measured", ignore_errors=True)
    stand_in.run(
        "W:\\dist\\yuanbang\\yuanbang-cli.exe",
        "--data",
        "W:\\measured",
        "import",
        "W:\\source\\resources\\samples\\roster-2021.xlsx",
        "--yes",
    )
    (stand_in.DRIVE / "measure.py").write_text(SCRIPT, "utf-8")
    told = stand_in.run(stand_in.PYTHON, "W:\\measure.py", str(ROUNDS), seconds=400).stdout
    times = json.loads(told.partition("MEASURED ")[2])
    empty, ours = (statistics.median(times[name]) for name in ("empty", "yuanbang"))
    print(f"start: {ours:.2f} s beside {empty:.2f} s of an empty window: {ours / empty:.2f}", flush=True)
    return {"start": ours / empty}


def _build_empty() -> None:
    if (stand_in.DRIVE / "dist" / "empty" / "empty.exe").exists():
        return
    print("== Building an empty window the same way", flush=True)
    (stand_in.DRIVE / "empty.py").write_text(EMPTY, "utf-8")
    stand_in.run(
        stand_in.PYTHON, "-m", "PyInstaller", "--noconfirm", "--windowed", "--distpath", "W:\\dist",
        "--workpath", "W:\\work-empty", "--specpath", "W:\\work-empty", "W:\\empty.py", seconds=900,
    )  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
