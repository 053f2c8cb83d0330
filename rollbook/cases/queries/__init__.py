"""What the rest of the office asks about cases: frozen values, in a fixed number of statements."""

from rollbook.cases.queries.history import history_of
from rollbook.cases.queries.lines import CaseFilters, CaseLine, case_line, case_lines, caseload, cases_of, clocks_until
from rollbook.cases.queries.page import CasePage, NoteLine, NoticeLine, StepLine, TakenLine, case_page
from rollbook.cases.queries.situations import earlier_of, situation_of
from rollbook.cases.queries.suggestions import SuggestionLine, suggestions

__all__ = [
    "CaseFilters",
    "CaseLine",
    "CasePage",
    "NoteLine",
    "NoticeLine",
    "StepLine",
    "SuggestionLine",
    "TakenLine",
    "case_line",
    "case_lines",
    "case_page",
    "caseload",
    "cases_of",
    "clocks_until",
    "earlier_of",
    "history_of",
    "situation_of",
    "suggestions",
]
