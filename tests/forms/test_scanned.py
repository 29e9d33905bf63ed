"""Scanned pages as scanners, phones and chats make them: misnamed, stamped across, poor, too large, damaged in part."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfDocument

from app.catalogue.problems import Problem, Refusal
from app.forms.qr import PaperMark, edition_code, text_of
from app.forms.scanned import _codes, as_file, page_image, read_pages, upright_jpeg

MARK = PaperMark("appraisal", b"\x07" * 16, edition_code("yubei-2021-appraisal"), "0A1B2C3D", 1, 2)
DOTS = 150


def paper(mark: PaperMark = MARK, mode: str = "RGB") -> Image.Image:
    """A scanned A4 page at 150 dots an inch with the code above at the right, as the forms print it."""
    page = Image.new("RGB", (1240, 1754), "white")
    drawn = BytesIO()
    segno.make(text_of(mark), error="m", micro=False, boost_error=False).save(
        drawn, kind="png", scale=10, border=0
    )
    side = round(33 * 0.42 / 25.4 * DOTS)
    page.paste(Image.open(drawn).convert("RGB").resize((side, side), Image.Resampling.BICUBIC), (1105, 42))
    ImageDraw.Draw(page).rectangle((120, 250, 1120, 1600), outline="black", width=2)
    return page.convert(mode)


def marks(path: Path) -> list[PaperMark | None]:
    return [page.mark for page in read_pages(path)]


def test_a_red_stamp_across_the_code_is_not_seen(tmp_path):
    ink = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(ink).ellipse((1020, 60, 1190, 230), outline=(215, 40, 40), width=9)
    page = ImageChops.multiply(paper(), ink)
    assert not [*_codes(page.convert("L"))]
    page.save(tmp_path / "盖了章.jpg", quality=80)
    assert marks(tmp_path / "盖了章.jpg") == [MARK]


@pytest.mark.parametrize(("dots", "skew"), [(100, 0), (100, 3), (150, 5), (150, -3)])
def test_a_coarse_page_that_lies_askew(tmp_path, dots, skew):
    size = (1240 * dots // DOTS, 1754 * dots // DOTS)
    page = paper(mode="L").resize(size).rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    page.save(tmp_path / "歪.jpg", quality=65)
    assert marks(tmp_path / "歪.jpg") == [MARK]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colour(tmp_path, mode):
    page = (
        paper().convert("L").point(lambda level: level * 257, "I").convert(mode)
        if mode == "I;16"
        else paper(mode=mode)
    )
    name = tmp_path / ("纸.jpg" if mode == "CMYK" else "纸.png")
    page.save(name)
    assert marks(name) == [MARK]


def test_black_on_nothing_is_black_on_white(tmp_path):
    page = Image.new("RGBA", (1240, 1754))
    page.putalpha(paper(mode="L").point(lambda level: 255 - level))
    page.save(tmp_path / "透明.png")
    (found,) = read_pages(tmp_path / "透明.png")
    assert found.mark == MARK
    jpeg, _, _ = upright_jpeg(tmp_path / "透明.png")
    assert Image.open(BytesIO(jpeg)).getpixel((5, 5)) in (255, (255, 255, 255))


def test_a_file_is_what_it_holds_whatever_its_name(tmp_path):
    paper().save(tmp_path / "a.pdf", "JPEG")
    paper().save(tmp_path / "b.jpg", "PDF", resolution=DOTS)
    paper(mode="1").save(tmp_path / "c.jpg", "TIFF", compression="group4")
    for name in ("a.pdf", "b.jpg", "c.jpg"):
        assert marks(tmp_path / name) == [MARK], name
    kept = [as_file(list(read_pages(tmp_path / name))) for name in ("a.pdf", "b.jpg", "c.jpg")]
    assert [suffix for _, suffix in kept] == [".jpg", ".pdf", ".pdf"], "other kinds of picture become a PDF"


def test_two_papers_on_one_page_are_placed_by_hand(tmp_path):
    both = Image.new("RGB", (2480, 1754), "white")
    both.paste(paper(), (0, 0))
    both.paste(paper(PaperMark("appraisal", b"\x08" * 16, MARK.edition, MARK.state)), (1240, 0))
    both.save(tmp_path / "两份.jpg")
    (page,) = read_pages(tmp_path / "两份.jpg")
    assert (page.mark, page.fault) == (None, "several")


def test_a_foreign_code_beside_ours_does_not_matter(tmp_path):
    page, drawn = paper(), BytesIO()
    segno.make("https://example.org/").save(drawn, kind="png", scale=6)
    page.paste(Image.open(drawn).convert("RGB"), (60, 40))
    page.save(tmp_path / "两个码.jpg")
    assert marks(tmp_path / "两个码.jpg") == [MARK]


def test_a_lost_page_does_not_take_the_others_with_it(tmp_path):
    told: list[Problem] = []
    broken = tmp_path / "缺页.pdf"
    broken.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 3/Kids[3 0 R 9 0 R 4 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    read = [page.number for page in read_pages(broken, refused=told)]
    assert (read, [problem.code for problem in told]) == ([1, 3], ["SCN-010"])
    assert "第2页" in told[0].message
    with pytest.raises(Refusal):
        list(read_pages(broken))


def test_a_pdf_without_a_page_is_refused(tmp_path):
    empty = BytesIO()
    PdfDocument.new().save(empty)
    (tmp_path / "空.pdf").write_bytes(empty.getvalue())
    with pytest.raises(Refusal) as refused:
        list(read_pages(tmp_path / "空.pdf"))
    assert refused.value.problem.code == "SCN-010"


def test_a_picture_of_several_pages_is_refused_lest_they_be_lost(tmp_path):
    paper(mode="1").save(tmp_path / "几页.jpg", "TIFF", save_all=True, append_images=[paper(mode="1")])
    with pytest.raises(Refusal) as refused:
        list(read_pages(tmp_path / "几页.jpg"))
    assert "好几页" in refused.value.problem.message


def test_a_stack_is_read_whole_across_the_openings_of_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr("app.forms.scanned._AT_A_TIME", 2)
    pages = PdfDocument.new()
    for _ in range(5):
        pages.new_page(100, 200)
    pages.save(str(tmp_path / "一叠.pdf"))
    read = list(read_pages(tmp_path / "一叠.pdf"))
    assert [(page.number, page.of) for page in read] == [(number, 5) for number in range(1, 6)]


def test_a_picture_that_is_far_too_large_is_refused_and_a_large_one_is_quiet(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10_000)
    Image.new("1", (200, 200), 1).save(tmp_path / "太大.png")
    with pytest.raises(Refusal) as refused:
        page_image(tmp_path / "太大.png", 1, 100)
    assert "太大" in refused.value.problem.message
    Image.new("1", (160, 120), 1).save(tmp_path / "大.png")
    assert page_image(tmp_path / "大.png", 1, 80).size == (80, 60)
