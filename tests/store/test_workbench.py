"""Drafts, remembered mappings, settings, attachments."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from app.catalogue.problems import Surroundings
from app.models import Unit
from app.store.attachments import get_attachment, put_attachment
from app.store.backup import backup, restore
from app.store.connecting import connect
from app.store.drafts import drop_draft, list_drafts, load_draft, save_draft
from app.store.opening import open_store
from app.store.schema import WORKBENCH


def test_drafts_are_kept_replaced_and_dropped(store, folder):
    save_draft(store, "enrolment:new", {"person.name": "张"}, "新报名表")
    save_draft(
        store, "enrolment:new", {"person.name": "张䶮", "person.photo": b"\xff\xd8\x00"}, "张䶮的报名表"
    )
    save_draft(store, "report:1", {"report.month": "2021-06", "yes": True, "none": None})
    store.close()
    with open_store(folder) as again:
        draft = load_draft(again, "enrolment:new")
        assert draft is not None
        assert (draft.title, draft.payload) == (
            "张䶮的报名表",
            {"person.name": "张䶮", "person.photo": b"\xff\xd8\x00"},
        )
        assert {draft.key for draft in list_drafts(again)} == {"enrolment:new", "report:1"}
        drop_draft(again, "enrolment:new")
        assert load_draft(again, "enrolment:new") is None
        assert [draft.payload for draft in list_drafts(again)] == [
            {"report.month": "2021-06", "yes": True, "none": None}
        ]


def test_drafts_are_saved_while_an_operation_is_under_way(store):
    saved = threading.Event()
    with store.operation("import"):
        thread = threading.Thread(target=lambda: (save_draft(store, "a", {"x": "1"}), saved.set()))
        thread.start()
        assert saved.wait(4)
        thread.join()


def test_a_draft_of_something_else_is_a_mistake(store):
    with pytest.raises(TypeError, match="set"):
        save_draft(store, "a", {"x": {1}})


def test_settings_and_mappings_are_remembered(store, folder):
    bench = store.workbench()
    assert bench.setting("operator", "无") == "无"
    bench.set_setting("operator", "李敏")
    bench.remember_mapping("roster", ["姓 名", "单位"], {"姓 名": "person.name"})
    bench.remember_mapping("roster", ["姓 名", "单位"], {"姓 名": "person.name", "单位": "person.unit"})
    store.close()
    with open_store(folder) as again:
        assert again.workbench().setting("operator") == "李敏"
        assert again.workbench().mapping("roster", ["姓 名", "单位"]) == {
            "姓 名": "person.name",
            "单位": "person.unit",
        }
        assert again.workbench().mapping("plan", ["姓 名", "单位"]) is None
        assert again.workbench().mapping("roster", ["单位", "姓 名"]) is None


def test_the_workbench_is_not_journalled(store):
    store.workbench().set_setting("a", "b")
    assert store.sql("SELECT count(*) FROM operation") == [(0,)]


def test_the_same_bytes_are_kept_once(store):
    with store.operation("photo") as op:
        first = put_attachment(op, b"photo" * 1000, "张䶮.jpg", "image/jpeg")
        assert put_attachment(op, b"photo" * 1000, "又一张.jpg", "image/jpeg") == first
    assert store.sql("SELECT sha256, name, mime, size FROM attachment") == [
        (first, "张䶮.jpg", "image/jpeg", 5000)
    ]
    assert get_attachment(store, first) == b"photo" * 1000
    assert get_attachment(store, "") is None
    assert get_attachment(store, "0" * 64) is None


def test_nothing_is_there_before_the_first(store):
    assert get_attachment(store, "0" * 64) is None
    assert not (store.folder / "attachments.sqlite").exists()


@pytest.mark.parametrize("where", ["head", "page", "cut", "nothing of ours"])
def test_a_damaged_workbench_is_begun_anew_and_said_once(store, folder, where):
    store.workbench().set_setting("operator", "王办事")
    for number in range(40):
        save_draft(store, f"enrolment:{number}", {"person.name": "张䶮" * 200}, "新报名表")
    store.close()
    path = folder / WORKBENCH
    content = bytearray(path.read_bytes())
    if where == "head":
        content[:16] = bytes(16)
    elif where == "page":
        middle = len(content) // 8192 * 4096
        content[middle : middle + 4096] = b"\xee" * 4096
    elif where == "cut":
        del content[len(content) // 2 :]
    else:
        content = bytearray(b"hello")
    path.write_bytes(content)
    said = []
    with open_store(folder) as again:
        for _ in range(3):
            try:
                kept = len(list_drafts(again))
            except Surroundings as fault:
                said.append(fault.problem.code)
        assert said == ["STO-012"]
        assert kept >= {"head": 0, "page": 10, "cut": 10, "nothing of ours": 0}[where]
        save_draft(again, "enrolment:new", {"person.name": "李"})
        with again.operation("save") as op:
            op.session.add(Unit(name="渝北区中医院"))
    (aside,) = folder.glob("damaged-*.sqlite")
    assert aside.read_bytes()[:5] == bytes(content)[:5]


def test_a_locked_workbench_is_not_taken_for_a_damaged_one(store, folder, monkeypatch):
    save_draft(store, "a", {"x": "1"})
    monkeypatch.setattr("app.store.connecting.BUSY_SECONDS", 0.1)
    store.close()
    with open_store(folder) as again, closing(connect(folder / WORKBENCH)) as other:
        again.workbench()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Surroundings) as fault:
            save_draft(again, "a", {"x": "2"})
        assert fault.value.problem.code == "STO-004"
    assert not list(folder.glob("damaged-*"))


def test_a_damaged_workbench_does_not_keep_the_ledger_out_of_its_backup(store, folder, clinic, tmp_path):
    for number in range(40):
        save_draft(store, f"enrolment:{number}", {"person.name": "张䶮" * 200}, "新报名表")
    store.close()
    content = (folder / WORKBENCH).read_bytes()
    (folder / WORKBENCH).write_bytes(content[: len(content) // 2])
    with open_store(folder) as again:
        backup(again, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "new")
    with open_store(tmp_path / "new") as restored:
        assert restored.sql("SELECT name FROM person") == [("张䶮",)]
        assert len(list_drafts(restored)) >= 10
