"""Two new pupils' returns, for the training school."""

from datetime import date

from rollbook.processes.new_pupil_return.definition import Facts

EXAMPLES = (
    Facts(entered_on=date(2026, 11, 12), authority="Bradford", sent_how="The authority’s portal", reference="NP-88"),
    Facts(entered_on=date(2026, 11, 2), authority="Leeds", sent_how="Secure e-mail"),
)
