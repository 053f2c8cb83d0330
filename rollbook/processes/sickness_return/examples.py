"""Two cases of a sickness return, for the training school and for drawing its letter."""

from datetime import date

from rollbook.processes.sickness_return.definition import Facts, Grounds

EXAMPLES = (
    Facts(
        expected_until=date(2027, 1, 15),
        believed_because=Grounds.HOSPITAL,
        authority="Bradford",
        sent_how="The authority’s medical-needs form",
        reference="MN-204",
        provision="Five hours of tuition at home from 30 November",
    ),
    Facts(authority="Leeds", sent_how="Secure e-mail to the medical-needs team"),
)
