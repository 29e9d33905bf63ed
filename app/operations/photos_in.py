"""Photos that come with filled-in papers: out of a folder by the person's name or ID number, small enough to keep.

Codes: PHO-001 no picture, PHO-002 too large to be opened.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from app.catalogue.names import tidy_name
from app.catalogue.problems import Problem, Refusal

SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff")
MOST_BYTES = 120_000_000
KEPT_AS_IS = 300_000
WIDE, TALL = 480, 680
"""Pixels that are kept of a photo: 2.5 by 3.5 cm at 480 dots an inch."""
MOST_PIXELS = 120_000_000
"""More are no photo: they would fill the memory."""
_OVERSIZE = 4
"""How many times wider or taller than needed a small file may be and still be kept as it is."""
_QUALITY = 92
_PARTS = re.compile(r"[\s_\-—－+＋,，、.。()（）\[\]【】]+")


def small_photo(data: bytes, name: str = "") -> bytes:
    """The photo upright as a JPEG of at most :data:`WIDE` by :data:`TALL`; a small JPEG or PNG as it is.

    Raises :class:`Refusal` PHO-001 for bytes that are no picture or half of one, PHO-002 for one that is far too large.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - heavy

    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refusal(
                    Problem("PHO-002", "照片的像素太多，打不开", "请用手机或电脑把照片缩小后再用", file=name)
                )
            small = max(image.width / WIDE, image.height / TALL) <= _OVERSIZE
            if len(data) <= KEPT_AS_IS and small and image.format in ("JPEG", "PNG"):
                image.load()  # the whole of it: half a file must not be kept for a picture
                return data
            image.draft("RGB", (2 * WIDE, 2 * TALL))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((WIDE, TALL))
            made = BytesIO()
            upright.save(made, "JPEG", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(
            Problem("PHO-001", "这不是能打开的照片，或照片已损坏", "请换一张 JPG 或 PNG 照片", file=name)
        ) from error
    return made.getvalue()


@dataclass(slots=True)
class PhotoFiles:
    """Picture files by what they are called: a name or an ID number, other words in the name do not count."""

    by_word: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def add(self, paths: Iterable[Path]) -> None:
        """More files."""
        for path in paths:
            words = {word for word in _PARTS.split(path.stem) if word}
            words |= {path.stem, "".join(path.stem.split())}
            for word in words:
                self.by_word[_key(word)].append(path)

    def find(self, name: str, id_number: str) -> list[Path]:
        """The files of a person: those that bear the ID number, else those that bear the name."""
        found = self.by_word.get(_key(id_number), []) if id_number else []
        return found or (self.by_word.get(_key(name), []) if name else [])


def _key(word: str) -> str:
    return tidy_name(word).upper()


def read_photo(path: Path) -> bytes:
    """A photo file, small. Raises :class:`Refusal` PHO-001, PHO-002, :class:`OSError`."""
    if path.stat().st_size > MOST_BYTES:
        raise Refusal(
            Problem(
                "PHO-002", "照片文件太大", "请用手机或看图软件缩小后再放进来（5 MB 以内最好）", file=str(path)
            )
        )
    return small_photo(path.read_bytes(), str(path))


def pictures_in(folder: Path) -> list[Path]:
    """The picture files below a folder, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith((".", "~$"))
    )
