"""Attendance concern: staged support by the school's own stages, from the first worry on (CASE-B, DAY-4).

The school writes its stages (what begins each, what is done, when it is looked at again) as policy with a day from
which it holds, and sees beforehand which pupils it would move. Rollbook suggests a case when a pupil reaches a
stage, tells an open case of a higher one, and leaves every decision to a person. Support is first: what was agreed,
and whether it moved anything, is what a family, a panel, or a court will ask.
"""
