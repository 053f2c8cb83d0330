"""Attendance contract: what school and parent agree to do, freely, written down and looked at together (LEG-1).

The school or the authority may make one with a parent under the Anti-social Behaviour Act 2003, section 19. It is
support and not a penalty: a parent who does not want one breaks nothing, and that it was declined is recorded as
just that. What each side does has a name and a day; it is reviewed, and ends by having been kept, by not having
been kept, or by being replaced by something better. Support before a notice is asked for in court: this is where it
is found (DAY-4).
"""
