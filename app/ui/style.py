"""The look of the window: one calm palette, generous type, few lines.

Colours are named by what they are for. Everything the style sheet cannot say (a list's cells) paints with the
same names.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.resources import RESOURCES

GROUND = "#f4f6f5"
SURFACE = "#ffffff"
LINE = "#e1e7e5"
STRONG_LINE = "#c9d3d0"
INK = "#1f2a2e"
SOFT = "#5b6b70"
FAINT = "#6f7e82"
ACCENT = "#0f766e"
ACCENT_DARK = "#0b5a54"
TINT = "#dcefeb"
HOVER = "#eef4f2"
WARN = "#8a5a00"
WARN_TINT = "#fdf3dc"
DANGER = "#991b1b"
DANGER_TINT = "#fbeaea"

POINTS = 10.5
_FACES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "Noto Sans SC", "WenQuanYi Micro Hei",
)  # fmt: skip


def ui_family() -> str:
    """A Chinese face of the machine, else the shipped Noto Sans SC (loaded once), else Qt's own choice."""
    present = set(QFontDatabase.families())
    for face in _FACES:
        if face in present:
            return face
    for shipped in sorted((RESOURCES / "fonts").rglob("NotoSansSC*Regular*.ttf")):
        loaded = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(shipped)))
        if loaded:
            return loaded[0]
    return QApplication.font().family()


def palette() -> QPalette:
    """Light in every system theme: the paper is white and the window agrees with it."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, GROUND), (role.WindowText, INK), (role.Base, SURFACE), (role.AlternateBase, "#fafbfb"),
        (role.Text, INK), (role.Button, SURFACE), (role.ButtonText, INK), (role.BrightText, DANGER),
        (role.Highlight, ACCENT), (role.HighlightedText, "#ffffff"), (role.ToolTipBase, INK),
        (role.ToolTipText, "#ffffff"), (role.PlaceholderText, FAINT), (role.Link, ACCENT),
        (role.LinkVisited, ACCENT), (role.Light, "#ffffff"), (role.Midlight, LINE), (role.Mid, STRONG_LINE),
        (role.Dark, SOFT), (role.Shadow, SOFT),
    ):  # fmt: skip
        made.setColor(target, QColor(colour))
    for target in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(FAINT))
    return made


def apply(app: QApplication) -> None:
    """Dress the application (made with ``-style fusion``): palette and type. Its style sheet is :func:`sheet`."""
    app.setPalette(palette())
    font = QFont(ui_family())
    font.setPointSizeF(POINTS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting if sys.platform != "win32"
                              else QFont.HintingPreference.PreferDefaultHinting)  # fmt: skip
    app.setFont(font)


def speak_chinese(app: QApplication) -> None:
    """Qt's own words (standard buttons, the menus of text fields) and its dates in Chinese."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)


def sheet() -> str:
    """The style sheet with the colours filled in."""
    text = (RESOURCES / "ui" / "window.qss").read_text(encoding="utf-8")
    for name in _NAMES:
        text = text.replace(f"@{name}@", globals()[name])
    return text.replace("@ICONS@", (RESOURCES / "ui").as_posix())


_NAMES = (
    "GROUND", "SURFACE", "STRONG_LINE", "LINE", "INK", "SOFT", "FAINT", "ACCENT_DARK", "ACCENT", "TINT", "HOVER",
    "WARN_TINT", "WARN", "DANGER_TINT", "DANGER",
)  # fmt: skip
