"""What a file would do to the admission register, before anything is written."""

from rollbook.pupils.queries.importing.changes import Candidate, Change, RowReview, Verdict
from rollbook.pupils.queries.importing.reviewing import (
    ContentGone,
    Counts,
    ProvenanceLine,
    Review,
    RunLine,
    import_run,
    import_runs,
    provenance_of,
    review,
)

__all__ = [
    "Candidate",
    "Change",
    "ContentGone",
    "Counts",
    "ProvenanceLine",
    "Review",
    "RowReview",
    "RunLine",
    "Verdict",
    "import_run",
    "import_runs",
    "provenance_of",
    "review",
]
