"""The data in another place: copied whole, or found there from before; the first ones stay."""

from __future__ import annotations

import pytest

from app.catalogue import place
from app.catalogue.problems import Refusal
from app.operations.moving import NAME, move_data
from app.store.opening import open_store


@pytest.fixture
def usual(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "usual_folder", lambda: tmp_path / "usual")
    return tmp_path / "usual"


def people(folder):
    with open_store(folder) as store:
        return store.sql("SELECT count(*) FROM person")[0][0]


def test_everything_is_copied_and_used_from_now_on(filled, usual, tmp_path):
    filled.workbench().set_setting("operator", "李敏")
    outcome = move_data(filled, tmp_path / "D")
    target = tmp_path / "D" / NAME
    assert outcome.items == [{"folder": str(target), "found": False}]
    assert place.default_folder() == target
    assert people(target) == filled.sql("SELECT count(*) FROM person")[0][0] > 0
    with open_store(target) as moved:
        assert moved.workbench().setting("operator") == "李敏"
    assert not [one.name for one in target.iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize("chosen", [".", NAME])
def test_data_that_are_there_already_are_kept(filled, usual, tmp_path, chosen):
    open_store(tmp_path / "D" / NAME).close()
    outcome = move_data(filled, tmp_path / "D" / chosen)
    assert outcome.items == [{"folder": str(tmp_path / "D" / NAME), "found": True}]
    assert place.default_folder() == tmp_path / "D" / NAME and people(place.default_folder()) == 0


@pytest.mark.parametrize("chosen", ["", "backups"])
def test_the_present_place_is_refused(filled, usual, chosen):
    with pytest.raises(Refusal) as refused:
        move_data(filled, filled.folder / chosen)
    assert refused.value.problem.code == "STO-050" and place.default_folder() == usual
