"""The people who sign in: who they are, their roles, and in which schools they hold them.

A role is held in one school, or in a trust and so in each of its schools, from a day to a day. A
head of year holds it for a year group. What a role may do is one table in the rule book
(`rules/access.py`). A member of staff who has left cannot act from that day (RUN-B).
"""
