"""Tabs of a page whose contents are built when they are first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.ui.widgets.room import Roomy


class LateTabs(QTabWidget):
    """``add(key, title, make)``; ``part(key)`` gives the built content."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self.parts: dict[str, QWidget] = {}
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)
        self.currentChanged.connect(self._build)

    def add(self, key: str, title: str, make: Callable[[], QWidget]) -> None:
        self.keys.append(key)
        self._makers[key] = make
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 10, 0, 0)
        self.addTab(holder, title)

    def _build(self, number: int) -> None:
        if 0 <= number < len(self.keys):
            self.part(self.keys[number])

    def part(self, key: str) -> QWidget:
        """The content of a tab, built now when it is not yet there."""
        if key not in self.parts:
            self.parts[key] = self._makers[key]()
            layout = self.widget(self.keys.index(key)).layout()
            assert layout is not None
            layout.addWidget(Roomy(self.parts[key]))
        return self.parts[key]

    def show_tab(self, key: str) -> QWidget:
        """Bring a tab to the front."""
        made = self.part(key)
        self.setCurrentIndex(self.keys.index(key))
        return made
