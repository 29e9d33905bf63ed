"""套打: values alone onto bought blanks, an offset for each printer, and the page to read it off."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from app.forms.calibration import IN, lay_out_calibration
from app.forms.fonts import faces
from app.operations.mentoring import assess_mentorship, certify, sign_mentorship
from app.ui.pages.printing.overprint import OverprintDialog, offset_kept
from app.ui.paper.printing import printer_for

CERTIFICATE = "yuanbang-mentoring-certificate"


@pytest.fixture
def printing(open_window, ledger_folder, qtbot):
    window = open_window(ledger_folder, "print")
    store = window.desk.store
    ((posting,),) = store.sql("SELECT id FROM posting ORDER BY id LIMIT 1")
    made = sign_mentorship(store, bytes(posting), {"name": "冉小满"}, {"signed_on": "2021-05-10"})
    key = bytes.fromhex(str(made.items[0]["id"]))
    assess_mentorship(store, key, result="合格", assessed_on="2021-10-28", assessment="好", assessor="组")
    certify(store, key, certified_on="2021-10-31")
    page = window.pages["print"]
    page.take(CERTIFICATE, [key])
    qtbot.waitUntil(
        lambda: len(page.chooser.model.chosen()) == 1 and bool(page.preview.pages), timeout=10_000
    )
    qtbot.waitUntil(lambda: not window.desk.runner.jobs, timeout=10_000)
    return window, page


def boxes(page):
    return page.preview.pages[0].boxes


def looked(window, page, qtbot):
    qtbot.waitUntil(lambda: not window.desk.runner.jobs and bool(page.preview.pages), timeout=10_000)


def test_values_alone_are_previewed_and_written_with_the_printers_offset(printing, qtbot, tmp_path):
    window, page = printing
    assert page.overprint.isVisible() and page.overprint.settings.isHidden() and page.coded.isHidden()
    assert any("合格证书" in box.text for box in boxes(page))
    qtbot.mouseClick(page.overprint.on, Qt.MouseButton.LeftButton)
    looked(window, page, qtbot)
    bare = {box.text: box.x for box in boxes(page)}
    assert "冉小满" in bare and not any("证书" in text for text in bare)
    dialog = page.overprint.ask_offset()
    dialog.right.setValue(3.0)
    dialog.down.setValue(-1.5)
    with qtbot.waitSignal(page.overprint.changed):
        dialog.accept()
    looked(window, page, qtbot)
    moved = {box.text: box.x for box in boxes(page)}
    assert moved["冉小满"] - bare["冉小满"] == pytest.approx(3.0)
    page.save(tmp_path / "证书.pdf")
    looked(window, page, qtbot)
    with pypdfium2.PdfDocument(tmp_path / "证书.pdf") as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "冉小满" in text and "证书" not in text
    assert page.overprint.offset_of(dialog_printer(window)) == (3.0, -1.5)


def dialog_printer(window):
    return window.desk.settings.text("overprint/printer", "")


def test_each_printer_has_an_offset_of_its_own(printing):
    window, _ = printing
    desk = window.desk
    for name, kept in (("窗口的HP", "2;-1"), ("里屋的惠普", "-4.5;0"), ("坏了的", "x")):
        desk.settings.put(f"overprint/offset/{name}", kept)
    assert offset_kept(desk, "窗口的HP") == (2.0, -1.0)
    assert offset_kept(desk, "里屋的惠普") == (-4.5, 0.0)
    assert offset_kept(desk, "坏了的") == offset_kept(desk, "没用过的") == (0.0, 0.0)
    desk.settings.put("overprint/printer", "窗口的HP")
    dialog = OverprintDialog(window, desk)
    assert (dialog.printer, dialog.offset) == ("窗口的HP", (2.0, -1.0))
    dialog.reject()


def test_the_choice_is_only_there_for_certificates_and_remembered(printing, qtbot):
    window, page = printing
    qtbot.mouseClick(page.overprint.on, Qt.MouseButton.LeftButton)
    looked(window, page, qtbot)
    page.take("enrolment", [])
    qtbot.waitUntil(
        lambda: page.chooser.edition.subject == "enrolment" and page.overprint.isHidden(), timeout=10_000
    )
    assert page.overprint.offset is None
    page.take(CERTIFICATE, [])
    qtbot.waitUntil(lambda: page.overprint.isVisible(), timeout=10_000)
    assert page.overprint.on.isChecked()


def test_the_calibration_page_is_written_and_printed(printing, qtbot, tmp_path):
    window, page = printing
    dialog = page.overprint.ask_offset()
    dialog.right.setValue(1.5)
    dialog.write_pdf(tmp_path / "校准.pdf")
    looked(window, page, qtbot)
    with pypdfium2.PdfDocument(tmp_path / "校准.pdf") as document:
        text = document[0].get_textpage().get_text_bounded()
        wide, tall = document[0].get_size()
    assert "往右 1.5 毫米" in text and wide > tall
    printer = printer_for(page.chooser.edition)
    printer.setOutputFileName(str(tmp_path / "印出.pdf"))
    dialog.print_on(printer)
    looked(window, page, qtbot)
    assert (tmp_path / "印出.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_crosses_and_rulers_stand_where_they_say():
    page = lay_out_calibration(faces(), dx=2.0, dy=-1.0)
    (marks,) = [box.marks for box in page.boxes if box.marks]
    across = [m for m in marks if m[2] == 12.0]
    assert sorted({round(x + w / 2, 2) for x, _, w, _ in across}) == [IN + 2, page.width - IN + 2]
    assert sorted({round(y + h / 2, 2) for _, y, _, h in across}) == [IN - 1, page.height - IN - 1]
    texts = [box for box in page.boxes if box.lines]
    for box in texts:
        for line in box.lines:
            for run in line.runs:
                assert run.x >= 0 and run.x + run.width <= page.width, box.text
