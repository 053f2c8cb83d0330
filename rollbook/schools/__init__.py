"""Trusts and schools, their years and times, and their own policy.

A school's calendar is its terms less its closures; a school day is a weekday of a term on which
the school is open for at least one session. Session times, lesson times and policy are dated: a
change takes effect from a day and never alters the days before it. The law behind it: REG-2
(sessions), REG-4 (the register's window), REG-5 (the school year).
"""
