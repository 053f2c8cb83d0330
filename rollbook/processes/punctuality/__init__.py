"""Punctuality: staged support for a pupil who is often late, by the school's own stages (CASE-B, PUN-1).

Lates before and after the close are counted apart in law and together here, where the morning itself is the matter.
The steps for a first few lates (tutor, letter, detention) are lateness's; a case begins where a habit has formed,
and asks what is behind it before anything else.
"""
