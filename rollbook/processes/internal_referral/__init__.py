"""Internal referral: a colleague asks the attendance office, or another team, to take something on (CASE-J).

A head of year, a tutor or the safeguarding team refers a pupil with a reason; somebody is given it, accepts it or
sends it back with a reason, works it, and reports back to whoever referred, so that nothing asked for is lost. A
referral to the careers service, for a pupil over sixteen who does not take part in learning, is one of its kinds.
"""
