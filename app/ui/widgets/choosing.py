"""The system's file dialogs, opened without blocking and starting where the last one ended, the first on the desktop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.settings import Settings

TABLES = "表格 (*.xlsx *.xlsm *.xls *.ods *.csv *.et)"
FORMS = "报名表 (*.xlsx *.docx)"


def _dialog(parent: QWidget, settings: Settings, title: str) -> QFileDialog:
    desktop = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DesktopLocation)
    dialog = QFileDialog(parent, title, settings.text("folder/last", desktop or str(Path.home())))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QFileDialog, settings: Settings, chosen: Callable[[list[Path]], object]) -> QFileDialog:
    def selected(names: Sequence[str]) -> None:
        paths = [Path(name) for name in names]
        if paths:
            settings.put("folder/last", str(paths[0].parent))
            chosen(paths)

    dialog.filesSelected.connect(selected)
    dialog.open()
    return dialog


def choose_files(
    parent: QWidget, settings: Settings, chosen: Callable[[list[Path]], object], *, title: str = "导入"
) -> QFileDialog:
    """Ask for files to import; folders of forms are dropped or chosen with :func:`choose_folder`."""
    dialog = _dialog(parent, settings, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([TABLES, FORMS, "所有文件 (*)"])
    return _open(dialog, settings, chosen)


def choose_file(
    parent: QWidget, settings: Settings, title: str, filters: str, chosen: Callable[[Path], object]
) -> QFileDialog:
    """Ask for one existing file."""
    dialog = _dialog(parent, settings, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    return _open(dialog, settings, lambda paths: chosen(paths[0]))


def choose_folder(
    parent: QWidget, settings: Settings, title: str, chosen: Callable[[Path], object]
) -> QFileDialog:
    """Ask for an existing folder."""
    dialog = _dialog(parent, settings, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, settings, lambda paths: chosen(paths[0]))


def choose_target(
    parent: QWidget, settings: Settings, title: str, name: str, filters: str, chosen: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file; ``name`` is proposed and its suffix is added when none is typed."""
    dialog = _dialog(parent, settings, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    return _open(dialog, settings, lambda paths: chosen(paths[0]))
