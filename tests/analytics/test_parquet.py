"""A school-year as a file: what comes back is what went in, and a file that is not whole is named."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollbook.analytics import parquet
from rollbook.analytics.parquet import BadFile, NotSeen, files_in, place_of, read, write
from rollbook.analytics.school_year import TOTALS, days_as_text, days_of_text
from tests.analytics.made_schools import assert_same, made_school, school_days

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("pupils", [0, 1, 40])
def test_what_is_read_is_what_was_written(tmp_path: Path, pupils: int) -> None:
    school = made_school(pupils=pupils)

    assert_same(read(write(tmp_path, school)), school)


def test_the_matrix_is_not_copied_on_its_way(tmp_path: Path) -> None:
    codes = read(write(tmp_path, made_school()), ("codes",)).codes

    assert codes is not None
    assert codes.shape == (6, 732)
    assert not codes.flags.owndata


def test_another_tool_reads_the_columns(tmp_path: Path) -> None:
    place = write(tmp_path, made_school())

    (row, *_) = pq.read_table(place).to_pylist()

    assert list(row) == parquet.SCHEMA.names
    assert (row["urn"], row["la"], row["phase"], row["year"]) == ("100001", "301", "Secondary", 2026)
    assert row["possible"] == row["attended"] + row["authorised"] + row["unauthorised"]
    assert len(row["codes"]) == 732


def test_only_the_columns_that_are_asked_for_are_read(tmp_path: Path) -> None:
    found = read(write(tmp_path, made_school()), (*TOTALS, "year_group"))

    assert found.codes is None
    assert found.totals is not None
    assert found.totals.shape == (6, 6)
    assert list(found.texts) == ["year_group"]


def test_writing_again_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write(tmp_path, made_school(seed=1))
    place = write(tmp_path, made_school(seed=2))

    assert_same(read(place), made_school(seed=2))
    assert [p.name for p in place.parent.iterdir()] == ["100001.parquet"]


def test_a_write_that_fails_leaves_the_file_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write(tmp_path, made_school(seed=1))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, made_school(seed=2))

    assert_same(read(place), made_school(seed=1))
    assert [p.name for p in place.parent.iterdir()] == ["100001.parquet"]


@settings(max_examples=300, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, where: float, turned: int
) -> None:
    place = write(tmp_path_factory.getbasetemp() / "turned", made_school())
    content = bytearray(place.read_bytes())
    content[int(where * len(content))] ^= turned
    place.write_bytes(content)

    with suppress(BadFile):
        assert_same(read(place), made_school())


@pytest.mark.parametrize("part", [0, 0.3, 0.7, 0.99])
def test_a_file_that_was_cut_short_is_named(tmp_path: Path, part: float) -> None:
    place = write(tmp_path, made_school())
    content = place.read_bytes()
    place.write_bytes(content[: int(part * len(content))])

    with pytest.raises(BadFile, match=r"“2026/100001.parquet” is no whole Parquet file: .*\. Export"):
        read(place)


def test_a_foreign_parquet_file_is_named(tmp_path: Path) -> None:
    place = place_of(tmp_path, 2026, "100001")
    place.parent.mkdir()
    pq.write_table(pa.table({"pupil": ["a"], "codes": [b"1"]}), place)

    with pytest.raises(BadFile, match="not one that Rollbook wrote"):
        read(place)


def test_other_columns_under_our_heading_are_named(tmp_path: Path) -> None:
    place = write(tmp_path, made_school())
    heading = pq.read_metadata(place).metadata[b"rollbook"]
    table = pq.read_table(place).drop_columns(["late_after_close"])
    pq.write_table(table.replace_schema_metadata({b"rollbook": heading}), place)

    with pytest.raises(BadFile, match="has other columns than format 1 has"):
        read(place)


def test_another_format_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "FORMAT", 2)
    place = write(tmp_path, made_school())
    monkeypatch.undo()

    with pytest.raises(BadFile, match="is of format 2; this Rollbook reads format 1"):
        read(place)


@pytest.mark.parametrize("wrong", ["2025/100001.parquet", "2026/100002.parquet"])
def test_a_file_in_another_ones_place_is_named(tmp_path: Path, wrong: str) -> None:
    place = write(tmp_path, made_school())
    (tmp_path / wrong).parent.mkdir(exist_ok=True)
    place.rename(tmp_path / wrong)

    with pytest.raises(BadFile, match=r"holds the year 2026 of school 100001: it belongs at 2026/100001\.parquet"):
        read(tmp_path / wrong)


def test_a_code_that_nobody_knows_is_never_passed_over(tmp_path: Path) -> None:
    school = made_school()
    assert school.codes is not None
    school.codes[3, 100] = 200

    with pytest.raises(BadFile, match="holds a code numbered 200"):
        read(write(tmp_path, school))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotSeen, match="Can this machine see the folder"):
        read(place_of(tmp_path, 2026, "100001"))


def test_the_files_of_a_store_are_found_and_nothing_else(tmp_path: Path) -> None:
    schools = [made_school("100002"), made_school("100001"), made_school("100001", year=2025)]
    for school in schools:
        write(tmp_path, school)
    (tmp_path / "2026/.100001.x.part").write_bytes(b"left behind")

    assert [p.relative_to(tmp_path).as_posix() for p in files_in(tmp_path, 2026)] == [
        "2026/100001.parquet",
        "2026/100002.parquet",
    ]
    assert len(files_in(tmp_path)) == 3
    assert parquet.years_in(tmp_path) == (2025, 2026)


def test_a_bad_file_is_told_between_processes(tmp_path: Path) -> None:
    import pickle

    bad = pickle.loads(pickle.dumps(BadFile(place_of(tmp_path, 2026, "100001"), "is damaged.")))

    assert isinstance(bad, BadFile)
    assert bad.says == "“2026/100001.parquet” is damaged."


def test_school_days_as_text_are_the_same_days() -> None:
    text = days_as_text(2026, school_days())

    assert len(text) == 366
    assert days_of_text(2026, text) == school_days()
    with pytest.raises(ValueError, match="366"):
        days_of_text(2026, text[1:])
