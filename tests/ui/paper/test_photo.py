"""The photo of a paper: by file, paste and drop, cut to its cell, upright, small; what is none is refused in words."""

from __future__ import annotations

from io import BytesIO

import PIL.Image
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from app.catalogue.problems import Refusal
from app.ui.paper.cropping import CropDialog
from app.ui.paper.photo import SEEN, WIDE, read_photo

Key = Qt.Key
PATH = "person.photo"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(wide, tall, kind="JPEG", **more) -> bytes:
    """A picture red above and blue below."""
    picture = PIL.Image.new("RGB", (wide, tall), RED)
    picture.paste(BLUE, (0, tall // 2, wide, tall))
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def exif_turned(data: bytes, orientation: int) -> bytes:
    with PIL.Image.open(BytesIO(data)) as picture:
        exif = picture.getexif()
        exif[0x0112] = orientation
        out = BytesIO()
        picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def colour(data: bytes, x: float, y: float) -> str:
    with PIL.Image.open(BytesIO(data)) as picture:
        found = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    red, _, blue = found
    return "red" if red > blue else "blue"


def size(data: bytes) -> tuple[int, int]:
    with PIL.Image.open(BytesIO(data)) as picture:
        return picture.size


@pytest.fixture
def file(tmp_path):
    def made(data: bytes, name: str = "证件照.jpg"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return made


@pytest.fixture
def cell(paper):
    found = paper.document.cell(PATH)
    paper.hand.take(found)
    return found


def ratio(cell) -> float:
    return cell.w / cell.h


def photo(paper):
    return paper.values().get(PATH)


def test_a_photo_of_another_shape_is_cut_in_a_dialog_with_the_cells_shape(paper, cell, file, qtbot):
    paper.take_photo(cell, file(halves(3000, 2000)))
    qtbot.waitUntil(lambda: paper.cropping is not None)
    dialog = paper.cropping
    assert isinstance(dialog, CropDialog) and dialog.isVisible()
    assert dialog.view.part().width() / dialog.view.part().height() == pytest.approx(ratio(cell), abs=0.01)
    qtbot.mouseClick(
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok),
        Qt.MouseButton.LeftButton,
    )
    qtbot.waitUntil(lambda: photo(paper) is not None)
    kept = photo(paper)
    assert kept.startswith(b"\xff\xd8\xff") and len(kept) < 200_000
    assert size(kept)[0] <= WIDE and size(kept)[0] / size(kept)[1] == pytest.approx(ratio(cell), abs=0.01)
    assert colour(kept, 0.5, 0.1) == "red" and colour(kept, 0.5, 0.9) == "blue"
    assert paper.document.pages[0].boxes and any(box.image == kept for box in paper.document.pages[0].boxes)
    assert paper.cropping is None


def test_a_small_photo_of_the_right_shape_is_kept_as_it_is(paper, cell, file, qtbot):
    data = halves(round(400 * ratio(cell)), 400, "PNG")
    paper.take_photo(cell, file(data, "证件照.png"))
    qtbot.waitUntil(lambda: photo(paper) is not None)
    assert photo(paper) == data and paper.cropping is None


def test_a_photo_is_upright_as_its_camera_says(paper, cell, file, qtbot):
    lying = halves(600, round(600 * ratio(cell)))
    paper.take_photo(cell, file(exif_turned(lying, 6)))
    qtbot.waitUntil(lambda: photo(paper) is not None)
    wide, tall = size(photo(paper))
    assert tall > wide
    assert colour(photo(paper), 0.9, 0.5) == "red" and colour(photo(paper), 0.1, 0.5) == "blue"


def test_part_of_a_photo_is_chosen_by_mouse_wheel_and_keys(qtbot, paper):
    image = QImage(1000, 1000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    dialog = CropDialog(image, 0.75, paper)
    dialog.open()
    view = dialog.view
    first = view.part()
    assert (first.width(), first.height()) == (750, 1000)
    for _ in range(5):
        qtbot.keyClick(view, Key.Key_Plus)
    near = view.part()
    assert near.width() < first.width() and near.width() / near.height() == pytest.approx(0.75, abs=0.01)
    qtbot.keyClick(view, Key.Key_Left)
    assert view.part().x() > near.x(), "the picture goes left, so its part lies further right"
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(100, 130))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 130))
    assert view.part().y() < near.y()
    wheel = QWheelEvent(
        QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = view.part().width()
    QApplication.sendEvent(view, wheel)
    assert view.part().width() < before
    for _ in range(200):
        qtbot.keyClick(view, Key.Key_Right)
    assert view.part().left() == 0, "the frame is always full"
    dialog.reject()
    dialog.deleteLater()


def test_an_image_and_a_file_are_pasted(paper, cell, file, qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    image = QImage(round(500 * ratio(cell)), 500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(paper.area, Key.Key_V, control)
    qtbot.waitUntil(lambda: photo(paper) is not None)
    first = photo(paper)
    assert size(first)[1] == 500
    named = QMimeData()
    named.setUrls([QUrl.fromLocalFile(str(file(halves(round(300 * ratio(cell)), 300))))])
    QGuiApplication.clipboard().setMimeData(named)
    qtbot.keyClick(paper.area, Key.Key_V, control)
    qtbot.waitUntil(lambda: photo(paper) != first)
    assert colour(photo(paper), 0.5, 0.9) == "blue"
    qtbot.keyClick(paper.area, Key.Key_Z, control)
    assert photo(paper) == first
    qtbot.keyClick(paper.area, Key.Key_Delete)
    assert photo(paper) is None
    QGuiApplication.clipboard().setText("没有照片")
    qtbot.keyClick(paper.area, Key.Key_V, control)
    assert "没有照片" in paper.strip.said.text()


def test_a_picture_dropped_on_the_paper_is_the_photo_anything_else_is_left_to_the_window(
    paper, cell, file, qtbot
):
    def drop(path) -> bool:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        port, place = paper.area.viewport(), QPoint(50, 50)
        buttons = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, *buttons)
        QApplication.sendEvent(port, enter)
        if not enter.isAccepted():
            return False
        QApplication.sendEvent(port, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, *buttons))
        return True

    assert not drop(file(b"PK", "名册.xlsx"))
    assert drop(file(halves(round(300 * ratio(cell)), 300)))
    qtbot.waitUntil(lambda: photo(paper) is not None)


def test_a_photo_is_chosen_from_a_dialog_of_files(paper, cell, file, qtbot, click):
    path = file(halves(round(300 * ratio(cell)), 300))
    click(PATH)
    assert paper.asking is not None
    paper.asking.reject()
    qtbot.keyClick(paper.area, Key.Key_Return)
    paper.asking.fileSelected.emit(str(path))
    paper.asking.reject()
    qtbot.waitUntil(lambda: photo(paper) is not None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture at all" * 100, "PHO-001"),
        (halves(1200, 1600)[:9000], "PHO-001"),
        (halves(900, 1200, "PNG")[:2000], "PHO-001"),
        (halves(300, 400) + b"\0" * 40_000_000, "PHO-002"),
        (halves(7000, 7000, "PNG"), "PHO-002"),
    ],
    ids=["no picture", "cut JPEG", "cut PNG", "40 MB", "49 megapixels"],
)
def test_what_cannot_be_a_photo_is_refused_with_what_to_do(paper, cell, file, qtbot, watchdog, data, code):
    path = file(data)
    with pytest.raises(Refusal) as refused:
        read_photo(path)
    assert refused.value.problem.code == code and refused.value.problem.remedy
    with watchdog(0.1):
        paper.take_photo(cell, path)
        qtbot.waitUntil(lambda: code in paper.strip.said.text())
    assert photo(paper) is None and refused.value.problem.remedy in paper.strip.said.text()


def test_a_photo_that_is_gone_is_refused(paper, cell, tmp_path, qtbot):
    paper.take_photo(cell, tmp_path / "没有.jpg")
    qtbot.waitUntil(lambda: "PHO-003" in paper.strip.said.text())


def test_a_large_photo_is_decoded_small_and_does_not_hold_the_window_up(paper, cell, file, qtbot, watchdog):
    path = file(halves(6000, 8000, quality=60))
    assert max(read_photo(path).image.width(), read_photo(path).image.height()) <= SEEN
    with watchdog(0.1):
        paper.take_photo(cell, path)
        qtbot.waitUntil(lambda: paper.cropping is not None, timeout=10_000)
        qtbot.waitUntil(lambda: paper.cropping.isVisible())


def test_a_photo_read_for_one_paper_does_not_go_onto_the_next(paper, cell, file, qtbot, enrolment):
    paper.take_photo(cell, file(halves(round(300 * ratio(cell)), 300)))
    paper.show_document(enrolment, {"person.name": "李四"})
    paper.take_photo(paper.document.cell(PATH), file(b"none"))
    qtbot.waitUntil(lambda: "PHO-001" in paper.strip.said.text())
    assert photo(paper) is None


def test_what_is_transparent_becomes_white(paper, cell, file, qtbot):
    clear = PIL.Image.new("RGBA", (round(400 * ratio(cell)), 400), (0, 0, 0, 0))
    out = BytesIO()
    clear.save(out, "PNG")
    paper.take_photo(cell, file(out.getvalue(), "透明.png"))
    qtbot.waitUntil(lambda: photo(paper) is not None)
    with PIL.Image.open(BytesIO(photo(paper))) as kept:
        assert min(kept.convert("RGB").getpixel((20, 20))) > 250
    assert read_photo(file(out.getvalue())).image.size() == QSize(*clear.size)
