"""A Windows stand-in on Debian: Wine 10 in a root of its own, and the real CPython for Windows. Standard library only.

Drive W: is the folder ``srv/windows`` in that root. Nothing of this machine is mounted into it but a /proc. Wine 8 of Debian 12
aborts with any Qt from 6.5 on; Wine 10 of Debian 13 runs Qt 6.9. Debian's packages are checked by the archive's own signature,
Python and every wheel by the hashes in ``python.txt`` and the two ``requirements.txt``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
ROOT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yuanbang-windows"
DRIVE = ROOT / "srv" / "windows"
"""What Windows calls W:."""
PYTHON = "W:\\python\\python.exe"
RELEASE = "trixie"
PACKAGES = ("wine64", "wine", "xvfb", "xauth", "fonts-wqy-microhei")
"""With a Chinese font, so that text shows as it would on a Chinese Windows."""
TOOLS = ("debootstrap", "nsis")
TARGET = ("--platform", "win_amd64", "--python-version", "3.13", "--only-binary=:all:")
WINDOWS = {
    "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
    "python_version": "3.13", "python_full_version": "3.13.0", "implementation_name": "cpython",
    "platform_python_implementation": "CPython", "extra": "",
}  # fmt: skip
"""What a requirement's marker is told about the machine that the program is for."""


FONTS = """REGEDIT4

[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion\\FontSubstitutes]
"MS Shell Dlg"="WenQuanYi Micro Hei"
"MS Shell Dlg 2"="WenQuanYi Micro Hei"

[HKEY_CURRENT_USER\\Software\\Wine\\Fonts\\Replacements]
"SimSun"="WenQuanYi Micro Hei"
"Tahoma"="WenQuanYi Micro Hei"
"Verdana"="WenQuanYi Micro Hei"
"""
"""Wine's own dialogs and the installer's in a face that has Chinese, as a Chinese Windows has them."""


class Unable(Exception):
    """What is missing; shown as it is."""


def prepare() -> None:
    """Make what is not there yet: the root, Wine, Python, the pinned wheels. A few minutes when new, seconds else."""
    if os.geteuid() != 0:
        raise Unable(
            "the Windows stand-in needs root (debootstrap, chroot): run this as root on a Debian machine"
        )
    _need_tools()
    if not os.path.lexists(ROOT / "usr" / "bin" / "wine"):  # a link that only holds inside the root
        _make_root()
    _mount_proc()
    if not (DRIVE / "python" / "python.exe").exists():
        _put_python()
    _put_wheels()
    if not (DRIVE / "prefix" / "drive_c").is_dir():
        _say("Starting Wine for the first time")
        run("wineboot", "-i", seconds=300, must=False)
        link = DRIVE / "prefix" / "dosdevices" / "w:"
        link.unlink(missing_ok=True)
        link.symlink_to("../..")
        (DRIVE / "fonts.reg").write_text(FONTS, "ascii")
        run("regedit", "/S", "W:\\fonts.reg")
    run(
        PYTHON,
        "-c",
        "import sys; print('Windows', sys.getwindowsversion().major, 'Python', sys.version.split()[0])",
    )


def _say(text: str) -> None:
    print(f"== {text}", flush=True)


def _need_tools() -> None:
    lacking = [name for name in TOOLS if not shutil.which({"nsis": "makensis"}.get(name, name))]
    if lacking:
        _say(f"Installing {', '.join(lacking)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking], env=quiet, check=True
        )


def _mirror() -> str:
    """Where this machine has its Debian packages from."""
    for source in (*Path("/etc/apt").glob("sources.list.d/*"), Path("/etc/apt/sources.list")):
        if source.is_file():
            named = re.findall(
                r"^(?:URIs:|deb(?: \[[^]]*\])?) *(\S+)", source.read_text("utf-8"), re.MULTILINE
            )
            for address in named:
                if address.rstrip("/").endswith("/debian"):
                    return str(address)
    raise Unable("no Debian mirror is named in /etc/apt")


def _make_root() -> None:
    _say(f"Making a root of Debian {RELEASE} with Wine in {ROOT}")
    ROOT.mkdir(parents=True, exist_ok=True)
    if not (ROOT / "etc").exists():
        bootstrap = [
            "debootstrap",
            "--variant=minbase",
            "--include=ca-certificates",
            RELEASE,
            str(ROOT),
            _mirror(),
        ]
        subprocess.run(bootstrap, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree("/etc/apt/apt.conf.d", ROOT / "etc/apt/apt.conf.d", dirs_exist_ok=True)
    shutil.copy("/etc/resolv.conf", ROOT / "etc/resolv.conf")
    _mount_proc()
    install = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {' '.join(PACKAGES)}"
    _inside(["sh", "-c", f"DEBIAN_FRONTEND=noninteractive; export DEBIAN_FRONTEND; {install}"])


def _inside(command: Sequence[str]) -> None:
    subprocess.run(["chroot", str(ROOT), *command], check=True, stdout=subprocess.DEVNULL)


def _mount_proc() -> None:
    proc = ROOT / "proc"
    if not os.path.ismount(proc):
        proc.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "proc", "proc", str(proc)], check=True)


def _put_python() -> None:
    _say("Unpacking CPython for Windows")
    with _downloaded("-r", str(HERE / "python.txt"), "--no-binary=:all:") as files:
        (archive,) = files
        with tarfile.open(archive) as tar:
            (data,) = (one for one in tar.getmembers() if one.name.endswith("/data.zip"))
            held = tar.extractfile(data)
            assert held is not None
            with zipfile.ZipFile(held) as inner:
                for name in inner.namelist():
                    place = DRIVE / "python" / name.partition("/")[2]
                    if not name.endswith("/"):
                        place.parent.mkdir(parents=True, exist_ok=True)
                        place.write_bytes(inner.read(name))
    (library,) = (DRIVE / "python").glob("python3??.zip")
    (DRIVE / "site-packages").mkdir(exist_ok=True)
    paths = f"{library.name}\n.\nW:\\site-packages\nimport site\n"
    library.with_suffix("._pth").write_text(paths, "utf-8")


def _put_wheels() -> None:
    """Unpack what the program and its build need, when what is pinned has changed."""
    wanted = _pinned()
    stamp = DRIVE / "site-packages" / ".installed"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    _say("Unpacking the pinned wheels for Windows")
    shutil.rmtree(DRIVE / "site-packages", ignore_errors=True)
    (DRIVE / "site-packages").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "pinned.txt"
        pinned.write_text(wanted, "utf-8")
        with _downloaded("--require-hashes", *TARGET, "-r", str(pinned)) as files:
            for wheel in files:
                with zipfile.ZipFile(wheel) as archive:
                    archive.extractall(DRIVE / "site-packages")
    stamp.write_text(wanted, "utf-8")


def _pinned() -> str:
    """The requirements of program and build for Windows: markers answered for it, not for this machine."""
    from pip._vendor.packaging.markers import Marker  # pip is what downloads them

    kept: dict[str, str] = {}
    for source in (PROJECT / "requirements.txt", HERE / "requirements.txt"):
        lines = [line for line in source.read_text("utf-8").split("\n") if not line.lstrip().startswith("#")]
        for entry in re.split(r"\n(?=\S)", "\n".join(lines)):
            head, _, hashes = entry.strip().partition("\\\n")
            name, _, marker = (part.strip() for part in head.partition(";"))
            if name and (not marker or Marker(marker).evaluate(WINDOWS)):
                kept.setdefault(name, f"{name} \\\n{hashes}")
    return "\n".join(kept.values()) + "\n"


@contextmanager
def _downloaded(*options: str) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
        ]
        told = subprocess.run(
            [*command, "--dest", folder, *options], capture_output=True, text=True, check=False
        )
        if told.returncode:
            raise Unable(f"pip could not download what is pinned:\n{told.stderr.strip()[-2000:]}")
        yield sorted(Path(folder).iterdir())


def run(
    program: str,
    *arguments: str,
    seconds: int = 120,
    must: bool = True,
    extra: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a Windows program on a virtual screen, its paths as Windows writes them. ``must``: raise when it fails.

    What it prints is given back, and shown when it fails.
    """
    _mount_proc()
    settings = {
        "WINEPREFIX": "/srv/windows/prefix", "WINEDEBUG": "-all", "HOME": "/root", "LANG": "C.UTF-8",
        "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **(extra or {}),
    }  # fmt: skip
    words = ["chroot", str(ROOT), "env", *(f"{name}={value}" for name, value in settings.items())]
    inner = 'cd /srv/windows && exec timeout "$0" xvfb-run -a -s "-screen 0 1600x1000x24" wine "$@"'
    told = subprocess.run(
        [*words, "sh", "-c", inner, str(seconds), program, *arguments],
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if must and told.returncode:
        raise Unable(
            f"{program} {' '.join(arguments)} ended with {told.returncode}\n{told.stdout[-3000:]}\n{told.stderr[-3000:]}"
        )
    return told
