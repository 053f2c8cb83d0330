"""Two referrals, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.welfare_referral.definition import Facts

EXAMPLES = (
    Facts(
        because="Forty sessions missed since September; the family no longer answers.",
        support="Contract of 9 October: not kept. Two meetings offered, 2 and 12 November: nobody came.",
        wanted="A visit by an officer who knows the family.",
        family_told_on=date(2026, 11, 13),
        authority="Attendance and Inclusion",
        sent_how="Secure e-mail",
        sent_by="Ms Grant",
        officer="J. Marsh",
        reference="AT-2291",
        authority_says="First visit on 23 November.",
    ),
    Facts(
        because="Moves between two addresses; mornings at the further one are missed.",
        support="Travel plan tried for four weeks.",
        wanted="Advice on transport from the second address.",
        family_told_on=date(2026, 11, 2),
        authority="Education Welfare",
        sent_how="Portal",
        sent_by="A. Osei",
    ),
)
