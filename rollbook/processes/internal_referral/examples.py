"""Two referrals, for the training school."""

from datetime import date

from rollbook.processes.internal_referral.definition import Asked, Facts

EXAMPLES = (
    Facts(
        asked=Asked.FAMILY,
        referred_by="Mr Dhillon, form tutor",
        because="Late on nine mornings; says that he brings his sister to nursery.",
        tried="Two calls home; mother on nights",
        family_knows=True,
        given_to="Ms Grant, attendance manager",
        worked="Breakfast club from Monday, which takes the sister as well.",
        reported_on=date(2026, 11, 16),
        reported_says="Breakfast club; look again at half-term.",
    ),
    Facts(
        asked=Asked.CAREERS,
        referred_by="Ms Oduya, head of sixth form",
        because="Has not come since the results; wants an apprenticeship.",
        family_knows=False,
        given_to="Careers adviser",
        worked="Met with the adviser; two places visited.",
    ),
)
