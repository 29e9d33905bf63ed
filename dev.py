#!/usr/bin/env python3
"""The developers' one command: it sets up what is missing, then does what was asked.

    python3 dev.py setup             make .venv and install what is pinned in requirements-dev.txt
    python3 dev.py demo [...]        import the samples, print every form into out/, open the window
    python3 dev.py run [...]         start the program (python -m app)
    python3 dev.py test [...]        all checks, then pytest with the arguments given
    python3 dev.py test --office     the same with the tests that drive LibreOffice
    python3 dev.py check             format, lint, types, import rules
    python3 dev.py bench [NAME ...]  speed beside the peers, as ratios
    python3 dev.py windows           the Windows program and its installer into out/windows, built and tried (Debian, root)
    python3 dev.py release           the check list before a release
    python3 dev.py lock              pin anew: requirements*.in -> requirements*.txt

Standard library only. Nothing is installed outside .venv, except on Debian and Ubuntu as root: there the system
libraries of Qt (and LibreOffice for --office) that are missing. Where it may not, it says what to type.
"""

import sys

if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
    sys.exit(
        "Python 3.11, 3.12 or 3.13 is needed; this is Python "
        + ".".join(str(part) for part in sys.version_info[:2])
        + ". Start it with another one, for example: python3.11 dev.py"
    )

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
PINNED = ROOT / "requirements-dev.txt"
STAMP = VENV / ".installed"

# What Qt needs on a bare Debian: to draw without a screen, and for windows on one.
QT_LIBRARIES = ("libglib2.0-0", "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1")
SCREEN_LIBRARIES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
OFFICE = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")


class Unable(Exception):
    """What is missing and what to type; shown as it is, exit code 2."""


def main(arguments: Sequence[str]) -> int:
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    act = COMMANDS.get(command)
    if act is None:
        print(__doc__)
        return 0 if command in ("help", "-h", "--help") else 2
    try:
        return act(rest)
    except Unable as unable:
        print(f"dev.py: {unable}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def setup(_: list[str]) -> int:
    need_packages(QT_LIBRARIES)
    make_venv()
    print(f"Ready: {PYTHON}")
    return 0


def demo(arguments: list[str]) -> int:
    need_packages(QT_LIBRARIES + (SCREEN_LIBRARIES if has_screen() else ()))
    make_venv()
    return run([PYTHON, "-m", "app.demo", *arguments])


def start(arguments: list[str]) -> int:
    need_packages(QT_LIBRARIES + (SCREEN_LIBRARIES if has_screen() else ()))
    make_venv()
    return run([PYTHON, "-m", "app", *arguments])


def test(arguments: list[str]) -> int:
    """Both halves run even when the first fails: one run tells everything."""
    office = "--office" in arguments
    rest = [argument for argument in arguments if argument != "--office"]
    need_packages(QT_LIBRARIES)
    if office:
        need_office()
    make_venv()
    checked = check_all()
    chosen = ["-m", ""] if office else []
    spread = [] if rest else ["-n", "auto"]  # a few tests named by hand are quicker in one process
    tested = run([PYTHON, "-m", "pytest", *spread, *chosen, *rest], {"QT_QPA_PLATFORM": "offscreen"})
    return tested or checked


def check(_: list[str]) -> int:
    make_venv()
    return check_all()


def bench(arguments: list[str]) -> int:
    need_packages(QT_LIBRARIES)
    make_venv()
    return run([PYTHON, "-m", "benchmarks", *arguments], {"QT_QPA_PLATFORM": "offscreen"})


def windows(arguments: list[str]) -> int:
    """On a stand-in for Windows that is made for it; on Windows itself: pip install pyinstaller, pyinstaller build.spec."""
    if not is_debian():
        raise Unable(
            "this builds on Debian; on Windows: pip install pyinstaller, then pyinstaller build.spec"
        )
    make_venv()
    return run([PYTHON, ROOT / "packaging" / "windows" / "build.py", *arguments])


def release(_: list[str]) -> int:
    return run([sys.executable, ROOT / "packaging" / "release.py"])


def lock(_: list[str]) -> int:
    """Compile the pins with uv from a throwaway environment: one list for Linux and Windows, 3.11 to 3.13."""
    options = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header"
    with tempfile.TemporaryDirectory() as folder:
        need_ensurepip()
        run([sys.executable, "-m", "venv", folder], must=True)
        python = Path(folder) / PYTHON.relative_to(VENV)
        run([python, "-m", "pip", "install", "--quiet", "uv"], must=True)
        for name in ("requirements", "requirements-dev", "packaging/windows/requirements"):
            compile_one: list[str | Path] = [
                python,
                "-m",
                "uv",
                "pip",
                "compile",
                "--quiet",
                *options.split(),
            ]
            run(
                [*compile_one, "--upgrade", "--output-file", f"{name}.txt", f"{name}.in"],
                must=True,
                quiet=True,
            )
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "run": start,
    "test": test,
    "check": check,
    "bench": bench,
    "windows": windows,
    "release": release,
    "lock": lock,
}


def check_all() -> int:
    """Every check runs; the first failure's exit code is kept."""
    import_rules = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checks = {
        "ruff format --check": ("-m", "ruff", "format", "--check"),
        "ruff check": ("-m", "ruff", "check"),
        "mypy": ("-m", "mypy"),
        "lint-imports": ("-c", import_rules),
    }
    failed = 0
    for name, words in checks.items():
        print(f"== {name}", flush=True)
        code = run([PYTHON, *words])
        failed = failed or code
    return failed


def run(
    command: Sequence[str | Path],
    extra: Mapping[str, str] | None = None,
    *,
    must: bool = False,
    quiet: bool = False,
) -> int:
    """Run it from the project's folder; ``must`` turns a failure into :class:`Unable`."""
    words = [str(word) for word in command]
    output = subprocess.DEVNULL if quiet else None
    sys.stdout.flush()
    code = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **(extra or {})}, stdout=output, check=False
    ).returncode
    if must and code:
        raise Unable(f"this command failed (exit {code}): {' '.join(words)}")
    return code if code >= 0 else 128 - code


def make_venv() -> None:
    """Reuse .venv when it was made by this Python and holds exactly what is pinned now."""
    wanted = stamp()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    if not works():
        need_ensurepip()
        print("Making .venv …", flush=True)
        run([sys.executable, "-m", "venv", "--clear", VENV], must=True)
    print("Installing what is pinned in requirements-dev.txt …", flush=True)
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "-qq",
    ]
    if run([*pip, "--require-hashes", "-r", PINNED]):
        raise Unable(
            "the pinned packages could not be installed (see above); check the network and run it again"
        )
    STAMP.write_text(wanted, encoding="utf-8")


def stamp() -> str:
    digest = hashlib.sha256(PINNED.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    return f"{platform.python_version()} {platform.system()} {platform.machine()} {digest}\n"


def works() -> bool:
    """Whether .venv has a Python of this minor version that starts and has pip."""
    if not PYTHON.exists():
        return False
    told = subprocess.run(
        [str(PYTHON), "-c", "import pip, sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode == 0 and told.stdout.split() == [str(part) for part in sys.version_info[:2]]


def need_ensurepip() -> None:
    """Debian's own Python cannot make an environment with pip until python3.X-venv is there."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not is_debian():
            raise Unable(
                f"this Python has no module ensurepip; install it (often the package {package}) and try again"
            )
        install([package])


def need_packages(names: Sequence[str]) -> None:
    """The system libraries among ``names`` that a Debian or Ubuntu lacks; other systems bring or name their own."""
    if is_debian():
        install([name for name in names if not has_package(name)])


def need_office() -> None:
    """Writer and Calc, with or without their windows."""
    if is_debian():
        install(
            [name for name in OFFICE if not (has_package(name) or has_package(name.removesuffix("-nogui")))]
        )
    elif not (shutil.which("soffice") or shutil.which("libreoffice")):
        raise Unable("LibreOffice (soffice) is not found; install it and try again")


def is_debian() -> bool:
    return bool(shutil.which("dpkg-query") and shutil.which("apt-get"))


def has_package(name: str) -> bool:
    """Newer releases call some of them …t64."""
    for candidate in (name, f"{name}t64"):
        told = subprocess.run(
            ["dpkg-query", "-W", "-f=${db:Status-Status}\n", candidate],
            capture_output=True,
            text=True,
            check=False,
        )
        if "installed" in told.stdout.split():
            return True
    return False


def install(names: list[str]) -> None:
    if not names:
        return
    words = " ".join(names)
    if os.geteuid() != 0:
        raise Unable(f"these system packages are missing: {words}\nType: sudo apt-get install {words}")
    print(f"Installing system packages: {words}", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], quiet)
    if run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], quiet, quiet=True):
        raise Unable(f"apt-get could not install them; type: apt-get update && apt-get install {words}")


def has_screen() -> bool:
    """Whether a window would open on a screen of X (Linux); the platform may have been chosen by hand."""
    return bool(os.environ.get("DISPLAY")) and os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
