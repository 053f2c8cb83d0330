"""Reintegration: a pupil who was away for long comes back to a place that is ready (CASE-C, SAFE-E).

After a suspension, a long illness, provision elsewhere or a plan of small steps: what staff need to know is handed
over in time and no more than that (MED-4, SAF-5), the family is met, the first day has a person and a timetable,
and two reviews say whether it holds. A return from suspension is never made to depend on the meeting.
"""
