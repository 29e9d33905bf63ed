"""An outcome as lines that a person reads: tables with Chinese heads, statuses in words, local time. JSON has its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

Item = Mapping[str, object]
GAP = "  "

_COLUMNS: dict[str, dict[str, str]] = {
    "people": {
        "name": "姓名", "sex": "性别", "title": "职称", "department": "科室", "supporting_unit": "支援单位",
        "receiving_units": "受援单位", "term": "支援时间", "mobile": "移动电话", "id_number": "证件号码", "id": "编号",
    },
    "pairings": {
        "supporting_region": "支援地区", "supporting_unit": "支援单位", "receiving_region": "受援地区",
        "receiving_unit": "受援单位", "receiving_class": "类别", "form": "帮扶形式", "managed": "托管",
        "departments": "科室", "id": "编号",
    },
    "plan": {
        "plan": "计划", "period": "时期", "number": "序号", "goal": "工作计划", "due_text": "完成时间",
        "due": "到期日", "repeats": "每年月份", "next_due": "下次到期", "standing": "到期情况",
        "lead": "牵头科室", "cooperating": "配合科室", "state": "状态", "id": "编号",
    },
    "history": {
        "number": "序号", "at": "时间", "operator": "操作人", "title": "操作", "changes": "改动", "undone": "已撤销",
        "station": "单位端", "id": "编号",
    },
    "activities": {
        "date": "日期", "unit": "受援单位", "person": "人员", "supporting_unit": "派出单位", "kind": "工作类别",
        "amount": "数量", "measure": "单位", "people": "人数", "mode": "方式", "topic": "主题", "reason": "原因", "id": "编号",
    },
    "report": {
        "label": "项目", "stated": "填报数", "counted": "台账数", "records": "记录", "differs": "有差异", "remark": "说明",
    },
    "report-sum": {"label": "项目", "stated": "填报数", "counted": "台账数", "records": "记录"},
    "board": {
        "supporting": "支援单位", "receiving": "受援单位", "people": "队员", "months": "各月月报", "appraisal": "鉴定表",
    },
    "signoffs": {
        "title": "关于", "paper": "材料", "label": "签章", "stage": "状态", "days": "天数", "handed_to": "送给谁", "id": "编号",
    },
    "scans": {"title": "关于", "edition": "表样", "pages": "扫描件", "steps": "附到", "changed": "打印后改过"},
    "editions": {"id": "编号", "name": "表样", "kind": "种类", "source": "出处"},
    "self-test": {"name": "检查", "ok": "结果", "seconds": "秒", "detail": "说明"},
}  # fmt: skip
"""Tables: key of the item → head. What is empty in every item is left out."""

_FACTS: dict[str, dict[str, str]] = {
    "print": {"files": "文件", "pages": "页数", "faces": "字体"},
    "fill-in": {"files": "文件"},
    "letter": {"files": "文件", "pages": "页数"},
    "calibration": {"files": "文件"},
    "fill-original": {"file": "文件", "filled": "填了", "not_found": "原件里没有这些栏"},
    "appraisal": {
        "name": "姓名",
        "summary": "工作总结",
        "opinions": "意见",
        "missing": "还缺",
        "remarks": "提醒",
    },
    "promotion": {
        "name": "姓名",
        "file": "合订本",
        "pages": "页数",
        "days": "派驻天数",
        "on_site": "在岗天数",
        "missing": "没有或还不齐",
    },
    "undo": {"operation": "这次撤销的编号"},
    "backup": {},
    "restore": {
        "file": "备份",
        "made": "备份时间",
        "people": "人数",
        "version": "程序版本",
        "kept": "原来的数据",
    },
}
"""Single facts of the other commands, one a line."""

_KINDS = {"sheet": "单页表", "list": "列表", "letter": "文书", "certificate": "证书"}


def shown(command: str, items: Sequence[Item]) -> Iterator[str]:
    """The lines for a command's items."""
    if command in _COLUMNS:
        yield from _table(_COLUMNS[command], items)
    elif command in ("import", "read-forms"):
        for item in items:
            yield from _row(item)
    else:
        for item in items:
            yield from _facts(_FACTS.get(command, {}), item)


def local_time(at: str) -> str:
    """A UTC moment of the journal as this machine's clock says it, to the minute."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


def _yesno(value: object) -> str:
    return "" if value is None else "是" if value else "否"


def _term(value: object) -> str:
    parts = (part.split("/") for part in str(value or "").split("；"))
    return "；".join(" 至 ".join(part) for part in parts)


def _paths(value: object) -> str:
    from app.catalogue.fields import label_of

    return "、".join(label_of(str(path)) for path in value) if isinstance(value, list) else str(value or "")


def _opinions(value: object) -> str:
    given = [one for one in value if one["text"] or one["date"]] if isinstance(value, list) else []
    return "；".join(
        f"{one['label']}：{one['text']} {one['signer']} {one['date']} {one['result']}".rstrip()
        for one in given
    )


_SAID: dict[str, Callable[[object], str]] = {
    "at": lambda value: local_time(str(value or "")),
    "made": lambda value: local_time(str(value or "")),
    "months": lambda value: (
        "；".join(f"{month} {state}" for month, state in value.items()) if isinstance(value, dict) else ""
    ),
    "opinions": _opinions,
    "steps": lambda value: "、".join(str(one["label"]) for one in value) if isinstance(value, list) else "",
    "changed": lambda value: "是" if value else "",
    "managed": _yesno,
    "undone": _yesno,
    "ok": lambda value: "正常" if value else "有问题",
    "kind": lambda value: _KINDS.get(str(value), str(value)),
    "term": _term,
    "filled": _paths,
    "not_found": _paths,
}


def _text(key: str, value: object) -> str:
    if key in _SAID:
        return _SAID[key](value)
    if isinstance(value, bool):
        return _yesno(value)
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return "" if value is None else " ".join(str(value).split("\n"))


def _table(heads: Mapping[str, str], items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    rows = [[_text(key, item.get(key)) for key in heads] for item in items]
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    if not kept:
        return
    lines = [[list(heads.values())[at] for at in kept], *([row[at] for at in kept] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield GAP.join(_padded(text, width) for text, width in zip(line, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    """Columns that a terminal gives the text: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _row(item: Item) -> Iterator[str]:
    """One row of a preview with what changes, what is asked and what was remarked below it."""
    from app.operations.preview import STATUS_LABELS

    labels = {str(status): label for status, label in STATUS_LABELS.items()}
    status = labels[str(item["status"])]
    yield GAP.join(filter(None, (_padded(status, 6), str(item["place"]), str(item["title"])))).rstrip()
    for change in _dicts(item, "changes"):
        old = _text("", change["old"]) or "（空）"
        yield f"        {change['label']}：{old} → {_text('', change['new'])}"
    if item.get("question"):
        yield f"        {item['question']}"
        for candidate in _dicts(item, "candidates"):
            why = f"（{candidate['why']}）" if candidate["why"] else ""
            yield f"          可能是：{candidate['label']}{why}"
    remarks = item.get("remarks")
    for remark in remarks if isinstance(remarks, list) else ():
        yield f"        {remark}"


def _dicts(item: Item, key: str) -> list[Mapping[str, object]]:
    found = item.get(key)
    return found if isinstance(found, list) else []


def _facts(labels: Mapping[str, str], item: Item) -> Iterator[str]:
    for key, label in labels.items():
        value = item.get(key)
        parts = value if key == "files" and isinstance(value, list) else [value]
        for part in parts:
            text = _text(key, part)
            if text:
                yield f"{label}：{text}"
