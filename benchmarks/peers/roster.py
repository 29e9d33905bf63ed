"""openpyxl reading a roster into tuples and nothing more."""

from __future__ import annotations

import openpyxl

from benchmarks.figures import stopwatch, tell
from benchmarks.places import ROSTER, ROWS

if __name__ == "__main__":
    passed = stopwatch()
    sheet = openpyxl.load_workbook(ROSTER).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    work = passed()
    assert len(rows) == ROWS + 1 and len(rows[1]) == 20
    tell(work_s=work)
