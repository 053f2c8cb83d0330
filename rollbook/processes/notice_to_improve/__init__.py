"""A notice to improve: three to six school weeks in which attendance is to become better (CASE-F).

**The law.** Before a penalty notice for anything but a holiday, a parent should have a last chance to improve, unless
no effect can be expected (PEN-12). The notice says what the record is, why attendance matters, what support was given
and is still there, how long the period is, what improvement is enough, and when a penalty notice may come earlier
(NTI-1).

**Who does what.** The attendance manager gives it to one parent. From then on the period runs by itself: every new mark
is held against it, and the first session that breaks it is told in the case at once. At the end, or at a break if the
notice says so, a person decides whether attendance has improved enough; the penalty-notice case waits for that.
"""
