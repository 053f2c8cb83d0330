"""The timetable: which group meets whom, where, in which period of which day, and what a day changes of it.

A **lesson** is one slot of a group's week from a day to a day; a **week letter** says for one
Monday which week of a two-week timetable it begins, set by the school and never worked out from
the number of the week. A **day change** is cover, another room, or a lesson that does not take
place, on one date. A **teacher code** is what a timetable program calls a member of staff. It
keeps no marks: the lesson's register stands in `registers` (REG-A, REG-J in the office's duties).
"""
