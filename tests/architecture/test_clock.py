"""No clock below the edge: the moment comes with the actor, and tests choose it in one place."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, Source, dotted, files, sources

# The edge: where a moment enters. Everything below is given one.
EDGE = {
    "absence/views/parents_around.py": "the forms for parents, where nobody is signed in",
    "site/views/kiosk.py": "a device at the door has no sign-in from which an actor could come",
    "comms/providers/notify_token.py": "GOV.UK Notify takes a token by the clock on the wall, good for half a minute",
    "comms/views/hooks.py": "a gateway has no sign-in from which an actor could come",
    "registers/views/by_link.py": "somebody outside says who was there by a link of one day, without a sign-in",
    "config/clock.py": "the command line's and the job runner's clock",
    "staff/signing_in.py": "a request gets its actor, and with it the moment",
    "site/standing_by.py": "the door while the database is away, when there can be no actor",
    "home/views/front.py": "the front door stands before any actor",
    "reports/views/trust.py": "a trust's page stands above its schools, where there is no actor of one",
}
CLOCKS = re.compile(
    r"(^|\.)(timezone\.(now|localdate|localtime)|datetime\.(now|utcnow|today)|date\.today"
    r"|time\.(time|time_ns|localtime|gmtime|strftime))$"
)
HIDDEN = {"django.utils.timezone": {"now", "localdate", "localtime"}, "time": {"time", "time_ns", "localtime"}}
OF_THE_DATABASE = {"auto_now", "auto_now_add"}


def test_nobody_below_the_edge_reads_the_clock() -> None:
    readings = [line for source in sources() if source.path not in EDGE for line in _readings(source)]
    assert not readings, f"take the moment from the actor, or a date as an argument: {readings}"


@pytest.mark.parametrize("path", EDGE)
def test_the_edge_is_no_wider_than_it_must_be(path: str) -> None:
    (source,) = [s for s in sources() if s.path == path]
    assert list(_readings(source)), f"{path} reads no clock any more: take it out of EDGE"


def test_no_page_asks_the_clock_by_itself() -> None:
    asking = [str(page) for page in files(PACKAGE, "*.html") if re.search(r"{%\s*now\b", page.read_text())]
    assert asking == []


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils import timezone\nx = timezone.now()",
        "from django.utils.timezone import now\nx = now()",
        "from datetime import date\nf = date.today",
        "import datetime\nx = datetime.datetime.now(tz)",
        "made = models.DateTimeField(auto_now_add=True)",
        "from django.db.models.functions import Now",
    ],
)
def test_a_clock_is_noticed(code: str) -> None:
    assert list(_readings(Source("pupils/planted.py", "rollbook.pupils.planted", ast.parse(code), 2)))


def _readings(source: Source) -> list[str]:
    return [source.at(node) for node in ast.walk(source.tree) if _reads(node)]


def _reads(node: ast.AST) -> bool:
    match node:
        case ast.Attribute():
            return bool(CLOCKS.search(dotted(node)))
        case ast.ImportFrom(module=str(module)):
            names = {alias.name for alias in node.names}
            return bool(names & HIDDEN.get(module, set())) or (module.startswith("django.db") and "Now" in names)
        case ast.keyword(arg=str(arg)):
            return arg in OF_THE_DATABASE
        case _:
            return False
