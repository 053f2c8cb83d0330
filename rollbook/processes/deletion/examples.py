"""Two deletions, for the training school and for drawing the letter."""

from dataclasses import replace
from datetime import UTC, date, datetime

from rollbook.processes.deletion.facts import Facts, Leaving
from rollbook.rules.process import Situation, Taken

EXAMPLES = (
    Facts(
        proposed_by="Mother: the family has moved to Leeds",
        suggested_by_school=False,
        has_special_needs=False,
        talked_with="Ms Abiodun, by telephone",
        talk_said="Moved for work; the new school expects the pupil on Monday",
        evidence="E-mail of the new school’s admissions officer, in the pupil’s file",
        registered_elsewhere=True,
        elsewhere_from=date(2026, 11, 16),
        order_names_us=False,
        mobile_main_school=False,
        dual_agreed=False,
        authority="Bradford",
        told_how="The authority’s portal",
        reference="3391/26",
        last_day=date(2026, 11, 16),
        leaving_reason=Leaving.MOVE_STATE,
        destination="Northgate School, Leeds",
    ),
    Facts(
        proposed_by="Nobody has seen the pupil since September",
        suggested_by_school=False,
        has_special_needs=True,
        ill_or_prevented=False,
        still_not_found=True,
        evidence="The log of enquiries; the authority’s letter of 30 October",
        authority="Leeds",
        told_how="Secure e-mail",
        last_day=date(2026, 11, 6),
        leaving_reason=Leaving.MISSING,
        destination="Not known",
    ),
)


def around(plain: Situation) -> Situation:
    """A ground has been proposed: that the pupil is at another school."""
    at = datetime(2026, 11, 2, 9, 20, tzinfo=UTC)
    return replace(plain, taken=(Taken(1, "propose", "a", at.date(), at, "A. Osei"),))
