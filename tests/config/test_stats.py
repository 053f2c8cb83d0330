"""`rollbook stats`: a school-year out of the database and back as figures, incrementally; its errors and statuses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rollbook.analytics.parquet import heading, place_of, read
from rollbook.audit.models import AccessEntry
from rollbook.config import cli
from rollbook.config.commands import stats
from rollbook.config.store.exporting import export_years
from rollbook.pupils.models import Characteristic
from rollbook.registers.models import PupilYear
from rollbook.rules.actor import Actor
from rollbook.rules.year_row import row_of, totals_of
from rollbook.schools.models import Closure, Policy
from rollbook.schools.queries import rollbook_at
from tests.builders import a_pupil
from tests.registers.classroom import MONDAY, Classroom
from tests.registers.tapping import tap_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Classroom:
    room = Classroom(size=6)
    tap_all(room, {0: "I", 1: "O", 2: "L"})
    return room


def _rollbook(room: Classroom) -> Actor:
    return rollbook_at(room.school.pk, room.actor.now)


def _place(room: Classroom, folder: Path) -> Path:
    return place_of(folder, 2026, room.school.urn)


def test_an_exported_year_holds_every_pupil_with_the_marks_of_the_register(room: Classroom, tmp_path: Path) -> None:
    (done,) = export_years(_rollbook(room), tmp_path)

    found = read(done.place)

    assert (done.place, done.pupils) == (_place(room, tmp_path), 6)
    assert found.codes is not None
    assert found.totals is not None
    rows = dict(zip(found.texts["pupil"].each(), found.codes, strict=True))
    kept = {str(y.pupil.public_id): bytes(y.codes) for y in PupilYear.objects.select_related("pupil")}
    assert {pupil: row.tobytes() for pupil, row in rows.items()} == kept
    counted = [totals_of(row.tobytes(), 2026) for row in found.codes]
    assert [t.possible for t in counted] == found.totals[:, 0].tolist()
    assert [t.late_before_close for t in counted] == found.totals[:, 4].tolist()
    assert (sum(t.authorised for t in counted), sum(t.unauthorised for t in counted)) == (1, 1)


def test_the_heading_says_whose_it_is_and_how_far_the_record_went(room: Classroom, tmp_path: Path) -> None:
    export_years(_rollbook(room), tmp_path)

    about = heading(_place(room, tmp_path))

    assert (about.urn, about.la, about.phase, about.name) == (room.school.urn, "380", "Secondary", "Oakfield School")
    assert about.chain is not None
    assert (about.chain.seq, len(about.chain.hash)) == (1, 64)
    assert MONDAY in about.school_days
    assert date(2026, 9, 5) not in about.school_days


def test_what_is_true_of_a_pupil_is_said_as_of_the_last_day(room: Classroom, tmp_path: Path) -> None:
    first, second, third = room.pupils[:3]
    for pupil, kind, last in ((first, "fsm", None), (second, "sen", date(2026, 9, 4)), (third, "ehcp", None)):
        Characteristic.objects.create(school=room.school, pupil=pupil, kind=kind, first=date(2026, 9, 1), last=last)
    second.enrolments.update(last_day=date(2026, 9, 3))
    export_years(_rollbook(room), tmp_path)

    found = read(_place(room, tmp_path))

    at = found.texts["pupil"].each().index
    one, two, three = (at(str(pupil.public_id)) for pupil in (first, second, third))
    assert [found.flags["fsm"][n] for n in (one, two, three)] == [1, 0, 0]
    assert [found.flags["sen"][n] for n in (one, two, three)] == [0, 1, 0]  # it was, on the last day on roll
    assert [found.flags["ehcp"][n] for n in (one, two, three)] == [0, 0, 1]
    assert {found.texts[name].each()[one] for name in ("year_group", "group", "sex")} == {"9", "9A", "F"}
    assert str(found.dates["last_day"][two]) == "2026-09-03"
    assert str(found.dates["last_day"][one]) == "NaT"
    assert str(found.dates["compulsory_to"][one]) == "2029-06-29"


Change = Callable[[Classroom], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda room: tap_all(room, {3: "I"}),
        lambda room: room.pupils[0].enrolments.update(last_day=date(2026, 9, 7)),
        lambda room: Closure.objects.create(
            school=room.school, kind="inset", name="Training", first=date(2026, 9, 10), last=date(2026, 9, 10)
        ),
        lambda room: Policy.objects.update(count_no_reason_for_penalty=False),
        lambda room: Characteristic.objects.create(
            school=room.school, pupil=room.pupils[0], kind="fsm", first=date(2026, 9, 1)
        ),
        lambda room: a_pupil(room.school, group=room.group),
    ],
    ids=["a save", "a leaver", "the calendar", "the policy", "a characteristic", "somebody new"],
)
def test_a_year_is_written_again_only_where_something_changed(room: Classroom, tmp_path: Path, change: Change) -> None:
    export_years(_rollbook(room), tmp_path)
    before = _place(room, tmp_path).read_bytes()

    (again,) = export_years(replace(_rollbook(room), now=room.actor.now + timedelta(hours=1)), tmp_path)
    assert (again.pupils, _place(room, tmp_path).read_bytes()) == (None, before)

    change(room)
    (changed,) = export_years(_rollbook(room), tmp_path)
    assert changed.pupils is not None
    assert _place(room, tmp_path).read_bytes() != before


def test_a_damaged_file_is_written_again(room: Classroom, tmp_path: Path) -> None:
    export_years(_rollbook(room), tmp_path)
    place = _place(room, tmp_path)
    place.write_bytes(place.read_bytes()[:500])

    (again,) = export_years(_rollbook(room), tmp_path)

    assert again.pupils == 6
    assert read(place).pupils == 6


def test_an_export_takes_the_same_statements_whatever_the_size(
    room: Classroom, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    actor = _rollbook(room)
    with django_assert_num_queries(12):
        export_years(actor, tmp_path)
    with django_assert_num_queries(10):
        export_years(actor, tmp_path)
    for _ in range(5):
        a_pupil(room.school, group=room.group)
    with django_assert_num_queries(12):
        export_years(actor, tmp_path)


def test_an_export_is_noted_as_an_access_and_one_that_skips_is_not(room: Classroom, tmp_path: Path) -> None:
    export_years(_rollbook(room), tmp_path)
    export_years(_rollbook(room), tmp_path)

    (entry,) = AccessEntry.objects.filter(school_id=room.school.pk, what__startswith="export of")
    assert entry.what == "export of school-years: 1"


def test_whoever_comes_next_year_is_not_in_this_one(room: Classroom, tmp_path: Path) -> None:
    coming = a_pupil(room.school, first_day=date(2027, 9, 1))
    PupilYear.objects.create(school=room.school, year=2026, pupil=coming, codes=bytes(732))

    (done,) = export_years(_rollbook(room), tmp_path)

    assert done.pupils == 6


def test_another_school_is_not_in_it(room: Classroom, tmp_path: Path) -> None:
    other = Classroom(size=2)
    tap_all(other, {})

    export_years(_rollbook(room), tmp_path)

    theirs = {str(pupil.public_id) for pupil in other.pupils}
    assert not theirs & set(read(_place(room, tmp_path)).texts["pupil"].each())
    assert not _place(other, tmp_path).exists()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command as a person gives it: its status, what it says, what it complains of."""
    monkeypatch.setattr(stats, "start_office", lambda: None)

    def ask(*words: object) -> tuple[int, str, str]:
        status = cli.main(["stats", *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return ask


Ask = Callable[..., tuple[int, str, str]]


def test_what_was_exported_is_counted(room: Classroom, tmp_path: Path, asked: Ask) -> None:
    status, said, _ = asked("export", tmp_path, "--school", room.school.slug, "--year", "2026")
    assert (status, said.splitlines()[0]) == (0, f"{_place(room, tmp_path)}: 6 pupils written.")
    assert "nothing has changed" in asked("export", tmp_path)[1]

    status, said, complaint = asked("run", "attendance", tmp_path, "--json")

    assert (status, complaint) == (0, "")
    table = json.loads(said)
    assert table["title"] == "Attendance and absence, 2026/27"
    (row,) = table["rows"]
    assert dict(zip(table["columns"], row, strict=True)) == {
        "Schools": "All", "Pupils": 6, "Possible sessions": 6, "Attended": 4, "Authorised": 1, "Unauthorised": 1,
        "Late before close": 1, "Late after close": 0, "Attendance %": "66.7", "Absence %": "33.3",
        "Unauthorised %": "16.7",
    }  # fmt: skip


def test_a_practice_nation_is_written_counted_and_checked(tmp_path: Path, asked: Ask) -> None:
    words = ("practice", tmp_path, "--schools", 8, "--pupils", 40, "--seed", 2, "--year", 2025)
    assert asked(*words)[0] == 0
    files = {file.name: read(file).codes for file in (tmp_path / "2025").iterdir()}
    asked(*words)
    assert all((read(tmp_path / "2025" / name).codes == codes).all() for name, codes in files.items())

    for name in stats.NAMES:
        status, said, _ = asked("run", name, tmp_path, "--by", "phase", "--csv", "--show-small")
        columns, *rows = csv.reader(io.StringIO(said))
        assert (status, columns[0]) == (0, "Phase")
        assert rows
        assert all(len(row) == len(columns) for row in rows)
    assert asked("check", tmp_path) == (0, "8 files read whole and counted again; none of them bad.\n", "")


def test_small_numbers_are_hidden_unless_asked_for(room: Classroom, tmp_path: Path, asked: Ask) -> None:
    asked("export", tmp_path)

    (row,) = json.loads(asked("run", "persistent", tmp_path, "--json")[1])["rows"]
    assert row == ["All", 6, "c", 0, "c", "c", "c", "c"]

    table = json.loads(asked("run", "persistent", tmp_path, "--json", "--show-small")[1])
    assert table["rows"] == [["All", 6, 4, 0, 2, 2, "33.3", "33.3"]]
    assert "may not be passed on" in table["notes"][-1]


def test_a_bad_file_is_named_and_2_and_listed_where_it_is_skipped(tmp_path: Path, asked: Ask) -> None:
    asked("practice", tmp_path, "--schools", 3, "--pupils", 40, "--year", 2025)
    bad = tmp_path / "2025/900001.parquet"
    bad.write_bytes(b"no such thing")

    status, said, complaint = asked("run", "attendance", tmp_path)
    assert (status, said) == (2, "")
    assert complaint.startswith("“2025/900001.parquet” is no whole Parquet file")

    status, said, complaint = asked("run", "attendance", tmp_path, "--skip-bad", "--json")
    assert status == 0
    assert complaint.startswith(f"Skipped: “{bad}” is no whole Parquet file")
    assert [one["file"] for one in json.loads(said)["skipped"]] == [str(bad)]
    assert any("1 file was skipped" in note for note in json.loads(said)["notes"])

    status, said, _ = asked("check", tmp_path)
    assert status == 1
    assert said.splitlines()[0].startswith("BAD “2025/900001.parquet”")
    assert said.splitlines()[-1] == "3 files read whole and counted again; 1 of them bad."


def test_totals_that_are_not_those_of_the_marks_are_found(tmp_path: Path, asked: Ask) -> None:
    from rollbook.analytics.parquet import write
    from rollbook.rules.sessions import Half, Session
    from tests.analytics.made_schools import made_school

    school = made_school()
    assert school.codes is not None
    session = Session(school.heading.school_days[-1], Half.PM)
    other = "I" if school.codes[2].tobytes()[:] != row_of({session: "I"}, 2026) else "O"
    school.codes[2] = 0
    school.codes[2, :] = list(row_of({session: other}, 2026))
    write(tmp_path, school)

    status, said, _ = asked("check", tmp_path)

    assert status == 1
    assert "has totals of 1 pupils that are not those of their marks" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "height", "DIR"), "There is no statistic called “height”"),
        (("run", "weeks", "DIR/gone"), "is no folder"),
        (("run", "weeks", "DIR"), "has no school-years"),
        (("run", "weeks", "DIR", "--json", "--csv"), "not both"),
        (("run", "weeks", "DIR", "--workers", "0"), "has no school-years"),
        (("run", "weeks", "DIR", "--scheduler", "tcp://x:1", "--workers", "2"), "Leave one of the two out"),
        (("practice", "DIR", "--schools", "0"), "Practice schools are 1 to"),
        (("practice", "DIR", "--year", "1066"), "1066 is not a school year"),
        (("export", "DIR", "--year", "20"), "20 is not a school year"),
        (("export", "DIR", "--school", "nope"), "There is no school called “nope” here"),
        (("check", "DIR", "--year", "2020"), "has no school-years of 2020"),
        ((), "required"),
    ],
)
def test_bad_use_is_one_sentence_and_2(tmp_path: Path, asked: Ask, words: tuple[str, ...], says: str) -> None:
    Classroom(size=1)

    status, said, complaint = asked(*(word.replace("DIR", str(tmp_path)) for word in words))

    assert (status, said, complaint.count("\n")) == (2, "", 1)
    assert says in complaint


def test_a_worker_that_died_is_one_sentence_and_1(tmp_path: Path, asked: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from rollbook.analytics import over_files

    asked("practice", tmp_path, "--schools", 2, "--pupils", 5)

    def died(*_: object) -> None:
        raise over_files.Stopped("A worker process ended in the middle, so nothing was counted. Run it again.")

    monkeypatch.setattr(over_files, "whole", died)

    assert asked("run", "attendance", tmp_path) == (
        1,
        "",
        "A worker process ended in the middle, so nothing was counted. Run it again.\n",
    )
