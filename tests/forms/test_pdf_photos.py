"""Photos in the PDF: JPEG as it is, all else made upright, flat and of a sane size; bombs and rubbish named."""

from __future__ import annotations

import random
import struct
from io import BytesIO
from pathlib import Path

import pytest
from paper_samples import PERSON
from pdf_samples import SHIPPED, copied, jpeg, picture
from PIL import Image

from app.catalogue.problems import Refusal
from app.forms.boxes import Box, Page
from app.forms.editions import editions
from app.forms.pdf import Document, write_pages, write_pdf
from app.forms.pdf_photos import Jpeg, jpeg_of, placed
from app.forms.snapshot import Snapshot

PT = 72 / 25.4


def _saved(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    made = BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def _near(colour, wanted) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(colour, wanted, strict=True))


def _printed(tmp_path: Path, photo: bytes, w: float = 30.0, h: float = 40.0) -> Image.Image:
    """The photo's cell as it looks, two pixels a point."""
    page = Page(210.0, 297.0, (Box("photo", 50.0, 60.0, w, h, image=photo),))
    result = write_pages([Document([page])], tmp_path / "a.pdf", faces=SHIPPED)
    assert result.problems == ()
    edges = (edge * PT * 2 for edge in (50.0, 60.0, 50.0 + w, 60.0 + h))
    return picture(tmp_path / "a.pdf").crop(tuple(round(edge) for edge in edges))


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"quality": 30}, {"mode": "L", "colour": 90}])
def test_a_jpeg_is_embedded_as_it_is(how, tmp_path):
    photo = jpeg(**how)
    assert jpeg_of(photo).data == photo
    _printed(tmp_path, photo)
    assert photo in (tmp_path / "a.pdf").read_bytes()


def test_the_same_photo_is_stored_once(tmp_path):
    papers = [Snapshot({**PERSON, "person.photo": jpeg()})] * 3
    write_pdf(editions()["sichuan-2018-enrolment"], papers, tmp_path / "a.pdf", faces=SHIPPED)
    assert (tmp_path / "a.pdf").read_bytes().count(b"/Subtype/Image") == 1


def test_a_photo_fills_its_cell_and_is_cropped_at_both_sides(tmp_path):
    wide = Image.new("RGB", (400, 100), (20, 20, 200))
    wide.paste((20, 180, 20), (0, 0, 176, 100))
    wide.paste((200, 20, 20), (224, 0, 400, 100))
    seen = _printed(tmp_path, _saved(wide, "JPEG", quality=95), w=40.0, h=40.0)
    middle = seen.height // 2
    colours = [seen.getpixel((seen.width * part // 10, middle)) for part in (1, 5, 9)]
    assert all(map(_near, colours, [(20, 180, 20), (20, 20, 200), (200, 20, 20)]))
    assert _near(seen.getpixel((seen.width // 2, 4)), (20, 20, 200))
    left, bottom, w, h = placed(Jpeg(b"", 400, 100, b""), 10, 20, 30, 40)
    assert (left, bottom, w, h) == (-55, 20, 160, 40)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "CMYK", "I;16"])
def test_other_pictures_become_jpegs(mode, tmp_path):
    image = (
        Image.new("L", (60, 80), 255).convert(mode) if mode != "I;16" else Image.new(mode, (60, 80), 65535)
    )
    kind = "JPEG" if mode == "CMYK" else "PNG"
    seen = _printed(tmp_path, _saved(image, kind))
    assert _near(seen.getpixel((seen.width // 2, seen.height // 2)), (255, 255, 255))


def test_what_is_transparent_is_white_on_paper(tmp_path):
    image = Image.new("RGBA", (60, 80), (10, 10, 10, 0))
    image.paste((180, 40, 40, 255), (20, 20, 40, 60))
    seen = _printed(tmp_path, _saved(image))
    assert _near(seen.getpixel((10, 10)), (255, 255, 255))
    assert _near(seen.getpixel((seen.width // 2, seen.height // 2)), (180, 40, 40))


def _two_halves() -> Image.Image:
    image = Image.new("RGB", (80, 60), (200, 30, 30))
    image.paste((30, 30, 200), (40, 0, 80, 60))
    return image


@pytest.mark.parametrize(
    ("turn", "top"), [(6, (200, 30, 30)), (8, (30, 30, 200)), (5, (200, 30, 30)), (7, (30, 30, 200))]
)
def test_a_photo_that_lies_on_its_side_is_set_upright(turn, top, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = turn
    photo = _saved(_two_halves(), "JPEG", exif=exif, quality=95)
    made = jpeg_of(photo)
    assert (made.width, made.height) == (60, 80)
    seen = _printed(tmp_path, photo)
    assert _near(seen.getpixel((seen.width // 2, seen.height // 4)), top)
    exif[0x0112] = 1
    upright = _saved(_two_halves(), "JPEG", exif=exif)
    assert jpeg_of(upright).data == upright


def test_a_photo_of_forty_megabytes_is_made_small():
    noise = Image.frombytes("RGB", (1600, 2000), random.Random(1).randbytes(1600 * 2000 * 3))
    photo = _saved(noise, "JPEG", quality=95)
    comment = b"\xff\xfe" + struct.pack(">H", 65_535) + bytes(65_533)
    heavy = photo[:2] + comment * (40_000_000 // len(comment)) + photo[2:]
    assert len(heavy) > 40_000_000
    made = jpeg_of(heavy)
    assert max(made.width, made.height) <= 1200
    assert len(made.data) < 3_000_000
    assert made.width / made.height == pytest.approx(0.8, abs=0.01)


def _png_of(width: int, height: int) -> bytes:
    """A PNG's head that claims to be so large."""
    whole = _saved(Image.new("1", (8, 8)))
    return whole[:16] + struct.pack(">2L", width, height) + whole[24:]


def _bombs() -> dict[str, bytes]:
    photo = jpeg()
    frame = photo.index(b"\xff\xc0") + 5
    return {
        "jpeg": photo[:frame] + struct.pack(">2H", 65_000, 65_000) + photo[frame + 4 :],
        "png": _png_of(60_000, 60_000),
        "png within twice the limit": _png_of(12_000, 12_000),
    }


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", _bombs())
def test_a_picture_made_to_exhaust_the_machine_is_refused(kind):
    with pytest.raises(Refusal) as caught:
        jpeg_of(_bombs()[kind])
    assert caught.value.problem.code in ("FRM-101", "FRM-102" if kind != "jpeg" else "FRM-101")


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"no picture", jpeg()[:-300], jpeg(quality=95)[:200], b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(Refusal) as caught:
        jpeg_of(data)
    assert caught.value.problem.code == "FRM-102"


def test_a_bad_photo_is_named_and_the_paper_is_printed_all_the_same(tmp_path):
    papers = [
        Snapshot({"person.name": "张三", "person.photo": b"rubbish"}, name="张三"),
        Snapshot({"person.name": "李四", "person.photo": jpeg()}, name="李四"),
        Snapshot({"person.name": "王五", "person.photo": b"rubbish"}, name="王五"),
    ]
    result = write_pdf(editions()["sichuan-2018-enrolment"], papers, tmp_path / "a.pdf", faces=SHIPPED)
    assert [(p.code, p.value) for p in result.problems] == [("FRM-102", "张三"), ("FRM-102", "王五")]
    assert [
        name in text for name, text in zip(("张三", "李四", "王五"), copied(tmp_path / "a.pdf"), strict=True)
    ]
