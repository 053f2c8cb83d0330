"""The attendance register: what was recorded, what stands now, and what follows from it.

A **save** is one submission, whatever road it came by, kept for ever in a hash chain per school
with a signed seal a day. An **amendment** is what the law asks to be kept of a changed mark: the
original, the new one, the reason, when, and who (REG-7). A **mark** is what stands now for one
pupil and one session. A **pupil year** is a byte per session with its totals, recounted in the
same transaction. A **planned mark** is what is known ahead; it is never a mark before its session
(REG-16). All meaning of a code comes from the code table in force on that date (`rules/codes.py`).

It announces `MarksSaved`, `AbsencePlanned` and `DaySealed`.
"""
