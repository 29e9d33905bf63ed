"""One row in full: what is asked, what is wrong, what would change, and every value as it was read."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QImageReader, QTextDocument
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser, QWidget

from app.catalogue.problems import Problem
from app.operations.preview import Preview, PreviewRow
from app.ui import style
from app.ui.importing.answers import Answers
from app.ui.importing.looks import all_values, look_of, status_text, title_of
from app.ui.widgets.basics import column, label, row

NOTHING = "在左边选一行，这里显示它的全部内容"
PHOTO_HEIGHT = 120
PHOTO_MOST = 4_000_000
"""Larger pictures are named, not drawn: decoding them would keep the window waiting."""
_PHOTO = "photo:row"


class RowDetail(QFrame):
    """Shows one row. ``answered`` passes an answer on."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.row: PreviewRow | None = None
        self.heading = label("", "title", wrap=True)
        self.place = label("", "soft")
        self.status = label("")
        self.answers = Answers()
        self.answers.answered.connect(self.answered)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setStyleSheet("QTextBrowser { border: 0; padding: 0; }")
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("这一行的内容")
        top = row(self.place, 1, self.status, gap=8)
        full = QWidget()
        laid = column(self.heading, top, self.answers, self.text, gap=10, margins=(18, 14, 12, 10))
        laid.setStretch(3, 1)
        full.setLayout(laid)
        empty = label(NOTHING, "soft", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = QStackedWidget()
        self.pages.addWidget(empty)
        self.pages.addWidget(full)
        self.setLayout(column(self.pages))

    def show_row(self, found: PreviewRow | None, preview: Preview | None) -> None:
        """Show a row of this preview, or nothing."""
        self.row = found
        if found is None or preview is None:
            self.pages.setCurrentIndex(0)
            return
        look = look_of(found)
        self.heading.setText(title_of(found))
        self.place.setText(found.place)
        self.status.setText(status_text(found))
        self.status.setStyleSheet(
            f"background: {look.ground}; color: {look.ink}; border-radius: 5px; padding: 2px 10px;"
        )
        if found.doubt and (found.status == "doubtful" or found.decision is not None):
            same = found.doubt.startswith("unit:")
            serves = sum(one.doubt == found.doubt for one in preview.rows) if same else 1
            self.answers.show_row(found, serves)
        else:
            self.answers.hide()
        document = self.text.document()
        photo = _photo(found)
        if photo is not None:
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(_PHOTO), photo)
        self.text.setHtml(html_of(found, photo is not None))
        self.pages.setCurrentIndex(1)


def _photo(found: PreviewRow) -> QImage | None:
    data = next((value for value in found.values.values() if isinstance(value, bytes)), None)
    if data is None or len(data) > PHOTO_MOST:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and size.height() > 0:
        reader.setScaledSize(QSize(max(1, size.width() * PHOTO_HEIGHT // size.height()), PHOTO_HEIGHT))
    image = reader.read()
    return None if image.isNull() else image


def html_of(found: PreviewRow, photo: bool = False) -> str:
    """The row as rich text: problems, changes, remarks, values."""
    parts = []
    if found.status == "refused":
        parts.append(_section("为什么退回", "".join(map(problem_html, found.problems))))
    elif found.problems:
        parts.append(_section("需要留意", "".join(map(problem_html, found.problems))))
    if found.changes:
        parts.append(_section("会改变的内容", _changes(found)))
    if found.remarks:
        parts.append(_section("说明", "".join(f"<p>{_text(remark)}</p>" for remark in found.remarks)))
    picture = f'<p><img src="{_PHOTO}"></p>' if photo else ""
    parts.append(_section("读到的全部内容", picture + _values(found)))
    return "".join(parts)


def problem_html(problem: Problem) -> str:
    """A problem with what to do, its place and its code."""
    soft = f"color: {style.SOFT}"
    place = " · ".join(
        escape(part)
        for part in (
            problem.sheet,
            f"第 {problem.row} 行" if problem.row else "",
            f"“{problem.column}”列" if problem.column else "",
            f"内容：{problem.value}" if problem.value else "",
        )
        if part
    )
    remedy = f"<br>怎么办：{_text(problem.remedy)}" if problem.remedy else ""
    where = f'<br><span style="{soft}">{place}</span>' if place else ""
    code = f'<span style="{soft}">（{escape(problem.code)}）</span>' if problem.code else ""
    return f'<p><b style="color: {style.DANGER}">{_text(problem.message)}</b> {code}{remedy}{where}</p>'


def _section(title: str, body: str) -> str:
    return f'<p style="color: {style.SOFT}; margin: 10px 0 4px 0"><b>{title}</b></p>{body}'


def _changes(found: PreviewRow) -> str:
    old, new = f"color: {style.SOFT}", f"color: {style.ACCENT_DARK}"
    rows = "".join(
        f'<tr><td style="{old}">{_text(c.label)}</td><td style="{old}">{f"<s>{_text(c.old)}</s>" if c.old else "（空）"}</td>'
        f'<td style="{new}"><b>{_text(c.new) or "（空）"}</b></td></tr>'
        for c in found.changes
    )
    head = "".join(f'<td style="{old}">{text}</td>' for text in ("项目", "原来", "改为"))
    return f'<table cellpadding="4" cellspacing="0" width="100%"><tr>{head}</tr>{rows}</table>'


def _values(found: PreviewRow) -> str:
    rows = "".join(
        f'<tr><td width="32%" style="color: {style.SOFT}">{_text(name)}</td><td>{_text(text)}</td></tr>'
        for name, text in all_values(found)
    )
    return (
        f'<table cellpadding="4" cellspacing="0" width="100%">{rows}</table>'
        if rows
        else "<p>（没有内容）</p>"
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
