"""Two requests for leave, for the training school and for drawing every letter."""

from __future__ import annotations

from datetime import date

from rollbook.processes.leave_request.facts import Facts, Way
from rollbook.rules.leave import Ground, Purpose

EXAMPLES = (
    Facts(
        asked_by="Ms Abiodun",
        lives_with=True,
        way=Way.FORM,
        asked_on=date(2026, 11, 2),
        first=date(2026, 11, 25),
        last=date(2026, 11, 27),
        purpose=Purpose.HOLIDAY,
        reason="The flights are half the price that week.",
        abroad=True,
        place="Spain",
        travels_with="Both parents",
        return_booked=True,
        back_on=date(2026, 11, 30),
        told="The holiday could be taken when the school is closed.",
        answer_by=date(2026, 11, 9),
    ),
    Facts(
        asked_by="Mr Khan",
        lives_with=True,
        way=Way.PAPER,
        asked_on=date(2026, 11, 4),
        first=date(2026, 11, 23),
        last=date(2026, 11, 25),
        purpose=Purpose.BEREAVEMENT,
        reason="His grandmother’s funeral in Glasgow on the Monday.",
        ground=Ground.EXCEPTIONAL,
        granted_first=date(2026, 11, 23),
        granted_last=date(2026, 11, 24),
        told="We are sorry for your loss, and grant the day of the funeral and the day of travel.",
        answer_by=date(2026, 11, 11),
    ),
)
