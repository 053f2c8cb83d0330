"""The code sets of the common basic data set, as far as public sources show them.

Each entry keeps its source; what rests on memory says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rollbook.rules.codesets import enrolment, ethnicities, languages, needs, people
from rollbook.rules.codesets.entry import Entry

__all__ = ["SETS", "Entry", "code_of", "entries", "find", "name_of"]

SETS: Mapping[str, tuple[Entry, ...]] = MappingProxyType(
    {
        "boarder": enrolment.BOARDER,
        "enrolment_status": enrolment.ENROLMENT_STATUS,
        "ethnicity": ethnicities.ETHNICITY,
        "ethnicity_source": ethnicities.ETHNICITY_SOURCE,
        "first_language": languages.FIRST_LANGUAGE,
        "language_type": languages.LANGUAGE_TYPE,
        "leaving_reason": enrolment.LEAVING_REASON,
        "nc_year_actual": enrolment.NC_YEAR_ACTUAL,
        "post_looked_after": needs.POST_LOOKED_AFTER,
        "relationship": people.RELATIONSHIP,
        "removal_ground": enrolment.REMOVAL_GROUNDS_2024,
        "sen_provision": needs.SEN_PROVISION,
        "sen_type": needs.SEN_TYPE,
        "service_child": needs.SERVICE_CHILD,
        "sex": people.SEX,
        "telephone_type": people.TELEPHONE_TYPE,
        "young_carer": needs.YOUNG_CARER,
    }
)

# What exports write for a relationship besides the code or its name.
_RELATIONSHIP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "mum": "PAM", "mummy": "PAM", "mam": "PAM", "mothermum": "PAM", "birthmother": "PAM",
        "adoptivemother": "PAM", "dad": "PAF", "daddy": "PAF", "fatherdad": "PAF", "birthfather": "PAF",
        "adoptivefather": "PAF", "stepmum": "STM", "stepdad": "STF", "fostercarer": "CAR", "guardian": "CAR",
        "legalguardian": "CAR", "carerguardian": "CAR", "grandmother": "FAM", "grandfather": "FAM",
        "grandparent": "FAM", "gran": "FAM", "nan": "FAM", "grandad": "FAM", "aunt": "FAM", "auntie": "FAM",
        "uncle": "FAM", "sister": "FAM", "brother": "FAM", "sibling": "FAM", "stepsister": "FAM",
        "stepbrother": "FAM", "cousin": "REL", "relative": "REL", "familymember": "FAM", "gp": "DOC",
        "friend": "OTH", "familyfriend": "OTH", "neighbour": "OTH", "other": "OTH", "contact": "OTH",
        "emergencycontact": "OTH", "nanny": "CHM", "babysitter": "CHM", "childminder": "CHM",
    }
)  # fmt: skip


def entries(code_set: str) -> tuple[Entry, ...]:
    """The entries of a code set in the order of its source; an unknown set is our mistake (KeyError)."""
    return SETS[code_set]


def find(code_set: str, code: str) -> Entry | None:
    """The entry with this code, or None."""
    return _by_code(code_set).get(code)


def name_of(code_set: str, code: str) -> str:
    """The code's name in words; the code itself where the set has no name for it, empty for none."""
    entry = find(code_set, code)
    return entry.name or code if entry else code


def code_of(code_set: str, typed: str) -> str | None:
    """The code that a file or a person meant by a code or a name, or None: “Mum”, “PAM”, “Mother” are PAM."""
    key = _key(typed)
    if not key:
        return None
    return _by_word(code_set).get(key)


@cache
def _by_code(code_set: str) -> Mapping[str, Entry]:
    return {entry.code: entry for entry in SETS[code_set]}


@cache
def _by_word(code_set: str) -> Mapping[str, str]:
    words = dict(_RELATIONSHIP_WORDS) if code_set == "relationship" else {}
    words |= {_key(entry.name): entry.code for entry in reversed(SETS[code_set]) if entry.name}
    return words | {_key(entry.code): entry.code for entry in SETS[code_set]}


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
