"""Pupils who crossed a line: the rule's sentence, and the sessions behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rollbook.absence.queries import Crossed
from rollbook.absence.views.places import pupil_url
from rollbook.absence.words import joined
from rollbook.home.views.lanes.links import PupilLink
from rollbook.home.views.lanes.rows import Act
from rollbook.web.pages import OfficeRequest


@dataclass(frozen=True, slots=True)
class CrossRow:
    """A pupil who crossed a line, the rule's sentence, and the sessions behind it."""

    pupil: PupilLink
    forms: str
    says: str
    rule: str
    early: bool
    when: str
    url: str
    acts: tuple[Act, ...] = ()


def cross_rows(
    request: OfficeRequest, crossed: Sequence[Crossed], acts: Mapping[int, tuple[Act, ...]] | None = None
) -> list[CrossRow]:
    """Each with what is suggested for the pupil, where a case is."""
    return [_cross_row(request, one, (acts or {}).get(one.pupil.id, ())) for one in crossed]


def _cross_row(request: OfficeRequest, one: Crossed, acts: tuple[Act, ...]) -> CrossRow:
    key = {"persistent absence": "persistent", "severe absence": "severe"}.get(one.crossing.line.value, "ten")
    return CrossRow(
        pupil=PupilLink(one.pupil.name, pupil_url(request, one.pupil.public_id)),
        forms=one.pupil.registration,
        says=one.crossing.says,
        rule=one.crossing.rule,
        early=one.crossing.is_early,
        when=joined(one.crossing.sessions[-6:], around=request.actor.today, most=3),
        url=f"{pupil_url(request, one.pupil.public_id, 'attendance')}?open={key}#{key}",
        acts=acts,
    )
