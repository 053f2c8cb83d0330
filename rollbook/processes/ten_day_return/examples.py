"""Two cases of a ten-day return, for the training school and for drawing its letter."""

from rollbook.processes.ten_day_return.definition import Facts

EXAMPLES = (
    Facts(
        authority="Bradford",
        sent_how="The authority’s portal",
        reference="TDR-1182",
        known_so_far="Mother’s telephone is switched off; a neighbour saw the family pack a car.",
    ),
    Facts(authority="Leeds", sent_how="Secure e-mail to the attendance team", known_so_far="Stays with an aunt."),
)
