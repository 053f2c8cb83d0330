"""Who is in the building: the front desk, the on-site list, the emergency list, and a pupil missing from a lesson.

A **movement** is a pupil's coming in late, leaving early or coming back, at a moment. It is never a
mark: it proposes the lawful code for its own session (COD-3, COD-5), and a person confirms it. A
**visit** is anybody else's time on site. A **roll** is the emergency list of one fire, lockdown or
drill: who was thought to be on site, and who was seen at the assembly point (COD-23). A **search**
is what is done about a pupil who is missing from a lesson.

It announces `PupilArrived`, `PupilLeft`, `PupilReturned` and, at once, `LeftTheSite`.
"""
