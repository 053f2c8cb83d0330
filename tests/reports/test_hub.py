"""Two shards and a hub, each a PostgreSQL server of its own: read as one, never written, never wrong in silence."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.urls import reverse

from rollbook.config.cli import main
from rollbook.reports.hub import checking, joining, reading
from rollbook.reports.hub.published import VIEWS
from rollbook.rules.refused import Refused
from rollbook.schools.models import School, Trust
from tests.builders import a_school
from tests.registers.classroom import At
from tests.reports.servers import PASSWORD, READER, Server
from tests.reports.trust_room import FRIDAY, a_marked_school, a_trust, a_trust_officer

pytestmark = pytest.mark.django_db
# Where a statement fails, or a shard changes meanwhile: inside one transaction nothing more could be asked.
committing = pytest.mark.django_db(transaction=True)

YEAR = 2026
NORTH = ("150001,Ash,60", "150002,Birch,50")
SOUTH = ("150003,Cedar,80",)
CLI = ("-m", "rollbook.config.cli", "hub")


@dataclass
class Shards:
    """The two that publish, and the file with their readers' password."""

    north: Server
    south: Server
    password: Path

    def join(self, name: str) -> int:
        return joining.join(name=name, dsn=getattr(self, name).dsn, password=PASSWORD)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shards]:
    """Made once: two servers, in each a whole Rollbook with its schools, published by its own command."""
    password = tmp_path_factory.mktemp("hub") / "password"
    password.write_text(f"{PASSWORD}\n")
    north = Server.started()
    north.rollbook("-m", "tests.reports.a_shard")
    south = north.copied()
    try:
        with ThreadPoolExecutor() as both:
            made = (("north", north, NORTH), ("south", south, SOUTH))
            for one in [both.submit(_publish, server, name, schools, password) for name, server, schools in made]:
                one.result()
        yield Shards(north, south, password)
    finally:
        north.remove()
        south.remove()


def _publish(server: Server, name: str, schools: tuple[str, ...], password: Path) -> None:
    server.start()
    server.rollbook("-m", "tests.reports.a_shard", *schools)
    server.rollbook(*CLI, "publish", name, "--role", READER, "--password-file", str(password))


@pytest.fixture
def joined(db: None, shards: Shards) -> Iterator[Shards]:
    """This test's own database is the hub."""
    cache.clear()
    for name in ("north", "south"):
        shards.join(name)
    yield shards
    cache.clear()
    if not connection.in_atomic_block:
        for shard in reading.shards():
            joining.leave(name=shard.name)
        connection.close()  # and with it what it held open to the shards


def sums() -> list[tuple[str, int, int]]:
    return [(one.urn, one.pupils, one.possible) for one in checking.sums_of(YEAR)]


def test_a_school_is_summed_where_it_is_kept_and_only_sums_travel(joined: Shards) -> None:
    assert sums() == [("150001", 60, 1680), ("150002", 50, 1400), ("150003", 80, 2240)]

    plan = checking.plan_of(YEAR)
    sent = [line for line in plan.splitlines() if "Remote SQL" in line]
    assert len(sent) == 2
    assert all("sum(possible)" in line and "GROUP BY" in line for line in sent), plan
    assert plan.count("Async Foreign Scan") == 2, "the shards are asked at the same time"


def test_the_trusts_page_shows_the_schools_of_both_shards_and_of_the_hub_itself(joined: Shards) -> None:
    trust = a_trust()
    a_marked_school("Damson", {"7": ["/" * 14]}, trust=trust)
    a_marked_school("Another trust's", {"7": ["/" * 14]}, trust=a_trust("Southern Trust"))

    view = _opened(trust).context["view"]

    assert {(row.name, row.shard) for row in view.rows} == {
        ("Ash", "north"),
        ("Birch", "north"),
        ("Cedar", "south"),
        ("Damson", ""),
    }
    assert view.together.pupils == 60 + 50 + 80 + 1
    assert view.together.totals.possible == sum(possible for _, _, possible in sums()) + 28
    assert view.together.persistent == 3, "one child who is often ill in each school of a shard"


def test_a_trust_officer_of_one_school_sees_no_shard(joined: Shards) -> None:
    from rollbook.rules.access import Role
    from tests.builders import a_role, a_user

    trust = a_trust()
    own, user = a_marked_school("Damson", {"7": ["/" * 14]}, trust=trust), a_user("T. Part")
    a_role(user, own, Role.TRUST)

    answer = At(user, FRIDAY).get(reverse("trust-year", kwargs={"trust": trust.slug}))

    assert [row.name for row in answer.context["view"].rows] == ["Damson"]


@committing
def test_a_shard_that_does_not_answer_is_said_and_its_last_figures_stand_for_it(joined: Shards) -> None:
    trust = a_trust()
    reading.keep(FRIDAY - timedelta(minutes=48))
    joined.south.stop()
    try:
        answer = _opened(trust)
        page, view = answer.content.decode(), answer.context["view"]
        again = _opened(trust).context["view"]
    finally:
        joined.south.start()

    assert "Figures of shard south as at Fri 18 Sep, 15:42; it does not answer now." in page
    assert view.together.pupils == again.together.pupils == 190
    assert [shard.name for shard in view.silent] == ["south"]
    cache.clear()
    assert not _opened(trust).context["view"].silent


@committing
def test_of_a_shard_that_never_said_anything_no_total_is_made(joined: Shards) -> None:
    trust = a_trust()
    joined.south.stop()
    try:
        answer = _opened(trust)
    finally:
        joined.south.start()

    page = answer.content.decode()
    assert "Shard south does not answer and nothing is known of it: its schools are missing here" in page
    assert "<tfoot>" not in page
    assert {row.name for row in answer.context["view"].rows} == {"Ash", "Birch"}


@committing
def test_a_shard_that_did_not_answer_is_left_alone_for_a_while(joined: Shards) -> None:
    trust = a_trust()
    joined.south.stop()
    try:
        reading.read_trust(trust.slug, YEAR, FRIDAY)
    finally:
        joined.south.start()

    silent = reading.read_trust(trust.slug, YEAR, FRIDAY)
    assert [(shard.name, shard.answers) for shard in silent.shards] == [("north", True), ("south", False)]


@committing
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO rollbook_shards.pupil_years (shard, urn, year) VALUES ('south', '1', 2026)",
        "UPDATE rollbook_shards.schools SET name = 'Oak'",
        "DELETE FROM rollbook_shards.north_pupil_years",
    ],
)
def test_nothing_is_written_through_the_hub(joined: Shards, statement: str) -> None:
    before = sums()

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement)

    assert sums() == before


@committing
def test_a_foreign_table_says_that_it_is_not_for_writing(joined: Shards) -> None:
    with pytest.raises(DatabaseError, match="does not allow inserts"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO rollbook_shards.north_schools (shard, urn) VALUES ('north', '1')")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registers_mark SET code = '/'",
        "SELECT legal_surname FROM pupils_pupil",
        "SELECT codes FROM registers_pupilyear",
        "SELECT username FROM staff_user",
        "UPDATE rollbook_hub.about SET name = 'mine'",
        "CREATE TABLE rollbook_hub.mine (a int)",
        "CREATE TABLE mine (a int)",
    ],
)
def test_the_readers_account_reads_the_views_and_nothing_else(shards: Shards, statement: str) -> None:
    with psycopg.connect(shards.north.dsn, password=PASSWORD, autocommit=True) as reader:
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(statement)


def test_no_name_is_published(shards: Shards) -> None:
    names = {name for view in VIEWS for name, _ in view.columns}
    assert not {
        name for name in names if "surname" in name or "forename" in name or "pupil_id" in name or "upn" in name
    }
    with psycopg.connect(shards.north.url) as owner:
        every = owner.execute(
            "SELECT legal_surname FROM pupils_pupil UNION SELECT legal_forename FROM pupils_pupil"
            " UNION SELECT public_id::text FROM pupils_pupil"
        ).fetchall()
        told = "\n".join(
            str(row) for view in VIEWS for row in owner.execute(f"SELECT v::text FROM rollbook_hub.{view.name} v")
        )
    assert len(every) > 100
    assert not [name for (name,) in every if name in told]


def test_the_password_stands_in_no_log_of_a_server(joined: Shards) -> None:
    assert PASSWORD not in (joined.north.place / "log").read_text()
    with psycopg.connect(joined.north.url) as owner:
        (kept,) = owner.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [READER]).fetchone() or ("",)
    assert kept.startswith("SCRAM-SHA-256")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": "west"}, "calls itself “north”"),
        ({"name": "North!"}, "cannot be a shard's name"),
        ({"password": "another"}, "cannot be read"),
        ({"dsn": "host=127.0.0.1 port=1 dbname=rollbook user=hub_reader"}, "cannot be read"),
        ({"dsn": "dbname=rollbook user=hub_reader"}, "lacks host"),
        ({"dsn": "host=a dbname=b user=c password=d"}, "does not belong in the address"),
        ({"dsn": "host=a dbname=b user=c options=-cwork_mem=1"}, "may not set options"),
        ({"dsn": "no=such=thing"}, "cannot be read"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_a_sentence(shards: Shards, changed: dict[str, str], says: str) -> None:
    asked = {"name": "north", "dsn": shards.north.dsn, "password": PASSWORD, **changed}

    with pytest.raises(Refused, match=says):
        joining.join(**asked)

    assert reading.shards() == ()


def test_an_account_that_may_do_more_than_read_is_not_joined_with(shards: Shards) -> None:
    with pytest.raises(Refused, match="may do more on the shard than read"):
        joining.join(name="north", dsn=shards.north.dsn.replace(READER, "rollbook"), password="")


def test_a_school_that_would_be_counted_twice_keeps_its_shard_out(shards: Shards) -> None:
    school = a_school("Ash, before it moved")
    School.objects.filter(pk=school.pk).update(urn="150001")

    with pytest.raises(Refused, match="150001 is kept here too"):
        shards.join("north")


def test_to_join_again_is_to_renew_and_to_leave_is_to_leave_nothing(joined: Shards) -> None:
    assert joined.join("north") == 2
    assert sums() == [("150001", 60, 1680), ("150002", 50, 1400), ("150003", 80, 2240)]

    joining.leave(name="north")

    assert [shard.name for shard in reading.shards()] == ["south"]
    assert sums() == [("150003", 80, 2240)]
    with pytest.raises(Refused, match="No shard called “north”"):
        joining.leave(name="north")


@committing
def test_the_check_says_what_each_shard_was_sent_and_what_is_wrong(
    joined: Shards, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hub", "check", "--year", "2026"]) == 0
    told = capsys.readouterr().out
    assert "north: 2 schools summed where they are kept." in told
    assert "sent to it: SELECT shard, urn, count(*)" in told

    with psycopg.connect(joined.north.url, autocommit=True) as owner:
        owner.execute("UPDATE reports_schoolfigures SET attended = attended - 1")
        try:
            assert main(["hub", "check", "--year", "2026"]) == 1
        finally:
            owner.execute("UPDATE reports_schoolfigures SET attended = attended + 1")
    told = capsys.readouterr().out
    assert "BROKEN north counts other figures for the school with URN 150001 than its rows say." in told


@committing
def test_the_commands_list_join_and_leave(shards: Shards, capsys: pytest.CaptureFixture[str]) -> None:
    cache.clear()
    words = ["--dsn", shards.north.dsn, "--password-file", str(shards.password)]
    assert main(["hub", "join", "north", *words]) == 0
    assert main(["hub", "list"]) == 0
    assert main(["hub", "leave", "north"]) == 0
    assert main(["hub", "list"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "The shard “north” has joined with 2 schools.",
        "north: answers",
        "The shard “north” is read no more. Nothing has changed there.",
        "No shard has joined this Rollbook.",
    ]


def test_the_views_step_aside_for_a_migration_and_come_back(shards: Shards) -> None:
    back_and_forth = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'reports', '0001', verbosity=0)\n"
        "call_command('migrate', verbosity=0)\n"
    )
    shards.north.rollbook("-c", back_and_forth)

    with psycopg.connect(shards.north.dsn, password=PASSWORD) as reader:
        assert reader.execute("SELECT count(*) FROM rollbook_hub.pupil_years").fetchone() == (110,)


def _opened(trust: Trust):  # type: ignore[no-untyped-def]
    user = a_trust_officer(trust, f"T. {datetime.now(UTC):%f}")
    return At(user, FRIDAY).get(reverse("trust-year", kwargs={"trust": trust.slug}))
