"""EBSA plan: a pupil whom strong feelings keep from school comes back in steps that hold (CASE-D).

Emotionally based school avoidance is not truancy: what keeps the pupil away and what draws is understood with the
pupil and the family first; then small steps, adjustments and agencies, reviewed often. Absence that is illness is
coded I (MED-2); fewer sessions are a part-time timetable only where a parent agrees and an end is set (PTT-1). Of
health no more is written than the plan needs (MED-4). What was tried, and what came of it, is the school's evidence
of support (DAY-4).
"""
