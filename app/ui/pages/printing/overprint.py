"""套打: a certificate's values alone onto a bought blank, with an offset for each printer, and the page to read it off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDoubleSpinBox, QWidget

from app.ui.desk import Desk
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST, STEP = 30.0, 0.5
"""mm: the largest offset, and by how much a click changes it."""
ON, PRINTER = "overprint/on", "overprint/printer"
SAID = (
    "证书印在买来的空白证书上时，只印姓名、日期这些内容。每台打印机进纸有一点偏，先印一张校准页量一量，"
    "把偏移填在这里；每台打印机分别记住。"
)


def offset_kept(desk: Desk, printer: str) -> tuple[float, float]:
    """mm to the right and down that were kept for a printer."""
    told = desk.settings.text(f"overprint/offset/{printer}", "").split(";")
    try:
        right, down = map(float, told)
    except ValueError:
        return 0.0, 0.0
    return right, down


class OverprintBar(QWidget):
    """The choice beside the print buttons; ``changed`` follows when the pages look otherwise."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = QCheckBox("套打（只印内容）")
        self.on.setToolTip("印在买来的空白证书上：不印边框、标题和固定的字")
        self.settings = button("偏移…", self.ask_offset, role="link", tip="按打印机调整位置，印校准页")
        self.setLayout(row(self.on, self.settings, gap=2))
        self.on.clicked.connect(self._clicked)
        self.hide()

    def offer(self, able: bool) -> None:
        """Show it where a certificate is to be printed, as it was chosen the last time."""
        self.setVisible(able)
        self.on.setChecked(able and self.desk.settings.text(ON, "") == "on")
        self.settings.setVisible(self.on.isChecked())

    def _clicked(self, on: bool) -> None:
        self.desk.settings.put(ON, "on" if on else "")
        self.settings.setVisible(on)
        self.changed.emit()

    @property
    def printer(self) -> str:
        """The printer that was chosen for it."""
        return self.desk.settings.text(PRINTER, "")

    @property
    def offset(self) -> tuple[float, float] | None:
        """What the pages are laid out with; None for whole certificates."""
        return offset_kept(self.desk, self.printer) if self.on.isChecked() else None

    def offset_of(self, printer: str) -> tuple[float, float] | None:
        """The same for the printer that was taken in the end."""
        return offset_kept(self.desk, printer or self.printer) if self.on.isChecked() else None

    def prefer(self, printer: QPrinter) -> None:
        """Set the system's dialog to the printer that the offset is for."""
        from PySide6.QtPrintSupport import QPrinterInfo

        if self.on.isChecked() and self.printer in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(self.printer)

    def ask_offset(self) -> OverprintDialog:
        """Ask for printer and offset."""
        dialog = OverprintDialog(self.window(), self.desk)
        dialog.accepted.connect(self.changed)
        dialog.open()
        return dialog


class OverprintDialog(QDialog):
    """Offsets are kept when the dialog is accepted."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        from PySide6.QtPrintSupport import QPrinterInfo

        self.desk = desk
        self.setWindowTitle("套打的位置")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self.printers = Combo()
        self.printers.setAccessibleName("打印机")
        names = QPrinterInfo.availablePrinterNames()
        kept = desk.settings.text(PRINTER, "") or QPrinterInfo.defaultPrinterName()
        if kept and kept not in names:
            names = [*names, kept]
        for name in names:
            self.printers.addItem(name, name)
        if not names:
            self.printers.addItem("（这台电脑没有装打印机：存成 PDF 用）", "")
        self.printers.setCurrentIndex(max(0, self.printers.findData(kept)))
        self.right, self.down = _spin("往右"), _spin("往下")
        self.printers.currentIndexChanged.connect(lambda _: self._show())
        self.print_button = button("印校准页…", self.print_calibration, symbol="printer")
        self.print_button.setEnabled(bool(names))
        self.pdf_button = button("校准页存为 PDF…", self.ask_pdf, symbol="file-down")
        keep = button("确定", self.accept, role="primary")
        keep.setDefault(True)
        cancel = button("取消", self.reject)
        for one in (self.print_button, self.pdf_button, cancel):
            one.setAutoDefault(False)
        self.setLayout(
            column(
                label("套打的位置", "title"),
                label(SAID, "soft", wrap=True),
                column(label("打印机", "label"), self.printers, gap=4),
                row(
                    column(label("往右（负数往左）", "label"), self.right, gap=4),
                    column(label("往下（负数往上）", "label"), self.down, gap=4),
                    1,
                    gap=16,
                ),
                row(self.print_button, self.pdf_button, 1, cancel, keep, gap=10),
                margins=(24, 20, 24, 18),
                gap=14,
            )
        )
        self._show()

    @property
    def printer(self) -> str:
        """The chosen printer's name; '' where there is none."""
        return str(self.printers.currentData() or "")

    @property
    def offset(self) -> tuple[float, float]:
        """What is typed now."""
        return self.right.value(), self.down.value()

    def _show(self) -> None:
        right, down = offset_kept(self.desk, self.printer)
        self.right.setValue(right)
        self.down.setValue(down)

    def accept(self) -> None:
        """Keep the offset with its printer."""
        right, down = self.offset
        self.desk.settings.put(PRINTER, self.printer)
        self.desk.settings.put(f"overprint/offset/{self.printer}", f"{right:g};{down:g}")
        super().accept()

    def ask_pdf(self) -> None:
        """Ask where to write the calibration page."""
        from app.ui.widgets.choosing import choose_target

        choose_target(
            self, self.desk.settings, "校准页存为", "套打校准页.pdf", "PDF 文件 (*.pdf)", self.write_pdf
        )

    def write_pdf(self, target: Path) -> None:
        """Write the calibration page with what is typed now."""
        offset, printer = self.offset, self.printer

        def work(store: Any, progress: Any) -> Any:
            from app.operations.printing import write_calibration

            return write_calibration(target, offset, printer)

        self.desk.ask(
            "写校准页",
            work,
            lambda _: self.desk.noticed.emit(f"校准页已存到 {target}"),
            owner=self,
            lane="keep",
        )

    def print_calibration(self) -> None:
        """Print the calibration page on the chosen printer, with what is typed now."""
        from PySide6.QtPrintSupport import QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(self.printer)
        printer.setFullPage(True)
        printer.setDocName("套打校准页")
        self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print it, off the GUI thread."""
        (right, down), name = self.offset, self.printer

        def work(store: Any, progress: Any) -> int:
            from app.forms.calibration import lay_out_calibration
            from app.forms.fonts import faces
            from app.ui.paper.printing import print_pages

            page = lay_out_calibration(faces(), dx=right, dy=down, printer=name)
            return print_pages(printer, [page], faces(), progress, 1)

        self.desk.ask("打印校准页", work, lambda _: self.desk.noticed.emit("校准页已送去打印"), owner=self)


def _spin(called: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(-MOST, MOST)
    made.setSingleStep(STEP)
    made.setDecimals(1)
    made.setSuffix(" 毫米")
    made.setAccessibleName(called)
    made.setMinimumWidth(140)
    return made
