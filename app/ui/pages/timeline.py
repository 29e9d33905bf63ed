"""派驻时间线, painted: a lane for each receiving unit, a bar for each posting, gaps hatched, hand-overs marked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from app.ui import style
from app.ui.desk import Desk
from app.ui.widgets.basics import card, column, label, row, tool

if TYPE_CHECKING:
    from app.operations.timeline import Bar, Lane

NAMES = 210
"""Pixels at the left for the units' names."""
HEAD, BAR, PAD = 34, 26, 6
STEPS = (1.0, 1.6, 2.6, 4.2, 6.8)
"""Pixels for a day: from several years on a screen to a few weeks."""


class TimelineTab(QWidget):
    """A bar opens its posting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.line = Timeline()
        self.area = QScrollArea()
        self.area.setWidget(self.line)
        self.area.setWidgetResizable(False)
        self.said = label("", "soft", wrap=True)
        self.nearer = tool("zoom-in", "放大（Ctrl++）", lambda: self.zoom(1))
        self.farther = tool("zoom-out", "缩小（Ctrl+-）", lambda: self.zoom(-1))
        head = row(self.said, self.farther, self.nearer, gap=4)
        head.setStretch(0, 1)
        body = column(head, self.area, margins=(14, 10, 12, 12), gap=8)
        body.setStretch(1, 1)
        self.setLayout(column(card(body)))
        self.line.opened.connect(lambda key: desk.go("support", "postings", key))
        self.area.horizontalScrollBar().valueChanged.connect(lambda _: self.line.update())
        desk.opened.connect(self.refresh)
        desk.changed.connect(self._news)

    def _news(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & {"posting", "person", "unit", "absence", "pairing"}:
            self.refresh()

    def showEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read the line anew, off the GUI thread."""
        self.desk.ask("读取派驻时间线", _look, self.show_lanes, owner=self)

    def show_lanes(self, lanes: list[Lane]) -> None:
        """Put the lanes up; at first today is in sight, or the end of what there is."""
        fresh = not self.line.lanes
        self.line.show_lanes(lanes)
        if fresh and lanes:
            now = min(date.today(), self.line.last)
            self.area.ensureVisible(int(self.line.x_of(now)), 0, self.area.viewport().width() // 3, 0)
        count, gaps = sum(len(lane.bars) for lane in lanes), sum(len(lane.gaps) for lane in lanes)
        holes = f"，有{gaps}段没有人（斜线）" if gaps else "，没有空档"
        bars = [bar for lane in lanes for bar in lane.bars]
        signs = [
            sign
            for sign, there in (
                ("浅黄是请假", any(bar.away for bar in bars)),
                ("▶ 是接替别人", any(bar.replaces for bar in bars)),
            )
            if there
        ]
        self.said.setText(
            f"{len(lanes)}个受援单位，{count}次派驻{holes}。{'，'.join((*signs, '点一条打开派驻'))}。"
            if lanes
            else "还没有派驻。"
        )

    def zoom(self, by: int) -> None:
        """Nearer or farther."""
        self.line.zoom(by)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Plus,
            Qt.Key.Key_Equal,
        ):
            self.zoom(1)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)


def _look(store: Any, progress: Any) -> list[Lane]:
    from app.operations.timeline import timeline

    return timeline(store)


class Timeline(QWidget):
    """``opened`` gives the posting whose bar was clicked."""

    opened = Signal(bytes)

    def __init__(self) -> None:
        super().__init__()
        self.lanes: list[Lane] = []
        self.step = 2
        self.first, self.last = date(2021, 1, 1), date(2021, 12, 31)
        self._places: list[tuple[QRectF, Bar, Lane]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("派驻时间线")

    @property
    def day_width(self) -> float:
        return STEPS[self.step]

    def show_lanes(self, lanes: list[Lane]) -> None:
        """Show these; the line begins and ends with a month."""
        self.lanes = lanes
        days = [day for lane in lanes for bar in lane.bars for day in (bar.start, bar.end)]
        if days:
            self.first = min(days).replace(day=1)
            self.last = max(days)
        self._lay()

    def zoom(self, by: int) -> None:
        """A step nearer or farther."""
        self.step = min(len(STEPS) - 1, max(0, self.step + by))
        self._lay()

    def x_of(self, day: date) -> float:
        """Where a day begins."""
        return NAMES + (day - self.first).days * self.day_width

    def _lay(self) -> None:
        """Bars of one lane that overlap stand below each other."""
        self._places = []
        y = float(HEAD)
        for lane in self.lanes:
            rows: list[date] = []
            for bar in lane.bars:
                at = next((n for n, end in enumerate(rows) if end < bar.start), len(rows))
                rows[at : at + 1] = [bar.end]
                left, right = self.x_of(bar.start), self.x_of(bar.end + timedelta(days=1))
                rect = QRectF(left, y + PAD + at * (BAR + 4), max(4.0, right - left), BAR)
                self._places.append((rect, bar, lane))
            y += max(1, len(rows)) * (BAR + 4) + 2 * PAD
        width = self.x_of(self.last + timedelta(days=1)) + 40
        self.resize(int(width), int(y) + 4)
        self.setMinimumSize(QSize(int(width), int(y) + 4))
        self.update()

    def lane_rect(self, lane: Lane) -> tuple[float, float]:
        """Top and bottom of a lane."""
        mine = [rect for rect, _, other in self._places if other is lane]
        return min(rect.top() for rect in mine) - PAD, max(rect.bottom() for rect in mine) + PAD

    def _lane_at(self, y: float) -> Lane | None:
        return next(
            (lane for lane in self.lanes if self.lane_rect(lane)[0] <= y <= self.lane_rect(lane)[1]), None
        )

    def bar_at(self, point: QPointF) -> Bar | None:
        """The posting under a point; none under the names."""
        if point.x() < self.left + NAMES - 8:
            return None
        return next((bar for rect, bar, _ in self._places if rect.contains(point)), None)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(style.SURFACE))
        if not self.lanes:
            return
        self._months(painter)
        for lane in self.lanes:
            self._lane(painter, lane)
        for rect, bar, _ in self._places:
            self._bar(painter, rect, bar)
        self._names(painter)
        today = self.x_of(date.today())
        if self.first <= date.today() <= self.last:
            painter.setPen(QPen(QColor(style.DANGER), 1))
            painter.drawLine(QPointF(today, HEAD), QPointF(today, self.height()))

    def _months(self, painter: QPainter) -> None:
        """The first month in sight tells its year, and each January."""
        year_told = False
        day = self.first
        every = 1 if self.day_width * 30 >= 34 else 3 if self.day_width * 90 >= 40 else 12
        while day <= self.last:
            x = self.x_of(day)
            painter.setPen(QColor(style.STRONG_LINE if day.month == 1 else style.LINE))
            painter.drawLine(QPointF(x, HEAD - 8), QPointF(x, self.height()))
            if (day.month - 1) % every == 0:
                painter.setPen(QColor(style.SOFT))
                told = day.month == 1 or (not year_told and x >= self.left + NAMES - 8)
                year_told = year_told or x >= self.left + NAMES - 8
                text = f"{day.year}年{day.month}月" if told else f"{day.month}月"
                painter.drawText(QPointF(x + 4, HEAD - 13), text)
            day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)

    def _lane(self, painter: QPainter, lane: Lane) -> None:
        top, bottom = self.lane_rect(lane)
        painter.setPen(QColor(style.LINE))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))
        for start, end in lane.gaps:
            left, right = self.x_of(start), self.x_of(end + timedelta(days=1))
            painter.fillRect(
                QRectF(left, top + PAD, right - left, bottom - top - 2 * PAD),
                QBrush(QColor(style.DANGER), Qt.BrushStyle.BDiagPattern),
            )

    @property
    def left(self) -> float:
        """Where the part of the line that is seen begins: the names stand there, however far it is scrolled."""
        return float(max(0, -self.x()))

    def _names(self, painter: QPainter) -> None:
        """Over whatever is scrolled under them."""
        painter.fillRect(QRectF(self.left, 0, NAMES - 8, self.height()), QColor(style.SURFACE))
        for lane in self.lanes:
            top, bottom = self.lane_rect(lane)
            painter.setPen(QColor(style.LINE))
            painter.drawLine(QPointF(self.left, bottom), QPointF(self.left + NAMES - 8, bottom))
            painter.setPen(QColor(style.INK))
            words = QFontMetrics(self.font()).elidedText(lane.name, Qt.TextElideMode.ElideRight, NAMES - 20)
            place = QRectF(self.left + 6, top, NAMES - 14, bottom - top)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _bar(self, painter: QPainter, rect: QRectF, bar: Bar) -> None:
        painter.setPen(QPen(QColor(style.ACCENT), 1))
        painter.setBrush(QColor(style.TINT))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(rect, 5, 5)
        for start, end in bar.away:
            left, right = self.x_of(max(start, bar.start)), self.x_of(min(end, bar.end) + timedelta(days=1))
            painter.fillRect(QRectF(left, rect.top() + 1, right - left, BAR - 2), QColor(style.WARN_TINT))
        if bar.replaces is not None:
            x, y = rect.left(), rect.center().y()
            painter.setBrush(QColor(style.ACCENT))
            painter.drawPolygon(QPolygonF([QPointF(x - 6, y - 6), QPointF(x + 3, y), QPointF(x - 6, y + 6)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(style.ACCENT_DARK))
        seen = QRectF(rect)
        seen.setLeft(max(rect.left(), self.left + NAMES - 8))  # the name stays in sight as long as its bar
        text = f"{bar.name}　{bar.supporting}" if seen.width() > 220 else bar.name
        words = QFontMetrics(self.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, int(seen.width()) - 10
        )
        painter.drawText(seen.adjusted(6, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, words)

    # mouse

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        bar = self.bar_at(event.position())
        if bar is not None:
            self.opened.emit(bar.posting)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        found = self.bar_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)

    def event(self, event: Any) -> bool:
        """A tip says whose bar it is and from when to when."""
        if isinstance(event, QHelpEvent):
            bar = self.bar_at(QPointF(event.pos()))
            if bar is not None:
                end = "至今" if bar.open else f"{bar.end}"
                leave = "".join(f"\n请假 {start} 至 {until}" for start, until in bar.away)
                QToolTip.showText(
                    event.globalPos(), f"{bar.name}（{bar.supporting}）\n{bar.start} 至 {end}{leave}", self
                )
            elif lane := self._lane_at(event.pos().y()):
                QToolTip.showText(event.globalPos(), lane.name, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
