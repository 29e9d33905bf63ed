"""Photos that come with papers: what is half a file, or would fill the memory, is refused; what is large is made small."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.catalogue.problems import Refusal
from app.operations.photos_in import TALL, WIDE, small_photo


def jpeg(width=300, height=420):
    made = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(made, "JPEG", quality=80)
    return made.getvalue()


def png_head(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def code(data):
    with pytest.raises(Refusal) as refused:
        small_photo(data, "张䶮.jpg")
    assert refused.value.problem.file == "张䶮.jpg"
    return refused.value.problem.code


def test_a_small_photo_is_kept_as_it_is():
    data = jpeg()
    assert small_photo(data) == data


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_half_a_photo_is_refused(share):
    data = jpeg()
    assert code(data[: int(len(data) * share)]) == "PHO-001"


def test_forty_megabytes_are_made_small():
    photo = small_photo(jpeg() + os.urandom(40 << 20))
    assert len(photo) < 400_000
    with Image.open(BytesIO(photo)) as image:
        assert image.size == (300, 420)


def test_a_small_file_of_many_pixels_is_made_small():
    made = BytesIO()
    Image.new("RGB", (6000, 8000)).save(made, "PNG")
    assert len(made.getvalue()) < 300_000
    with Image.open(BytesIO(small_photo(made.getvalue()))) as image:
        assert image.width <= WIDE and image.height <= TALL


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused(side):
    assert code(png_head(side, side)) in ("PHO-002", "PHO-001")


@pytest.mark.parametrize("data", [b"", b"hello", os.urandom(1000)])
def test_what_is_no_picture_is_refused(data):
    assert code(data) == "PHO-001"
