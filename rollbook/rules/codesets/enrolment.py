"""Being on the roll: status, boarding, year groups, and why a name leaves it."""

from __future__ import annotations

from rollbook.rules.codesets.entry import Entry

ENROLMENT_STATUS = (
    Entry("C", "Current, single registration", "Aspen default"),
    Entry("M", "Current main, dual registration", "memory, unverified"),
    Entry("S", "Current subsidiary, dual registration", "memory, unverified"),
    Entry("G", "Guest, not registered here", "memory, unverified"),
    Entry("P", "Previous / left", "memory, unverified"),
    Entry("F", "FE college (PRU/AP and 14-16)", "memory, unverified"),
    Entry("O", "Other provider (PRU/AP)", "memory, unverified"),
)

BOARDER = (
    Entry("N", "Not a boarder", "Bromcom 1925Q"),
    Entry("B", "Boarder", "Aspen rule 2470"),
    Entry("6", "Boarder, 6 nights or fewer (legacy)", "Aspen rule 2470"),
    Entry("7", "Boarder, 7 nights (legacy)", "Aspen rule 2470"),
)

NC_YEAR_ACTUAL = (
    Entry("E1", "Early first year (nursery)", "arcio types; memory"),
    Entry("E2", "Early second year (nursery)", "arcio types"),
    Entry("N1", "Nursery first year", "memory, unverified"),
    Entry("N2", "Nursery second year", "memory, unverified"),
    Entry("R", "Reception", "arcio"),
    Entry("1", "Year 1", "arcio 1-14"),
    Entry("2", "Year 2", "arcio 1-14"),
    Entry("3", "Year 3", "arcio 1-14"),
    Entry("4", "Year 4", "arcio 1-14"),
    Entry("5", "Year 5", "arcio 1-14"),
    Entry("6", "Year 6", "arcio 1-14"),
    Entry("7", "Year 7", "arcio 1-14"),
    Entry("8", "Year 8", "arcio 1-14"),
    Entry("9", "Year 9", "arcio 1-14"),
    Entry("10", "Year 10", "arcio 1-14"),
    Entry("11", "Year 11", "arcio 1-14"),
    Entry("12", "Year 12", "arcio 1-14"),
    Entry("13", "Year 13", "arcio 1-14"),
    Entry("14", "Year 14", "arcio 1-14"),
    Entry("X", "Not following a year group (special or unknown)", "arcio"),
    Entry("M", "Mixed year class", "arcio; class-level use"),
)

LEAVING_REASON = (
    Entry(
        "PM",
        "Phase transfer to a maintained/state school",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "PI",
        "Phase transfer to an independent school",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "PF",
        "Phase transfer to an FE college",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "IM",
        "In-phase move to a maintained/state school",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "II",
        "In-phase move to an independent school",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "IF",
        "In-phase move to an FE college",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "NH",
        "Not in school: higher education",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "NT", "Not in school: training", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"
    ),
    Entry(
        "NE",
        "Not in school: employment",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "NU",
        "Not in school: unemployed",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "AT",
        "Awaiting/other arrangement",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry(
        "EL", "Elective home education", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"
    ),
    Entry("PE", "Permanently excluded", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"),
    Entry("LC", "Left the country", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"),
    Entry("DD", "Deceased", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"),
    Entry("OR", "Other reason", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"),
    Entry(
        "MI",
        "Missing, whereabouts unknown",
        "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified",
    ),
    Entry("UK", "Unknown", "code seen in an open CTF tool (CBDS set D00206); meaning guessed, unverified"),
)

REMOVAL_GROUNDS_2024 = (
    Entry(
        "9(1)(a)",
        "Registered at another school (not dual/mobile/SAO cases)",
        'found: Worcestershire form; Ealing "Ground A"',
    ),
    Entry(
        "9(1)(b)",
        "Nursery education finished and pupil not expected to continue",
        'found: Worcestershire form; Ealing "Ground B"',
    ),
    Entry(
        "9(1)(c)", "Also registered elsewhere, other school(s) consent", 'found: Worcestershire form; Ealing "Ground C"'
    ),
    Entry("9(1)(d)", "School attendance order amended to substitute another school", "found: Worcestershire form"),
    Entry("9(1)(e)", "School attendance order revoked (suitable education otherwise)", "order unverified: memory"),
    Entry("9(1)(f)", "Parent notified in writing: education otherwise than at school", "order unverified: memory"),
    Entry("9(1)(g)", "No longer lives within reasonable distance", "order unverified: memory"),
    Entry(
        "9(1)(h)",
        "Did not return within 10 school days after leave of absence; whereabouts not found after joint enquiries",
        "order unverified: memory; 2006 regs 8(1)(f)",
    ),
    Entry(
        "9(1)(i)",
        "20 school days continuous unauthorised absence; whereabouts not found after joint enquiries",
        "order unverified: memory; 2006 regs 8(1)(h)",
    ),
    Entry(
        "9(1)(j)",
        "Detained under a final court order/recall of 4 months or more",
        "order unverified: memory; 2006 regs 8(1)(i)",
    ),
    Entry("9(1)(k)", "Died", "order unverified: memory"),
    Entry(
        "9(1)(l)",
        "Will be over compulsory school age before school next meets and will not stay on",
        "order unverified: memory; 2006 regs 8(1)(k)",
    ),
    Entry("9(1)(m)", "Boarding fees unpaid at the end of the term", "captions (a) to (o) in two secondary sources"),
    Entry(
        "9(1)(n)",
        "No longer a pupil of an independent or non-maintained special school",
        "captions (a) to (o) in two secondary sources",
    ),
    Entry("9(1)(o)", "Permanently excluded (after review process ended)", "order unverified: memory"),
    Entry(
        "9(3)",
        "Separate shorter list for pupils not of compulsory school age",
        "found (exists): SI 2024/208 explanatory note",
    ),
)
