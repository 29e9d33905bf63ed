"""The enrolment form of so many people by the product into one PDF. Argument: how many."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from app.catalogue.fields import Value
from app.forms.editions import editions
from app.forms.fonts import faces
from app.forms.pdf import write_pdf
from app.forms.snapshot import Snapshot
from benchmarks.data_maker import people, photo
from benchmarks.figures import tell
from benchmarks.places import FOLDER


def snapshots(count: int) -> Iterator[Snapshot]:
    for number, person in enumerate(people(count)):
        values: dict[str, Value] = {
            **person,
            "person.photo": photo(number).read_bytes(),
            "enrolment.recommended": True,
        }
        yield Snapshot(values, id=str(number), name=person["person.name"])


def main(count: int) -> None:
    target = FOLDER / "ours.pdf"
    edition = editions()["sichuan-2018-enrolment"]
    written = write_pdf(edition, snapshots(count), target, faces=faces(system=False), total=count)
    assert written.documents == count
    tell(forms=count, size_mb=target.stat().st_size / 1e6)


if __name__ == "__main__":
    main(int(sys.argv[1]))
