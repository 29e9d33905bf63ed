"""Faces: every name has one, the machine's official ones come first, and the reader agrees with fontTools."""

from __future__ import annotations

import shutil
from itertools import islice, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from small_fonts import save_collection, save_font, small_font

from app.catalogue.problems import Surroundings
from app.forms.fonts import FOLDER, GETA, SHIPPED, Face, FaceSet, faces, faces_with
from app.forms.truetype import open_truetype

RARE = ("张䶮", "王㛃", "赵𬭎", "李𡉃", "蔈草镇", "阿依古丽·买买提", "𠮷田", "龘", "𪚥", "𫖯", "𬀩")
STYLES = ("title", "song", "fangsong", "hei", "kai")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", RARE)
def test_every_name_has_a_face_in_every_style(name, style):
    known = faces(system=False)
    runs = known.runs(style, name)
    assert "".join(text for _, text in runs) == name
    assert all(face.has(ch) and face.glyph(ch) for face, text in runs for ch in text)
    assert known.missing(name) == []


def test_the_first_face_of_a_style_draws_what_it_has():
    known = faces(system=False)
    firsts = {style: known.pick(style, "中").key for style in STYLES}
    serif = "NotoSerifSC-Regular"
    assert firsts == {
        "title": "NotoSerifSC-Bold", "song": serif, "fangsong": serif, "hei": "NotoSansSC-Regular", "kai": serif,
    }  # fmt: skip
    assert [(face.key, text) for face, text in known.runs("song", "赵𡉃氏")] == [
        (serif, "赵"), ("HanaMinB", "𡉃"), (serif, "氏"),
    ]  # fmt: skip
    assert known.by_key("HanaMinB").name == "花园明朝 B"


def test_what_no_face_has_is_named_once_and_drawn_as_a_geta():
    known = faces(system=False)
    assert known.missing("中\U00030000☑中\U00030000\n\t葛\U000e0100\u200b") == ["\U00030000", "☑"]
    ((face, text),) = known.runs("song", "\U00030000")
    assert (text, face.has(text)) == ("\U00030000", False)
    assert face.glyph(text) == face.glyph(GETA) != 0
    assert face.advance(text) == 1.0
    assert known.pick("song", "\U00030000") is None
    assert known.missing("\ud800") == ["\ud800"]


def test_joiners_and_controls_take_no_room():
    face = faces(system=False).by_key("NotoSerifSC-Regular")
    assert {face.advance(ch) for ch in "\n\x07\u200b\ufe00\U000e0100\ufeff"} == {0.0}
    assert face.glyph("\u200b") == face.glyph(" ")
    assert face.advance("\u3000") == face.advance("中") == 1.0


@pytest.mark.parametrize("key", SHIPPED)
def test_the_reader_agrees_with_fonttools(key):
    face = faces(system=False).by_key(key)
    with TTFont(FOLDER / f"{key}.ttf", lazy=True) as font:
        characters, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        numbers = font.getReverseGlyphMap()
        for code, glyph in islice(characters.items(), 0, None, 61):
            assert face.font.glyph_of(code) == numbers[glyph]
            assert face.font.advance(numbers[glyph]) == metrics[glyph][0] / em
        codes = sorted(characters)
        gaps = [a + 1 for a, b in pairwise(codes) if b - a > 1]
        assert not any(map(face.font.glyph_of, [*gaps[::29], 0, 0x10FFFF]))


def test_a_face_is_opened_only_when_it_is_asked():
    serif, hana = (Face(key, FOLDER / f"{key}.ttf") for key in ("NotoSerifSC-Regular", "HanaMinB"))
    known = FaceSet({"song": (serif, hana)})
    known.runs("song", "常用的名字，1980.05")
    assert serif._font is not None
    assert hana._font is None
    known.runs("song", "𡉃")
    assert hana._font is not None


def test_the_machines_official_faces_come_first_and_the_shipped_fill_in(tmp_path):
    save_font(tmp_path, "FZXBSJW.TTF", "方正小标宋简体", "一标题〓 ")
    save_font(tmp_path, "simfang.ttf", "仿宋", "一正文〓 ", side=190)
    known = faces_with([tmp_path])
    assert known.pick("title", "题").name == "方正小标宋简体"
    assert known.pick("fangsong", "文").path == tmp_path / "simfang.ttf"
    assert [(face.name, text) for face, text in known.runs("fangsong", "正文𡉃张")] == [
        ("仿宋", "正文"), ("花园明朝 B", "𡉃"), ("思源宋体", "张"),
    ]  # fmt: skip
    assert known.pick("song", "文").key == "NotoSerifSC-Regular"
    assert known.pick("fangsong", "正").advance("正") == 0.5
    assert known.pick("fangsong", "文").advance("文") == 1.0


def test_a_collections_second_font_and_a_users_own_folder(tmp_path):
    (tmp_path / "Microsoft" / "Windows" / "Fonts").mkdir(parents=True)
    folder = tmp_path / "Microsoft" / "Windows"
    fonts = [small_font("新宋体", "一二 "), small_font("宋体", "一二三 ", side=180)]
    save_collection(folder / "Fonts", "simsun.ttc", fonts)
    face = faces_with([folder]).pick("song", "三")
    assert (face.name, face.index) == ("宋体", 1)


@pytest.mark.parametrize("fs_type", [0x0002, 0x0100, 0x0200, 0x0102])
def test_a_face_that_may_not_be_embedded_is_not_used(tmp_path, fs_type):
    save_font(tmp_path, "simfang.ttf", "仿宋", "一 ", fs_type=fs_type)
    assert faces_with([tmp_path]).pick("fangsong", "一").key == "NotoSerifSC-Regular"


@pytest.mark.parametrize("fs_type", [0, 0x0004, 0x0008])
def test_a_face_for_print_and_preview_is_used(tmp_path, fs_type):
    save_font(tmp_path, "simfang.ttf", "仿宋", "一 ", fs_type=fs_type)
    assert faces_with([tmp_path]).pick("fangsong", "一").name == "仿宋"


def test_files_that_are_no_fonts_are_passed_over(tmp_path):
    save_font(tmp_path, "simhei.ttf", "黑体", "一 ", cff=True)
    (tmp_path / "simkai.ttf").write_bytes(b"")
    (tmp_path / "simsun.ttf").write_bytes(b"\0\1\0\0" + b"\xff" * 40)
    whole = save_font(tmp_path, "simfang.ttf", "仿宋", "一二三 ")
    whole.write_bytes(whole.read_bytes()[:-200])
    save_font(tmp_path, "other.ttf", "仿宋", "一 ")
    known = faces_with([tmp_path, tmp_path / "nowhere"])
    assert {known.pick(style, "一").path.parent for style in STYLES} == {FOLDER}


def test_a_shipped_face_that_is_gone_or_damaged_is_a_fault_of_the_surroundings(tmp_path):
    shutil.copy(Path(__file__), tmp_path / "damaged.ttf")
    for name in ("gone.ttf", "damaged.ttf"):
        with pytest.raises(Surroundings) as caught:
            Face("x", tmp_path / name).has("中")
        assert caught.value.problem.code == "SYS-020"


def test_a_cmap_of_the_first_plane_alone(tmp_path):
    path = save_font(tmp_path, "a.ttf", "甲", "abc中文字。 ")
    font = open_truetype(path)
    with TTFont(path) as other:
        assert {table.format for table in other["cmap"].tables} == {4}
        numbers = other.getReverseGlyphMap()
        wanted = {code: numbers[glyph] for code, glyph in other.getBestCmap().items()}
    assert {code: font.glyph_of(code) for code in wanted} == wanted
    assert not any(map(font.glyph_of, (0, ord("d"), 0xFFFF, 0x1F600)))
    assert font.names(1)[0] == "甲"
