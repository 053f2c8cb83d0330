"""Fifteen school days of illness, reached or to be expected: the return to the local authority (RET-4, MED-3).

Regulation 13 of 2024: a pupil of compulsory school age, coded I, whom the school has reasonable grounds to believe will
miss fifteen school days, in a row or in the year together. The case opens by itself when fifteen are marked, and by
hand when they are only to be expected: a letter about an operation is reason enough. Each continuous illness makes one
return. The authority then considers education while the pupil is ill (Education Act 1996, section 19).
"""
