"""The office faces of the machine: 方正小标宋, 宋体, 仿宋, 黑体, 楷体, where it has them and their makers allow embedding.

Files are picked by their usual names (in a long folder of fonts nothing else is opened) and known by the family
names inside. Windows tells further files in its registry, also those that a user installed alone.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.forms.edition import Style
from app.forms.truetype import TrueType, fonts_in, open_truetype

Wanted = tuple[tuple[str, ...], ...]
WANTED: dict[Style, Wanted] = {
    "title": (
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
        ("方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        ("华文中宋", "STZhongsong"),
    ),
    "song": (("宋体", "SimSun"), ("华文宋体", "STSong")),
    "fangsong": (
        ("仿宋", "FangSong"),
        ("仿宋_GB2312", "FangSong_GB2312"),
        ("方正仿宋_GBK", "FZFangSong-Z02"),
        ("方正仿宋简体", "FZFangSong-Z02S"),
        ("华文仿宋", "STFangsong"),
    ),
    "hei": (("黑体", "SimHei"), ("方正黑体_GBK", "FZHei-B01"), ("华文黑体", "STHeiti")),
    "kai": (
        ("楷体", "KaiTi"),
        ("楷体_GB2312", "KaiTi_GB2312"),
        ("方正楷体_GBK", "FZKai-Z03"),
        ("华文楷体", "STKaiti"),
        ("霞鹜文楷", "LXGW WenKai"),
    ),
}
"""Families by style, the most official first. (Windows has no drawn bold 宋体; a smeared one is not used.)"""
RARE: Wanted = (
    ("SimSun-ExtB", "宋体-ExtB", "新宋体-ExtB"),
    ("SimSun-ExtG", "宋体-ExtG", "新宋体-ExtG"),
    ("BabelStone Han",),
)
"""Families asked last, for characters that nothing else has."""

_FILES = re.compile(
    r"fzxbs|fzxiaobiao|小标宋|stzhongs|中宋|simsun|宋体|stsong|simfang|仿宋|fangsong|fzfs|stfangso"
    r"|simhei|黑体|fzht|stheiti|simkai|楷|kaiti|fzkt|stkaiti|wenkai|babelstone",
    re.IGNORECASE,
)
_SUFFIXES = (".ttf", ".ttc")
_REGISTRY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_SAMPLES = (0x4E00, 0x20000, 0x30000)
"""A Chinese face has the first character of one of these blocks (basic, Extensions B and G)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A face of the machine, opened."""

    path: Path
    index: int
    font: TrueType
    families: tuple[str, ...]


def font_folders() -> list[Path]:
    """Where this machine keeps fonts: Windows (for all and for this user), macOS, Linux."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        local = os.environ.get("LOCALAPPDATA")
        return [windows, *([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else [])]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def _registered(folder: Path) -> Iterable[Path]:
    """Font files named in the Windows registry; nothing on other systems. Bare names lie in ``folder``."""
    found: list[Path] = []
    if sys.platform == "win32":
        import winreg

        names = {name for families in (*WANTED.values(), RARE) for family in families for name in family}
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            with suppress(OSError), winreg.OpenKey(root, _REGISTRY) as key:
                for number in range(winreg.QueryInfoKey(key)[1]):
                    title, value, _ = winreg.EnumValue(key, number)
                    if isinstance(value, str) and any(name in title for name in names):
                        found.append(folder / value)
    return found


def _candidates(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for where, _, files in os.walk(folder):
            for name in sorted(files):
                if name.lower().endswith(_SUFFIXES) and _FILES.search(name):
                    yield Path(where) / name


def _opened(paths: Iterable[Path]) -> Iterator[Found]:
    for path in dict.fromkeys(paths):
        if path.suffix.lower() not in _SUFFIXES:
            continue
        try:
            for index in range(min(fonts_in(path), 16)):
                font = open_truetype(path, index)
                if font.embeddable and any(map(font.glyph_of, _SAMPLES)):
                    yield Found(path, index, font, tuple(font.names(1, 4, 16)))
        except (OSError, ValueError, struct.error, IndexError):
            continue  # a font of the machine that cannot be read is as good as none


def system_faces(folders: Sequence[Path] | None = None) -> tuple[dict[Style, list[Found]], list[Found]]:
    """The machine's faces by style, best first, and those for rare characters. ``folders`` stand in for its own."""
    where = font_folders() if folders is None else list(folders)
    paths = list(_candidates(where))
    if folders is None:
        paths += _registered(where[0])
    found = list(_opened(paths))
    return {style: _chosen(wanted, found) for style, wanted in WANTED.items()}, _chosen(RARE, found)


def _chosen(wanted: Wanted, found: Sequence[Found]) -> list[Found]:
    """The first face for each wanted family, in the order of wishes."""
    firsts = (next((f for f in found if set(family) & set(f.families)), None) for family in wanted)
    return [face for face in firsts if face is not None]
