"""表样 in the office's hands: copied, changed, hidden and added rows, checked, exported, imported, printed and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.catalogue.problems import Refusal
from app.forms import edition_editing as editing
from app.forms.editions import bad_files, checked, editions
from app.forms.fonts import faces
from app.forms.grid import place
from app.forms.layout import lay_out
from app.forms.reading import read_form
from app.forms.snapshot import BLANK
from app.operations.own_editions import (
    change_edition,
    copy_edition,
    edition_of,
    export_edition,
    import_edition,
    is_own,
    known_editions,
    own_folder,
    remove_edition,
    restore_edition,
    years_in,
)
from app.operations.printing import print_forms
from app.operations.saving import save_form
from app.operations.select import select
from app.operations.selection import Selection
from app.operations.snapshots import snapshot_of

ENROLMENT = "sichuan-2018-enrolment"
SHEETS = [edition.id for edition in editions().values() if edition.kind == "sheet"]
LISTS = [edition.id for edition in editions().values() if edition.kind == "list"]


def copied(folder: Path, source: str = ENROLMENT, **options: str) -> str:
    return str(copy_edition(folder, source, **options).items[0]["id"])


def words(edition) -> str:
    pages = lay_out(edition, BLANK, faces())
    return "".join(
        "".join(run.text for line in box.lines for run in line.runs) for page in pages for box in page.boxes
    )


def test_next_years_notice_is_a_copy_with_another_year(tmp_path):
    key = copied(tmp_path, year="2019")
    own, shipped = edition_of(tmp_path, key), edition_of(tmp_path, ENROLMENT)
    assert key == "sichuan-2018-enrolment-own-1"
    assert own.title[0].text == "2019年四川省非贫困民族县、服务薄弱地区"
    assert own.title[1:] == shipped.title[1:]
    assert own.rows == shipped.rows
    assert (is_own(tmp_path, own), is_own(tmp_path, shipped)) == (True, False)
    assert years_in(shipped)[0] == "2018"
    assert copied(tmp_path) == "sichuan-2018-enrolment-own-2"
    assert copied(tmp_path, key) == "sichuan-2018-enrolment-own-3"


def test_a_shipped_edition_is_never_changed(tmp_path):
    with pytest.raises(Refusal) as refused:
        change_edition(tmp_path, ENROLMENT, lambda text: text)
    assert refused.value.problem.code == "EDI-001"
    with pytest.raises(Refusal):
        remove_edition(tmp_path, ENROLMENT)


def test_captions_and_title_change_and_the_comment_stays(tmp_path):
    key = copied(tmp_path)
    (party,) = [one for one in editing.captions(edition_of(tmp_path, key)) if one.text == "党派"]
    change_edition(tmp_path, key, lambda text: editing.with_caption(text, party.at, "政治面貌"))
    change_edition(tmp_path, key, lambda text: editing.with_title(text, ["2019年对口支援人员报名表"]))
    own = edition_of(tmp_path, key)
    assert "政治面貌" in words(own)
    assert "党派" not in words(own)
    assert [line.text for line in own.title] == ["2019年对口支援人员报名表"]
    comment = Path(edition_of(tmp_path, ENROLMENT).file).read_text("utf-8").splitlines()[0]
    assert Path(own.file).read_text("utf-8").splitlines()[0] == comment


@pytest.mark.parametrize("source", SHEETS)
def test_every_row_of_a_sheet_can_be_hidden(tmp_path, source):
    edition = edition_of(tmp_path, source)
    for number in range(len(edition.rows)):
        key = copied(tmp_path, source)
        change_edition(tmp_path, key, lambda text, number=number: editing.without_row(text, edition, number))
        own = edition_of(tmp_path, key)
        assert len(own.rows) == len(edition.rows) - 1
        assert place(own.rows, len(own.columns))[1] == []
        gone = [cell.field for cell in edition.rows[number].cells if cell.rows == 1 and cell.field]
        kept = {cell.field for row in own.rows for cell in row.cells}
        assert not set(gone) & kept


@pytest.mark.parametrize("source", SHEETS)
def test_a_row_can_be_added_below_every_row(tmp_path, source):
    edition = edition_of(tmp_path, source)
    for number in range(len(edition.rows)):
        key = copied(tmp_path, source)
        change_edition(
            tmp_path,
            key,
            lambda text, number=number: editing.with_row(text, edition, number, "开放床位", "free.开放床位"),
        )
        own = edition_of(tmp_path, key)
        (label, field) = own.rows[number + 1].cells
        assert (label.label, field.field) == ("开放床位", "free.开放床位")
        assert place(own.rows, len(own.columns))[1] == []
        assert "开放床位" in words(own)


@pytest.mark.parametrize("source", LISTS)
def test_columns_of_a_list_are_hidden_and_added_within_the_page(tmp_path, source):
    edition = edition_of(tmp_path, source)
    for number in range(len(edition.listed)):
        key = copied(tmp_path, source)
        change_edition(tmp_path, key, lambda text, number=number: editing.without_column(text, number))
        change_edition(
            tmp_path,
            key,
            lambda text, number=number: editing.with_column(text, max(0, number - 1), "说明", "person.note"),
        )
        own = edition_of(tmp_path, key)
        assert len(own.listed) == len(edition.listed)
        assert sum(own.columns) <= sum(edition.columns) + 0.05
        if edition.total is not None and number not in edition.total.counts:
            assert own.total is not None
            counted = {own.listed[at].field for at in own.total.counts}
            assert counted == {edition.listed[at].field for at in edition.total.counts}


def test_a_change_that_is_not_sound_is_refused_and_the_file_stays(tmp_path):
    key = copied(tmp_path)
    before = Path(edition_of(tmp_path, key).file).read_bytes()
    with pytest.raises(Refusal) as refused:
        change_edition(tmp_path, key, lambda text: text.replace('"person.name"', '"person.nome"', 1))
    assert refused.value.problem.code == "FRM-006"
    assert Path(edition_of(tmp_path, key).file).read_bytes() == before


def test_a_bad_file_in_the_folder_is_told_and_the_others_work(tmp_path):
    key = copied(tmp_path)
    (own_folder(tmp_path) / "broken.toml").write_text("[edition\n", "utf-8")
    assert key in known_editions(tmp_path)
    assert [problem.code for problem in bad_files(own_folder(tmp_path))] == ["FRM-002"]


def test_removed_restored_exported_imported(tmp_path):
    key = copied(tmp_path, name="本院报名表")
    remove_edition(tmp_path, key)
    assert key not in known_editions(tmp_path)
    restore_edition(tmp_path, key)
    assert edition_of(tmp_path, key).name == "本院报名表"
    with pytest.raises(Refusal) as refused:
        restore_edition(tmp_path, key)
    assert refused.value.problem.code == "EDI-002"
    export_edition(tmp_path, key, tmp_path / "给兄弟单位.toml")
    elsewhere = tmp_path / "elsewhere"
    assert import_edition(elsewhere, tmp_path / "给兄弟单位.toml").items == [{"id": key}]
    assert edition_of(elsewhere, key).name == "本院报名表"
    assert import_edition(elsewhere, tmp_path / "给兄弟单位.toml").changed == frozenset()
    change_edition(elsewhere, key, lambda text: editing.with_head(text, name="改过的"))
    (other,) = import_edition(elsewhere, tmp_path / "给兄弟单位.toml").items
    assert other == {"id": "sichuan-2018-enrolment-own-2"}


def test_a_bad_file_is_not_imported(tmp_path):
    (tmp_path / "x.toml").write_text('[edition]\nid = "x"\n', "utf-8")
    with pytest.raises(Refusal) as refused:
        import_edition(tmp_path, tmp_path / "x.toml")
    assert "FRM-004" in {problem.code for problem in refused.value.problems}
    assert not own_folder(tmp_path).exists()


def test_a_free_field_is_filled_printed_and_read_back(store, tmp_path):
    edition = edition_of(store.folder, ENROLMENT)
    key = copied(store.folder)
    change_edition(
        store.folder, key, lambda text: editing.with_row(text, edition, 1, "开放床位", "free.开放床位")
    )
    made = save_form(store, "enrolment", None, {"person.name": "张䶮", "free.开放床位": "36张"})
    record = bytes.fromhex(str(made.items[0]["id"]))
    assert snapshot_of(store, "enrolment", record).values["free.开放床位"] == "36张"
    for suffix in (".xlsx", ".docx"):
        target = tmp_path / f"表{suffix}"
        print_forms(store, key, Selection(ids=(record,)), target)
        read = read_form(target, known_editions(store.folder))
        assert (read.edition_id, read.values["free.开放床位"]) == (key, "36张")
    print_forms(store, key, Selection(ids=(record,)), tmp_path / "表.pdf")
    print_forms(store, ENROLMENT, Selection(ids=(record,)), tmp_path / "旧表.pdf")
    save_form(store, "enrolment", record, {"free.开放床位": ""})
    assert snapshot_of(store, "enrolment", record).values["free.开放床位"] == ""
    assert len(select(store, "enrolment", Selection())) == 1


def test_free_values_go_and_come_back_with_their_record(store):
    from app.operations.editing import delete_enrolments
    from app.store.undo import undo

    made = save_form(store, "enrolment", None, {"person.name": "张䶮", "free.开放床位": "36张"})
    record = bytes.fromhex(str(made.items[0]["id"]))
    delete_enrolments(store, [record])
    assert store.sql("SELECT count(*) FROM free_value") == [(0,)]
    undo(store)
    assert snapshot_of(store, "enrolment", record).values["free.开放床位"] == "36张"


def test_own_editions_are_in_the_backup(store, tmp_path):
    from app.store.backup import backup
    from app.store.restoring import restore

    key = copied(store.folder, name="本院报名表")
    backup(store, tmp_path / "b.zip")
    remove_edition(store.folder, key)
    store.close()
    restore(tmp_path / "b.zip", store.folder)
    assert edition_of(store.folder, key).name == "本院报名表"


@pytest.mark.parametrize("source", sorted(editions()))
def test_every_caption_that_is_offered_can_be_changed(source):
    edition = editions()[source]
    text = Path(edition.file).read_text("utf-8")
    offered = editing.captions(edition)
    assert offered
    for one in offered:
        changed = checked(editing.with_caption(text, one.at, "改过的字"), Path(edition.file))
        assert "改过的字" in words(changed) and one.at not in [
            c.at for c in editing.captions(changed) if c.text == one.text
        ]
