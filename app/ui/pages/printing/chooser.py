"""The left side of 打印: which form, filled or blank, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QListView, QRadioButton, QWidget

from app.forms.edition import Edition
from app.operations.selection import Selected, Selection
from app.ui.desk import Desk
from app.ui.pages.printing.records import RecordsModel
from app.ui.widgets.basics import button, column, label, row
from app.ui.widgets.combo import Combo
from app.ui.widgets.suggest import SuggestLine, matching

WAIT_MS = 250
"""After the last keystroke or tick, before records or pages are asked for."""
_MOST_OFFERS = 60


class Chooser(QWidget):
    """``chosen`` follows when another set of papers is to be printed."""

    chosen = Signal()

    def __init__(self, desk: Desk, editions: Sequence[Edition]) -> None:
        super().__init__()
        self.desk = desk
        self.editions = list(editions)
        self.ids: tuple[bytes, ...] = ()
        self._batches: dict[str, bytes] = {}
        self._units: dict[str, bytes] = {}
        self._pairings: dict[str, bytes] = {}
        self._asked = 0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.reload)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self.chosen)
        self._build()
        desk.changed.connect(lambda _: self._wait.start())

    def offer(self, editions: Sequence[Edition]) -> None:
        """Offer these editions; the chosen one stays chosen while it is there."""
        shown = self.edition
        self.editions = list(editions)
        names = [one.id for one in self.editions]
        self.form.blockSignals(True)
        self.form.clear()
        self.form.addItems([one.name for one in self.editions])
        self.form.setCurrentIndex(names.index(shown.id) if shown.id in names else 0)
        self.form.blockSignals(False)
        if self.edition != shown:
            self._formed()

    def _build(self) -> None:
        self.form = Combo()
        self.form.setAccessibleName("表样")
        self.form.addItems([edition.name for edition in self.editions])
        self.about = label("", "soft", wrap=True)
        self.filled, self.blank = QRadioButton("填好的"), QRadioButton("空白表")
        self.filled.setChecked(True)
        self._kinds = QButtonGroup(self)
        for one in (self.filled, self.blank):
            self._kinds.addButton(one)
        self.batch = Combo()
        self.batch.setAccessibleName("批次")
        self.batch.addItem("全部批次")
        self.unit = SuggestLine(lambda text: matching(list(self._units), text), None, _MOST_OFFERS)
        self.unit.setPlaceholderText("单位（支援或受援）")
        self.pairing = SuggestLine(lambda text: matching(list(self._pairings), text), None, _MOST_OFFERS)
        self.pairing.setPlaceholderText("对口关系")
        self.month = QLineEdit()
        self.month.setPlaceholderText("月份，如 2021.5")
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索姓名、拼音、证件号、电话")
        for line in (self.unit, self.pairing, self.month, self.search):
            line.setClearButtonEnabled(True)
            line.setAccessibleName(line.placeholderText())
            line.textChanged.connect(lambda _: self._narrow())
        self.model = RecordsModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName("要打印的记录")
        self.count = label("", "soft")
        self.everyone = button("全选", lambda: self.model.tick_all(True), role="link")
        self.nobody = button("全不选", lambda: self.model.tick_all(False), role="link")
        self.sieve = column(
            row(self.batch, self.month, gap=8), row(self.unit, self.pairing, gap=8), self.search, self.list,
            row(self.count, 1, self.everyone, self.nobody, gap=4), gap=8,
        )  # fmt: skip
        self.sieve.setStretch(3, 1)
        self.below = QWidget()
        self.below.setLayout(self.sieve)
        laid = column(self.form, self.about, row(self.filled, self.blank, 1, gap=18), self.below, 0, gap=10)
        laid.setStretch(3, 1)
        self.setLayout(laid)
        self.form.currentIndexChanged.connect(lambda _: self._formed())
        self._kinds.buttonToggled.connect(lambda _, on: self._formed() if on else None)
        self.batch.currentIndexChanged.connect(lambda _: self._narrow())
        self.model.ticked.connect(self._ticked)

    # what is chosen

    @property
    def edition(self) -> Edition:
        """The chosen form."""
        return self.editions[max(0, self.form.currentIndex())]

    def selection(self) -> Selection | None:
        """The records to print; None for the blank form."""
        return None if self.blank.isChecked() else Selection(ids=self.model.chosen())

    @property
    def empty(self) -> bool:
        """Whether nothing would be printed."""
        return not self.blank.isChecked() and not self.model.chosen()

    def take(self, subject: str, ids: Sequence[bytes]) -> None:
        """Choose these records of a subject, or of the edition of that id, as another page asks."""
        fitting = [n for n, edition in enumerate(self.editions) if subject in (edition.id, edition.subject)]
        named = [n for n in fitting if self.editions[n].id == subject]
        place = next(iter(named or fitting), None)
        if place is None:
            return
        self._clear()
        self.filled.setChecked(True)
        self.form.setCurrentIndex(place)
        self.ids = tuple(ids)  # last: another form lets go of the records of the one before
        self.reload()

    def _clear(self) -> None:
        for line in (self.unit, self.pairing, self.month, self.search):
            line.blockSignals(True)
            line.clear()
            line.blockSignals(False)
        self.batch.blockSignals(True)
        self.batch.setCurrentIndex(0)
        self.batch.blockSignals(False)

    def _narrow(self) -> None:
        self.ids = ()
        self._wait.start()

    def _formed(self) -> None:
        self.ids = ()
        self.reload()

    def _ticked(self) -> None:
        self._count()
        self._later.start()

    def _count(self) -> None:
        whole, taken = len(self.model.records), len(self.model.chosen())
        what = "行" if self.edition.kind == "list" else "份"
        nothing = "没有符合条件的记录" if self._wanted() != Selection() else "还没有记录，可以印空白表"
        self.count.setText(f"已选 {taken:,} / {whole:,} {what}" if whole else nothing)
        for one in (self.everyone, self.nobody):
            one.setVisible(bool(whole))

    # records

    def _wanted(self) -> Selection:
        from app.catalogue.dates import parse_partial

        month = parse_partial(self.month.text()) or ""
        return Selection(
            ids=self.ids,
            batch=self._batches.get(self.batch.currentText()),
            unit=self._units.get(self.unit.text().strip()),
            pairing=self._pairings.get(self.pairing.text().strip()),
            search=self.search.text().strip(),
            month=month[:7] if len(month) >= 7 else "",
        )

    def reload(self) -> None:
        """Ask for the records that fit, off the GUI thread."""
        self._asked += 1
        asked, wanted, edition = self._asked, self._wanted(), self.edition
        sides = "双面打印" if edition.sides == 2 else "单面打印"
        self.about.setText(f"{edition.source}　·　{edition.size}，{sides}，一般 {edition.copies} 份")
        self.below.setVisible(not self.blank.isChecked())
        if self.blank.isChecked():
            self.chosen.emit()
            return

        def work(store: Any, progress: Any) -> tuple[list[Selected], Any]:
            from app.operations.select import names_for_choice, select_for

            return select_for(store, edition, wanted), names_for_choice(store)

        def arrived(found: tuple[list[Selected], Any]) -> None:
            if asked == self._asked:
                self._arrived(*found)

        self.desk.ask("查找要打印的记录", work, arrived, owner=self)

    def _arrived(self, records: list[Selected], names: Any) -> None:
        self._batches, self._units, self._pairings = names
        shown = self.batch.currentText()
        self.batch.blockSignals(True)
        self.batch.clear()
        self.batch.addItems(["全部批次", *self._batches])
        self.batch.setCurrentIndex(max(0, self.batch.findText(shown, Qt.MatchFlag.MatchExactly)))
        self.batch.blockSignals(False)
        self.model.put(records)
        self._count()
        self.chosen.emit()
