"""`rollbook hub` where there is no hub: on SQLite a sentence, on PostgreSQL an empty list; passwords never in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from rollbook.config.cli import main
from rollbook.reports.hub.naming import checked
from rollbook.reports.hub.published import VIEWS
from rollbook.rules.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", ["list", "check"])
def test_without_shards_there_is_nothing_to_list(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["hub", act])

    told = capsys.readouterr()
    if connection.vendor == "sqlite":
        assert status == 2
        assert "Shards and a hub need PostgreSQL" in told.err
    else:
        assert (status, told.out) == (0, "No shard has joined this Rollbook.\n")


def test_no_command_takes_a_password_as_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "publish", "north", "--role", "reader", "--password", "secret"]) == 2
    assert "secret" not in capsys.readouterr().out


def test_a_password_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["hub", "publish", "north", "--role", "reader", "--password-file", str(tmp_path / "none")]
    assert main(words) == 2
    if connection.vendor == "postgresql":
        assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["publish", "north"], "Write “rollbook hub publish NAME --role R”."),
        (["join"], "Write “rollbook hub join NAME --dsn ADDRESS”."),
        (["leave"], "Write “rollbook hub leave NAME”."),
    ],
)
def test_what_is_lacking_is_said(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", *words]) == 2
    assert says in capsys.readouterr().err or connection.vendor == "sqlite"


@pytest.mark.parametrize("name", ["", "North", "1st", "a-b", "a b", "x" * 31, 'a"; DROP TABLE a; --', "ä"])
def test_a_name_that_could_be_more_than_a_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="cannot be a shard's name"):
        checked(name, "a shard's name")


def test_every_view_begins_with_the_shard_and_the_school() -> None:
    assert {tuple(name for name, _ in view.columns[:2]) for view in VIEWS} == {("shard", "urn")}
