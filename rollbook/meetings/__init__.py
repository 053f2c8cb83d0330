"""Meetings about attendance: called, talked through with live figures, minuted, signed, followed up (CASE-C).

A **meeting** is of a **kind** (`rules.meetings`): it says who is usually there, what is talked about and
what may be decided. **People** are asked to it by letter or e-mail, the latter with a calendar file; only
those who may be told of every pupil in it, and families apart from each other (MTG-1).

The **minutes** are written in the meeting, by one person at a time without anybody losing words: each save
names the version it was written on. An **action point** is a task of whoever owns it. When all is said the
minutes are **signed**: from then on they are a file with a hash, with the figures as they stood, and nothing
of it changes (MTG-2); a **correction** is a new edition that names the old. A signed copy is **circulated**,
to each by their own way, and a **follow-up** takes the open action points along.

A **targeting meeting** is about many pupils whose families have nothing to do with each other: it has a
**pack** (figures, what has been done, what is asked of the authority) and minutes for each pupil.

An ordinary meeting is no interview (LEG-11). Words are encrypted at rest, and each opening is noted.
"""
