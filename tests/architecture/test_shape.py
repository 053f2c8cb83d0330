"""The shape of the house: small files with known names, so that whoever looks finds the thing where they look first."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import PACKAGE, ROOT, files, sources

MOST_LINES = 400
SWEEPINGS = {"utils", "util", "helpers", "services", "managers", "signals", "common", "misc", "tools", "exceptions"}

# The file names of a part of the office; each may be a package of the same name, split by subject.
KNOWN = {"models", "queries", "actions", "events", "reactions", "jobs", "forms", "views", "urls", "apps"}
OFFICE = sorted(p.parent.name for p in PACKAGE.glob("*/apps.py") if p.parent.name not in {"web", "jobs", "demo"})

# What a part has besides, and why it is none of the above.
BESIDES = {
    "audit": {
        "guards": "the triggers that keep what must never change",
        "keys": "encryption and signatures for every part",
        "new_tables": "every table of a new database, made in one go",
        "once": "what the parts of one page ask is read once",
        "partitions": "tables laid out by date on PostgreSQL",
        "planner": "what SQLite knows of its tables when it plans a query",
        "prepared": "statements that are written once and asked many times",
        "snapshots": "reading as of one moment while others write",
        "turns": "who writes next on SQLite",
    },
    "comms": {
        "elsewhere_forms": "what is typed to send a message that failed to another address",
        "mailbox_forms": "what is typed about the mailbox that families write to",
        "facts": "the parts of the office that know what a letter can say of a pupil",
        "guards": "this part's list of tables that may only grow",
        "letter_forms": "what is typed about letters, beside messages' own forms",
        "letter_texts": "the letters that every school has from the start",
        "paper": "letters as pages",
        "word_letters": "letters that are written in Word",
        "practice": "a mail server and a text gateway that send nothing on, for training and tests",
        "providers": "those through whom messages go, one module each, all of one shape",
        "wanted": "who is asked whether a waiting message is still wanted",
        "wording_forms": "the forms of wordings, of the rules of messages and of a contact's wishes",
        "words": "where a message's words belong when they are encrypted",
    },
    "staff": {"signing_in": "the edge where a request gets its actor"},
    "pupils": {
        "group_forms": "the forms of groups, which have addresses of their own",
        "group_urls": "groups are set up below another address than the import",
        "own_field_forms": "what is asked of a field of the school's own, and what is typed into one",
        "own_field_urls": "own fields are set up below an address of their own",
    },
    "registers": {
        "ahead_forms": "what the office says ahead of September, examinations and festivals",
        "bulk_forms": "what the grid of a week sends",
        "chase_forms": "the form of whom a late register is told to",
        "closure_forms": "the form of an unexpected closure",
        "day_forms": "what the office says of days that are not ordinary",
        "guards": "this part's list of tables that may only grow",
        "issue": "the signed issue of a register and its row tokens",
        "notes": "where a note's ciphertext belongs",
        "outing_events": "what is announced of pupils elsewhere together, beside the marks' own",
        "outing_forms": "the forms of pupils elsewhere together, and of who was there",
        "plan_forms": "the forms of planned absences, of one pupil or many",
        "route_forms": "the forms of routes to school, and of a bus that was late",
        "session_rule_forms": "the form of where session marks come from",
        "verifying": "the record against its chain, seals and totals",
        "watching": "an open board's question, answered before any sign-in is looked at",
    },
    "site": {
        "issue": "the tokens that stand for an emergency list on a phone",
        "around_events": "what is announced around the school day, beside the desk's own",
        "around_forms": "the forms of clubs, passes, supply and boarding, beside the desk's own",
        "keeping": "the emergency list as a file, which outlives the database",
        "paper": "what that list says, as its template takes it",
        "room_forms": "what is typed at an internal room's roll",
        "standing_by": "the door to it while the database is away",
    },
    "absence": {
        "daily_forms": "the form of when daily lists are announced",
        "contact_forms": "the forms of first-day contact, its ladders and its hold",
        "guards": "this part's list of tables that may only grow",
        "parents_forms": "the questions of the form for parents, one form each",
        "issue": "the signed visit in a visitor's hands, and the tokens of its children",
        "late_forms": "what is typed about lateness, and about figures given out",
        "line_forms": "the forms of the absence line: filing, ringing back, noting a call",
        "chase_forms": "the form of the steps by which reasons are chased",
        "visit_forms": "the forms of home visits, from asking for one to the answers at its door",
        "words": "days, sessions and families as the office writes them",
    },
    "meetings": {
        "guards": "this part's list of tables that may only grow",
        "paper": "minutes and packs as pages",
        "places": "where the words of a meeting belong when they are encrypted",
    },
    "reports": {
        "asked": "what is asked of a report, as values",
        "drawing": "a report on a page, on paper, and as files",
        "hub": "several Rollbooks on PostgreSQL, read as one",
        "kind": "what one kind of report is",
        "kinds": "the kinds of report, one in each file",
        "list_forms": "what is asked of a list of pupils, as it is made",
        "lists": "lists of pupils: their columns, what stands in them, those that every school has",
        "report": "a report as values, before anybody draws it",
        "saving_forms": "what is typed to save a report and to have it sent",
        "templatetags": "the tag that draws a report",
    },
    "evidence": {
        "guards": "this part's list of tables that may only grow",
        "paper": "what the pages of a bundle say, as their templates take it",
    },
    "rewards": {
        "guards": "this part's list of tables that may only grow",
        "paper": "certificates as pages",
    },
    "cases": {
        "doing": "what a step does beyond being recorded, declared by its process",
        "finding": "what begins a case by the school's own policy, declared by its process",
        "known": "the processes of which cases can be opened",
        "looking": "what a process shows of a case beyond its facts, declared by it",
        "stage_forms": "the form of the school's stages",
        "words": "where what is written in a case belongs, and reading it back",
    },
    "processes": {
        "authority_files": "the form of an authority as PDF, Word or CSV",
        "declared": "the declaration in a process's folder",
        "drawing": "the page of a process in the documents",
        "example_week": "the marks that several processes' examples are drawn with",
        "letters": "the letters in a process's folder",
        "particulars": "what the admission register holds of a pupil, as fields",
        "profiles": "the local authorities that this Rollbook knows",
        "returns": "what goes to an authority from a case, as fields",
        "staged": "what the processes by the school's own stages share",
        "staging": "how the school's stages find pupils, and how a case shows them",
        "starting": "making the processes known when the house starts",
    },
    "files": {
        "disk": "where the bytes lie, encrypted, beside the database",
        "guards": "this part's list of tables that may only grow",
        "kinds": "what files are kept for, and who may open each",
    },
    "home": {
        "doors": "the addresses in front of a school",
        "need_forms": "the form of what a pupil needs when the alarm goes",
        "watch_forms": "the filters of the watch lists",
    },
}


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    ours = [path for folder in ("rollbook", "tests", "bin") for path in files(ROOT / folder, "*.py")]
    ours += [path for kind in ("*.html", "*.js") for path in files(PACKAGE, kind)]
    long = [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for path in ours
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > MOST_LINES
    ]
    assert not long, f"split by subject: {long}"


def test_no_file_is_named_as_a_place_for_sweepings() -> None:
    swept = [s.path for s in sources() if SWEEPINGS & set(s.path.removesuffix(".py").split("/"))]
    assert swept == []


@pytest.mark.parametrize("part", OFFICE)
def test_a_part_of_the_office_is_made_of_the_known_files(part: str) -> None:
    stems = {
        path.stem for path in (PACKAGE / part).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    processes = {path.parent.name for path in (PACKAGE / part).glob("*/definition.py")}
    unknown = stems - KNOWN - processes - set(BESIDES.get(part, {})) - {"__init__", "migrations"}
    assert not unknown, f"{part} has {sorted(unknown)}: use one of {sorted(KNOWN)}, or say in BESIDES what it is"


def test_what_is_said_to_stand_besides_still_stands() -> None:
    gone = [f"{part}/{name}.py" for part, names in BESIDES.items() for name in names if not _stands(part, name)]
    assert gone == []


@pytest.mark.parametrize("part", OFFICE)
def test_a_part_says_at_its_door_what_it_is(part: str) -> None:
    module = next(s for s in sources() if s.path == f"{part}/__init__.py")
    says = ast.get_docstring(module.tree)
    assert says, f"rollbook/{part}/__init__.py: what is this part of the office, its words, the law behind it?"


def _stands(part: str, name: str) -> bool:
    return (PACKAGE / part / f"{name}.py").exists() or (PACKAGE / part / name / "__init__.py").exists()
