"""打印: choosing forms and records, the preview of all pages, files, the system's printer, copying as a file."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from ledger_maker import make_ledger
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from app.catalogue.problems import Surroundings
from app.operations.printing import print_forms
from app.operations.selection import Selection
from app.store.opening import open_store
from app.ui.desk import Target
from app.ui.paper import printing
from app.ui.paper.printing import printer_for

FORMS = (
    "对口支援人员报名表",
    "医疗队员考核鉴定表",
    "工作量月统计报告表",
    "医疗队员情况汇总表",
    "对口支援工作任务分配表",
    "对口帮扶工作计划清单",
)


@pytest.fixture
def at_print(open_window, qtbot):
    """``at_print(folder)`` gives the print page with its first preview there."""

    def opening(folder: Path):
        window = open_window(folder, "print")
        page = window.pages["print"]
        qtbot.waitUntil(
            lambda: not window.desk.runner.jobs and bool(page.chooser.count.text()), timeout=10_000
        )
        return window, page

    return opening


@pytest.fixture
def ready(qtbot):
    """Wait until the page has found its records and laid them out."""

    def waiting(window, page):
        def settled() -> bool:
            timers = (page.chooser._wait, page.chooser._later)
            return not window.desk.runner.jobs and not any(timer.isActive() for timer in timers)

        qtbot.waitUntil(settled, timeout=20_000)

    return waiting


def text_of(path: Path, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return document[page].get_textpage().get_text_range()
    finally:
        document.close()


def pages_of(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def test_the_forms_and_all_their_records_are_there(ledger_folder, at_print):
    _window, page = at_print(ledger_folder)
    there = [page.chooser.form.itemText(n) for n in range(page.chooser.form.count())]
    assert tuple(name for name in there if name in FORMS) == FORMS
    assert page.chooser.count.text() == "已选 12 / 12 份"
    assert len(page.preview.pages) == 12 and page.preview.said.text() == "第 1 页 / 共 12 页"


def test_every_form_is_shown_filled_and_blank(ledger_folder, at_print, ready):
    window, page = at_print(ledger_folder)
    for number in range(page.chooser.form.count()):
        page.chooser.form.setCurrentIndex(number)
        page.chooser.blank.setChecked(True)
        ready(window, page)
        assert page.preview.pages and page.print.isEnabled() and not page.chooser.below.isVisible()
        page.chooser.filled.setChecked(True)
        ready(window, page)
        assert bool(page.preview.pages) == bool(page.chooser.model.chosen())
        assert page.print.isEnabled() == bool(page.chooser.model.chosen())


def test_records_are_narrowed_and_left_out(ledger_folder, at_print, ready, qtbot):
    window, page = at_print(ledger_folder)
    name = page.chooser.model.records[2].name
    qtbot.keyClicks(page.chooser.search, "")
    page.chooser.search.setText(name)
    ready(window, page)
    assert {record.name for record in page.chooser.model.records} == {name}
    page.chooser.search.clear()
    ready(window, page)
    index = page.chooser.model.index(0)
    page.chooser.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    ready(window, page)
    assert page.chooser.count.text() == "已选 11 / 12 份" and len(page.preview.pages) == 11
    page.chooser.nobody.click()
    ready(window, page)
    assert page.preview.pages == [] and not page.print.isEnabled()
    page.chooser.everyone.click()
    ready(window, page)
    assert len(page.preview.pages) == 12


def test_a_unit_and_a_batch_narrow_too(ledger_folder, at_print, ready):
    window, page = at_print(ledger_folder)
    unit = next(iter(page.chooser._units))
    page.chooser.unit.setText(unit)
    ready(window, page)
    told = {record.detail for record in page.chooser.model.records}
    assert told and all(unit in detail for detail in told)


def test_files_are_written_and_named(ledger_folder, at_print, ready, tmp_path):
    window, page = at_print(ledger_folder)
    page.save(tmp_path / "全部.pdf")
    ready(window, page)
    assert pages_of(tmp_path / "全部.pdf") == 12
    assert "12 份" in page.made.said.text() and "字体" in page.made.said.text()
    page.each.setChecked(True)
    page.save(tmp_path / "每人" / "表.docx")
    ready(window, page)
    assert len(list((tmp_path / "每人").glob("*.docx"))) == 12
    page.each.setChecked(False)
    page.save(tmp_path / "填报.xlsx")
    ready(window, page)
    assert (tmp_path / "填报.xlsx").stat().st_size > 5_000


def test_the_page_prints_what_the_command_prints(ledger_folder, at_print, ready, tmp_path):
    with open_store(ledger_folder) as store:
        print_forms(store, "sichuan-2018-enrolment", Selection(), tmp_path / "a.pdf")
    window, page = at_print(ledger_folder)
    page.save(tmp_path / "b.pdf")
    ready(window, page)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_systems_printer_gets_the_same_pages_as_vectors(ledger_folder, at_print, ready, tmp_path):
    window, page = at_print(ledger_folder)
    page.save(tmp_path / "ours.pdf")
    printer = printer_for(page.chooser.edition)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "qt.pdf"))
    page.print_on(printer)
    ready(window, page)
    assert "12 页" in page.made.said.text()
    theirs, ours = pypdfium2.PdfDocument(tmp_path / "qt.pdf"), pypdfium2.PdfDocument(tmp_path / "ours.pdf")
    try:
        assert len(theirs) == len(ours) == 12
        kinds = {thing.type for thing in theirs[0].get_objects()}
        assert pypdfium2.raw.FPDF_PAGEOBJ_PATH in kinds or pypdfium2.raw.FPDF_PAGEOBJ_TEXT in kinds
        big = [t for t in theirs[0].get_objects() if t.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        assert all(thing.get_bounds()[2] - thing.get_bounds()[0] < 200 for thing in big), (
            "no page is a picture"
        )
        pictures = [one[0].render(scale=1).to_pil().convert("L") for one in (theirs, ours)]
    finally:
        theirs.close()
        ours.close()
    darkness = [sum(255 - value for value in picture.tobytes()) for picture in pictures]
    assert abs(darkness[0] - darkness[1]) < 0.08 * darkness[1]


def test_a_copied_file_can_be_pasted(ledger_folder, at_print, ready):
    window, page = at_print(ledger_folder)
    page.copy_as_file()
    ready(window, page)
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    assert pages_of(Path(url.toLocalFile())) == 12 and url.toLocalFile().endswith("对口支援人员报名表.pdf")


def test_another_page_sends_its_record_here(ledger_folder, at_print, ready):
    window, page = at_print(ledger_folder)
    record = page.chooser.model.records[4]
    window.desk.printing.emit("enrolment", [record.id])
    ready(window, page)
    assert window.current == "print" and [one.id for one in page.chooser.model.records] == [record.id]
    assert len(page.preview.pages) == 1 and page.original.isEnabled()
    window.go_to(Target("print"))
    assert [one.id for one in page.chooser.model.records] == [record.id]


def test_the_bureaus_own_file_is_filled_for_one(ledger_folder, at_print, ready, tmp_path):
    with open_store(ledger_folder) as store:
        print_forms(store, "sichuan-2018-enrolment", None, tmp_path / "原件.docx")
    window, page = at_print(ledger_folder)
    page.fill_original(tmp_path / "原件.docx", tmp_path / "没有.docx")
    assert window.problems.isVisible() and not (tmp_path / "没有.docx").exists()
    record = page.chooser.model.records[0]
    page.take("enrolment", [record.id])
    ready(window, page)
    page.fill_original(tmp_path / "原件.docx", tmp_path / "填好.docx")
    ready(window, page)
    assert (tmp_path / "填好.docx").exists() and "已填" in page.made.said.text()


def test_what_no_face_can_print_is_named_before(ledger_folder, at_print, ready):
    with open_store(ledger_folder) as store:
        from app.operations.saving import save_form

        save_form(store, "enrolment", None, {"person.name": "张\U0010f123"})
    _window, page = at_print(ledger_folder)
    assert page.note.isVisible() and "\U0010f123" in page.note.text()


def test_many_records_do_not_hold_the_window_up(tmp_path, at_print, ready, watchdog, qtbot):
    make_ledger(tmp_path / "many", 600)
    window, page = at_print(tmp_path / "many")
    with watchdog():
        page.chooser.nobody.click()
        page.chooser.everyone.click()
        ready(window, page)
        for number in (300, 599, 0):
            page.preview.area.show_page(number)
            qtbot.waitUntil(lambda number=number: abs(page.preview.area.uppermost() - number) <= 1)
    assert len(page.preview.pages) == 600


def test_an_empty_ledger_says_so(tmp_path, at_print):
    _window, page = at_print(tmp_path / "empty")
    assert page.chooser.count.text() == "还没有记录，可以印空白表" and not page.print.isEnabled()
    page.chooser.blank.setChecked(True)
    assert page.print.isEnabled()


def test_a_windows_without_a_printer_is_told_and_the_dialog_knows_the_pages(qapp, monkeypatch):
    made = []

    class Dialog:
        def __init__(self, *_):
            made.append(self)

        def __getattr__(self, name):
            return lambda *given: setattr(self, f"got_{name}", given)

        def exec(self):
            return 1

    monkeypatch.setattr(printing, "QPrintDialog", Dialog)
    monkeypatch.setattr(printing.QPrinterInfo, "availablePrinterNames", list)
    printer = QPrinter()
    assert printing.ask_printer(printer, None, 12) is True
    assert made[0].got_setMinMax == (1, 12)
    monkeypatch.setattr(printing.sys, "platform", "win32")
    with pytest.raises(Surroundings) as fault:
        printing.ask_printer(printer, None, 12)
    assert fault.value.problem.code == "SYS-030" and len(made) == 1
