"""Two searches, for the training school and for drawing the letter."""

from datetime import date

from rollbook.processes.missing_education.definition import Began, Facts

EXAMPLES = (
    Facts(
        began=Began.AWAY,
        last_seen=date(2026, 11, 4),
        last_seen_where="In afternoon registration, by the form tutor",
        said_to_be="A neighbour says that the family went to Luton",
        contacts_rung="Mother and grandmother: number not in use. Father: no answer, three times",
        written_to="Letter and e-mail to both parents: no answer",
        home_visited="Two visits: nobody there, post behind the door",
        siblings_asked="The primary school has not seen the brother since the same day",
        authority="Bradford",
        referred_how="The authority’s referral form",
        reference="0457/26",
        authority_says="Council tax still paid; Luton has been asked",
    ),
    Facts(
        began=Began.NOT_STARTED,
        said_to_be="The last school says that the family talked of moving back to Ireland",
        contacts_rung="Both numbers ring without an answer",
    ),
)
