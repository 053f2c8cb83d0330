"""Leave of absence in term time: a family asks, the head decides, and the days are looked at afterwards (CASE-E).

A **request** is what one family asked at one time; each pupil in it has a case of their own, for each is judged on
its own facts (LEA-2). It comes by the parents' form, on paper, by e-mail or by telephone, and is written down as it
was asked. Only the head, or who stands in for the head, decides (LEA-1): **granted**, granted **in part**, or
**refused**. Granted leave is planned in the register (C, C1, J1, S or M) and becomes a mark only when its session
comes; a refusal codes nothing in advance. Leave is never granted for a session that has begun (COD-16).

After the days the marks are looked at: leave that was taken though it was refused is G for a holiday and O for
anything else, where N still stands; a person says so. Illness in sessions of refused leave is shown, with brothers
and sisters here and at the other schools of the trust, and doubted by nobody but a person (LEA-6, MED-1).

A **question of a journey** goes to the safeguarding lead before anybody decides (LEA-5): the request then says only
that it is with the safeguarding lead. What was asked, and what was found, is read by the safeguarding lead alone.

A **licence** is what a child needs to perform or to work abroad in school time, or by what it is exempt (LEA-4); it is
kept with its days and its file, and C1 is granted for no day that it does not cover.
"""
