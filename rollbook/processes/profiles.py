"""The local authorities that this Rollbook knows: those it ships, and those of the school's own folder.

A file `authorities/<key>.toml` in ROLLBOOK_HOME adds one, or takes the place of the shipped one of that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from rollbook.rules.actor import Actor
from rollbook.rules.authorities import Authority, read_profile
from rollbook.rules.refused import NotFound
from rollbook.schools.queries import school_line

ANY = "any"


def authorities() -> Mapping[str, Authority]:
    """Every profile by its key; refused with a sentence where a file is wrong."""
    shipped = files("rollbook.processes").joinpath("authorities")
    texts = {file.name: file.read_text(encoding="utf-8") for file in shipped.iterdir() if file.name.endswith(".toml")}
    own = Path(settings.HOME) / "authorities"
    texts |= {path.name: path.read_text(encoding="utf-8") for path in sorted(own.glob("*.toml"))}
    found = (read_profile(name.removesuffix(".toml"), text) for name, text in texts.items())
    return {one.key: one for one in sorted(found, key=lambda one: (one.key != ANY, one.name))}


def authority_of(actor: Actor, key: str = "") -> Authority:
    """The profile of that key; without one, that of the school's own authority, or the one that fits any."""
    known = authorities()
    if key:
        if key not in known:
            raise NotFound("There is no such profile of a local authority.")
        return known[key]
    number = school_line(actor).la_number
    return next((one for one in known.values() if one.la_number and one.la_number == number), known[ANY])
