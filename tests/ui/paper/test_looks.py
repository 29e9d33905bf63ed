"""What is seen of a paper: the same lines and glyphs as in the PDF, and marks that only the screen has."""

from __future__ import annotations

import PIL.Image
import PIL.ImageChops
import pypdfium2
import pytest
from paper_samples import PERSON
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.forms.editions import editions
from app.forms.layout import lay_out
from app.forms.pdf import write_pdf
from app.forms.snapshot import Snapshot
from app.ui import style
from app.ui.paper.editors import typed_at
from app.ui.paper.painter import SCREEN, page_image

Key = Qt.Key


def pixels(image: QImage) -> PIL.Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    return PIL.Image.frombytes(
        "RGB", (plain.width(), plain.height()), bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine()
    )


def seen(paper) -> PIL.Image.Image:
    return pixels(paper.area.viewport().grab().toImage())


def ink(picture, box, scale, edge=0.5) -> int:
    """Dark pixels within a box, without its border."""
    part = picture.convert("L").crop(
        tuple(
            round(scale * mm)
            for mm in (box.x + edge, box.y + edge, box.x + box.w - edge, box.y + box.h - edge)
        )
    )
    return sum(part.histogram()[:128])


@pytest.fixture
def filled(paper, enrolment):
    paper.show_document(enrolment, PERSON)
    paper.set_zoom(1.0)
    return paper


def test_screen_and_pdf_are_the_same_picture(filled, enrolment, tmp_path):
    snapshot = Snapshot(PERSON)
    target = tmp_path / "报名表.pdf"
    write_pdf(enrolment, [snapshot], target, faces=filled.document.faces)
    scale = 2 * SCREEN
    document = pypdfium2.PdfDocument(target)
    printed = document[0].render(scale=2 * 96 / 72).to_pil().convert("RGB")
    document.close()
    painted = pixels(page_image(filled.document.pages[0], filled.document.faces, scale))
    painted = painted.crop((0, 0, *printed.size))
    for box in filled.document.pages[0].boxes:
        if box.kind != "photo" and box.lines:
            here, there = ink(painted, box, scale), ink(printed, box, scale)
            assert here == pytest.approx(there, rel=0.2, abs=60), (box.text, here, there)
        if box.ruled:
            for x, y in ((box.x, box.y + box.h / 3), (box.x + box.w / 3, box.y + box.h)):
                for picture in (painted, printed):
                    around = picture.convert("L").crop(
                        (
                            round(x * scale) - 2,
                            round(y * scale) - 2,
                            round(x * scale) + 3,
                            round(y * scale) + 3,
                        )
                    )
                    assert around.getextrema()[0] < 110, ("a border line is missing", box.path, x, y)


@pytest.mark.parametrize("zoom", [1.0, 4.0])
def test_the_window_shows_the_page_as_it_is_painted(filled, zoom):
    filled.set_zoom(zoom)
    for bar in (filled.area.verticalScrollBar(), filled.area.horizontalScrollBar()):
        bar.setValue(0)
    page = filled.document.pages[0]
    window = seen(filled)
    corner = filled.area.places.pages[0].topLeft().toPoint()
    painted = pixels(page_image(page, filled.document.faces, SCREEN * zoom))
    wide = min(painted.width, window.width - corner.x())
    tall = min(painted.height, window.height - corner.y())
    shown = window.crop((corner.x(), corner.y(), corner.x() + wide, corner.y() + tall)).convert("L")
    difference = PIL.ImageChops.difference(shown, painted.crop((0, 0, wide, tall)).convert("L"))
    assert shown.getextrema()[0] < 60, "there is something to compare"
    assert sum(difference.histogram()[40:]) == 0, "all cells that are seen are filled: no tint, no mark"


@pytest.mark.parametrize("name", ["张䶮", "赵𬭎", "钱㛃", "孙𡉃"])
def test_rare_names_are_drawn_by_a_face_that_has_them(filled, enter, name):
    enter("person.name", name)
    filled.commit()
    box = filled.document.cell("person.name").box
    runs = [run for line in box.lines for run in line.runs]
    assert "".join(run.text for run in runs) == name
    for run in runs:
        face = filled.document.faces.by_key(run.face)
        assert all(face.has(ch) for ch in run.text)
    scale = 3 * SCREEN
    picture = pixels(page_image(filled.document.pages[0], filled.document.faces, scale)).convert("L")
    run = runs[-1]
    right = run.x + run.width
    em = box.size * 25.4 / 72
    glyph = picture.crop(
        tuple(
            round(scale * mm) for mm in (right - em, box.lines[0].baseline - em, right, box.lines[0].baseline)
        )
    )
    dark = sum(glyph.histogram()[:128]) / (glyph.width * glyph.height)
    assert 0.1 < dark < 0.6, f"a glyph with many strokes, neither blank nor a filled box: {dark:.2f}"


def test_empty_cells_are_tinted_on_the_screen_only(paper, enter):
    paper.set_zoom(1.0)
    cell = paper.document.cell("person.ethnicity")
    point = paper.area.rect_of(cell).center()
    assert seen(paper).getpixel((point.x(), point.y())) != (255, 255, 255)
    painted = page_image(paper.document.pages[0], paper.document.faces)
    inside = QPoint(round((cell.x + cell.w / 2) * SCREEN), round((cell.y + cell.h / 2) * SCREEN))
    assert painted.pixelColor(inside) == QColor("white")
    enter("person.ethnicity", "汉族")
    paper.hand.leave()
    corner = paper.area.rect_of(cell).topLeft() + QPoint(3, 3)
    assert seen(paper).getpixel((corner.x(), corner.y())) == (255, 255, 255)


def test_a_doubt_is_marked_at_its_cells_corner_and_the_cell_in_hand_framed(filled, enter):
    enter("person.id_number", "519901198005170019")
    filled.hand.go(1)
    rect = filled.area.rect_of(filled.document.cell("person.id_number"))
    red, green, blue = seen(filled).getpixel((rect.right() - 2, rect.top() + 2))
    assert red > green + 40 > blue + 40, "the corner is amber"
    frame = filled.area.rect_of(filled.hand.cell)
    assert QColor(*seen(filled).getpixel((frame.left() - 1, frame.center().y()))) == QColor(style.ACCENT)


def hover(area, place):
    """The mouse over a place of the paper; told to the paper itself, whatever windows other tests left behind."""
    point = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove, point, area.viewport().mapToGlobal(point), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(area.viewport(), event)


def test_the_cell_under_the_mouse_shows_that_it_can_be_filled(filled):
    rect = filled.area.rect_of(filled.document.cell("person.school"))
    place = rect.topLeft() + QPoint(4, 4)
    hover(filled.area, QPoint(3, 3))
    before = seen(filled).getpixel((place.x(), place.y()))
    hover(filled.area, rect.center())
    assert seen(filled).getpixel((place.x(), place.y())) != before
    assert filled.area.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    hover(filled.area, filled.area.rect_of(filled.document.cell("person.photo")).center())
    assert filled.area.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_ctrl_and_the_wheel_zoom_about_the_mouse(filled):
    place = QPointF(400, 300)
    before = filled.area.places.at(place + QPointF(0, filled.area.verticalScrollBar().value()))
    wheel = QWheelEvent(
        place, filled.area.viewport().mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(filled.area.viewport(), wheel)
    assert filled.zoom == pytest.approx(1.1)
    after = filled.area.places.at(place + QPointF(0, filled.area.verticalScrollBar().value()))
    assert after[2] == pytest.approx(before[2], abs=1.0)


@pytest.mark.parametrize("zoom", [0.5, 3.0, 4.0])
def test_the_cell_in_hand_is_always_within_what_is_seen(filled, qtbot, zoom):
    filled.set_zoom(zoom)
    port = filled.area.viewport().rect()
    for cell in filled.document.cells:
        filled.hand.take(cell)
        rect = filled.area.rect_of(typed_at(filled.document.cell(cell.path)))
        assert port.contains(rect.topLeft()), cell.path
        if filled.hand.editor is not None:
            assert port.contains(filled.hand.editor.geometry().topLeft()), cell.path


LINES = {
    "report.team": "渝北区中医院",
    "report.receiving_unit": "云阳县江口镇中心卫生院",
    "report.month": "2021-05",
    "enrolment.unit_opinion": "同意推荐。",
    "enrolment.unit_opinion_date": "2021-05-01",
    "appraisal.sending_unit": "同意。",
    "appraisal.sending_unit_date": "2021-05-01",
}


@pytest.mark.parametrize("zoom", [0.8, 1.3])
@pytest.mark.parametrize("edition", ["sichuan-2018-enrolment", "yubei-2021-appraisal", "yubei-2021-workload"])
def test_text_within_a_line_is_typed_where_it_is_printed_and_covers_nothing_beside_it(paper, edition, zoom):
    paper.show_document(editions()[edition], LINES)
    paper.set_zoom(zoom)
    met = [cell for cell in paper.document.cells if not cell.box.ruled and LINES.get(cell.path)]
    assert met
    for cell in met:
        paper.hand.take(cell)
        editor, scale = paper.hand.editor, paper.area.places.scale
        page = paper.area.page_rect(cell.page)
        runs = cell.box.lines[0].runs
        start, end = runs[0].x, runs[-1].x + runs[-1].width
        if cell.path != "report.month":  # a title's size is larger than its editor's
            editor.setCursorPosition(0)
            editor.repaint()  # only painting tells a line where its text begins
            begins = (
                editor.geometry().x()
                + editor.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center().x()
            )
            assert begins == pytest.approx(page.x() + start * scale, abs=4), cell.path
        lies = editor.geometry()
        if not cell.box.foot_of:
            assert lies.left() >= page.x() + start * scale - 7, cell.path
            assert lies.right() <= page.x() + end * scale + 8, cell.path
        else:
            assert lies.right() == pytest.approx(page.x() + end * scale, abs=7), cell.path


def test_a_month_of_the_printed_year_is_asked_for_alone(paper):
    edition = editions()["yubei-2021-workload"]
    paper.show_document(edition, {"report.month": "2021-05"})
    assert paper.document.text("report.month") == "5"
    assert paper.document.typed("report.month", "6") == {"report.month": "2021-06"}
    paper.show_document(edition, {"report.month": "2022-05"})
    assert paper.document.text("report.month") == "2022年5月"


def test_typing_and_leaving_cells_never_holds_the_window_up(filled, enter, qtbot, watchdog):
    filled.hand.take(filled.document.cells[0])
    QApplication.processEvents()
    with watchdog(0.1):
        for cell in filled.document.cells:
            if cell.kind not in ("photo", "yesno"):
                enter(cell.path, "渝北区中医院骨科" if cell.kind != "choice" else "其他")
                QApplication.processEvents()
        filled.set_zoom(3.0)
        QApplication.processEvents()
    assert lay_out(filled.document.edition, Snapshot(filled.values()), filled.document.faces)
