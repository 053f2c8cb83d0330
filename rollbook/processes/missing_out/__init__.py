"""Missing out on education: pupils on the roll who are not in full-time education, listed, reported, reviewed (CME-3).

A part-time timetable (C2), provision that the authority arranged (K), a long illness (I), a safeguarding separation:
each is listed with its hours and its planned end, reported by the authority's protocol and reviewed every half-term,
until the pupil is back full-time. The protocol is the authority's own; no instrument that we have read sets its days.
"""
