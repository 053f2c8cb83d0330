"""The pages of evidence: bundles, one bundle, what comes off its pages."""

from rollbook.evidence.views.bundle import arrange_exhibit, bundle_page, look, make
from rollbook.evidence.views.covering import cover, cover_picture
from rollbook.evidence.views.filling import enclose_file, witness, words
from rollbook.evidence.views.listing import about_pupil, bundles_page

__all__ = [
    "about_pupil",
    "arrange_exhibit",
    "bundle_page",
    "bundles_page",
    "cover",
    "cover_picture",
    "enclose_file",
    "look",
    "make",
    "witness",
    "words",
]
