"""What the school can show a court: a pupil's chronology, and the bundle made of what is on record (CASE-G, CASE-I).

A **bundle** is for one parent concerned: exhibits in an order, an index, page numbers, one PDF with the same
facts as CSV. It is composed for that parent: where somebody else around the pupil lives, or is rung, is not
in it. An **exhibit** is one thing that is shown; each part of the office gives its own through a query, as
`rules.exhibits` says, and the bundle gathers them (`queries.gathering`). A **redaction** takes words or an
area off the pages for good: our own pages are composed again without the words, a page of an enclosed file
becomes a picture of itself with the place blacked. A **version** is a bundle as it was fixed, with its hash;
what changed in the registers since is told beside it.

The law behind it: LEG-4 to LEG-11 (what is charged, what is shown, who says so and how).
"""
