"""自检: does this installation do its main work? In a folder of its own, away from the clerk's data.

Codes: TST-001 a check found something wrong, TST-002 a check could not be made.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.catalogue.problems import Problem, Refusal, Surroundings
from app.operations.results import Outcome
from app.store.opening import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
"""The repository, or the built program's folder of files."""
SAMPLES = ROOT / "resources" / "samples"
FROZEN = ROOT / "tests" / "frozen"
CONTENTS = ROOT / "contents.json"
"""What the build put into the program: file → SHA-256. There is none beside the source."""
RARE = "张䶮㛃𬭎𡉃蔈"
"""Characters of names that must print: none of them is in every face."""


class Wrong(Exception):
    """A check found something else than it should."""


Check = Callable[[Path], str]
"""Takes the folder to work in and tells what is well. Each opens the ledger itself, so that one that cannot be opened
fails the checks that need it and no other."""


def _opened(folder: Path) -> Store:
    return open_store(folder / "data")


def _files(_folder: Path) -> str:
    if not CONTENTS.exists():
        return "从源代码运行，没有装好的文件要核对"
    listed = json.loads(CONTENTS.read_text("utf-8"))
    missing = [name for name in listed if not (ROOT / name).is_file()]
    spoilt = [
        name
        for name, told in listed.items()
        if name not in missing and hashlib.sha256((ROOT / name).read_bytes()).hexdigest() != told
    ]
    wrong = [f"缺少{'、'.join(missing)}"] * bool(missing) + [f"被改动{'、'.join(spoilt)}"] * bool(spoilt)
    if wrong:
        raise Wrong("；".join(wrong))
    return f"{len(listed)}个文件都在，没有被改动"


def _old_ledgers(folder: Path) -> str:
    from app.store.schema import LEDGER

    told = []
    for old in sorted(FROZEN.glob("schema-*.sqlite")):
        place = folder / old.stem
        place.mkdir()
        shutil.copy(old, place / LEDGER)
        kept = len(json.loads(old.with_suffix(".json").read_text("utf-8"))["person"])
        with open_store(place) as store:
            people = store.sql("SELECT count(*) FROM person")[0][0]
        if people != kept:
            raise Wrong(f"{old.stem} 应有{kept}人，升级后有{people}人")
        told.append(old.stem.removeprefix("schema-").lstrip("0"))
    if not told:
        raise Wrong("没有旧版本的数据可试")
    return f"旧版本（{'、'.join(told)}）的数据都能打开并升级"


def _window(folder: Path) -> str:
    from app.ui.self_check import window_draws  # a command needs no Qt but for this

    with _opened(folder):
        pass  # what keeps the ledger closed is told at once: a window would wait for it
    return window_draws(folder / "data")


def _ledger(folder: Path) -> str:
    with _opened(folder) as store:
        version = store.sql("PRAGMA user_version")
        (sane,) = store.sql("PRAGMA integrity_check")
    if sane != ("ok",):
        raise Wrong(f"数据库自查：{sane[0]}")
    return f"新建数据库并升到当前版本（{version[0][0] if version else ''}），外键和日志方式正常"


def _import(folder: Path) -> str:
    from app.operations.imports import apply_preview, preview_file

    with _opened(folder) as store:
        outcome = apply_preview(store, preview_file(store, SAMPLES / "roster-2021.xlsx"))
        people = store.sql("SELECT count(*) FROM person")[0][0]
    if people != 11:
        raise Wrong(f"样例名册应有11人，导入了{people}人")
    return f"样例名册：{outcome.message}"


def _faces(_folder: Path) -> str:
    from app.forms.fonts import faces

    known = faces()
    missing = known.missing(RARE)
    if missing:
        raise Wrong(f"没有字体能印：{'、'.join(missing)}")
    used = {face.name for face, _ in known.runs("song", RARE + "国")}
    return f"生僻字都能印；字体：{'、'.join(sorted(used))}"


def _print(folder: Path) -> str:
    from app.forms.editions import editions
    from app.operations.printing import print_forms

    known = editions()
    with _opened(folder) as store:
        for edition in known.values():
            target = folder / f"{edition.id}.pdf"
            print_forms(store, edition.id, None, target)
            if not target.read_bytes().startswith(b"%PDF-"):
                raise Wrong(f"《{edition.name}》没有印成 PDF")
    return f"{len(known)}种表样都印成了 PDF"


def _read_back(folder: Path) -> str:
    from app.forms.editions import editions
    from app.forms.reading import read_form
    from app.operations.printing import print_forms
    from app.operations.select import select
    from app.operations.selection import Selection
    from app.operations.snapshots import snapshot_of

    with _opened(folder) as store:
        record = next(iter(select(store, "enrolment", Selection())), None)
        if record is None:
            raise Wrong("没有可以写成表的人，前面的导入没有成功")
        for suffix in (".xlsx", ".docx"):
            target = folder / f"读回{suffix}"
            print_forms(store, "sichuan-2018-enrolment", Selection(ids=(record.id,)), target)
            told = read_form(target, editions()).values
            stored = snapshot_of(store, "enrolment", record.id).values
            different = [path for path, value in told.items() if (value or "") != (stored.get(path) or "")]
            if different:
                raise Wrong(f"{suffix} 读回来不一样：{'、'.join(different)}")
    return f"{record.name}的报名表写成工作簿和 Word，读回来一样"


def _backup(folder: Path) -> str:
    from app.operations.keeping import backup, restore

    with _opened(folder) as store:
        backup(store, folder / "备份.zip")
    restore(folder / "备份.zip", folder / "恢复", replace=True)
    with open_store(folder / "恢复") as copy:
        people = copy.sql("SELECT count(*) FROM person")[0][0]
    if people != 11:
        raise Wrong(f"恢复出来的数据里有{people}人，应有11人")
    return "备份、恢复后数据一样"


CHECKS: tuple[tuple[str, Check], ...] = (
    ("文件", _files),
    ("数据库", _ledger),
    ("旧数据", _old_ledgers),
    ("导入", _import),
    ("字体", _faces),
    ("打印", _print),
    ("读回", _read_back),
    ("备份恢复", _backup),
    ("窗口和预览", _window),
)


def self_test() -> Outcome:
    """Make every check, also when one before it failed. What fails is refused, and the outcome is done in part."""
    items: list[dict[str, object]] = []
    refused: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="yuanbang-self-test-", ignore_cleanup_errors=True) as made:
        for name, check in CHECKS:
            start = time.monotonic()
            problem = _problem_of(name, check, Path(made), items)
            items[-1]["seconds"] = round(time.monotonic() - start, 2)
            refused += [problem] if problem is not None else []
    good = len(CHECKS) - len(refused)
    message = f"自检{'通过' if not refused else '没有全部通过'}：{good}/{len(CHECKS)}项正常"
    return Outcome(message, items, refused=refused, done_in_part=bool(refused))


def report_of(outcome: Outcome) -> str:
    """The outcome as a text to be kept or sent: version, machine, every check."""
    from app import version

    lines = [f"援帮 {version()} 自检", f"{platform.platform()}，Python {platform.python_version()}", ""]
    lines += [
        f"{'正常' if item['ok'] else '不对'}　{item['name']}（{item['seconds']}秒）：{item['detail']}"
        for item in outcome.items
    ]
    return "\n".join([*lines, "", outcome.message, ""])


def _problem_of(name: str, check: Check, folder: Path, items: list[dict[str, object]]) -> Problem | None:
    try:
        items.append({"name": name, "ok": True, "detail": check(folder)})
    except Wrong as wrong:
        problem = Problem("TST-001", f"{name}：{wrong}", "请重新安装程序；仍不行时把这份报告发给维护的人")
    except (Refusal, Surroundings) as told:
        problem = Problem("TST-002", f"{name}：{told.problem.message}", told.problem.remedy)
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        problem = Problem("TST-002", f"{name}：{text}", "请把这份报告发给维护的人")
    else:
        return None
    items.append({"name": name, "ok": False, "detail": problem.message})
    return problem
