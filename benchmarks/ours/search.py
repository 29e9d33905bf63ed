"""The search box of the window: any part of a name, initials, ID number or phone; at most 50 found."""

from __future__ import annotations

from app.store.light import open_light
from app.store.search import search_people
from benchmarks.places import LEDGER
from benchmarks.searches import tell_times

if __name__ == "__main__":
    light = open_light(LEDGER)
    assert light is not None
    opened = light
    tell_times(lambda _, text: search_people(opened, text))
