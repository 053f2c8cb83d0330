"""Absence: who is away without a reason, which clocks run, and who is drifting away.

The marks say who is absent; this part puts the families together, the most vulnerable first, with
the number to ring; it keeps the clock of every unexplained absence (COD-4), and finds the pupils
who cross a line in the law (PA-3, PEN-1), each figure open to the sessions behind it.

A reason that is missing is **chased** by the school's own steps, and becomes O by one act of a person.
Where nobody is reached a **home visit** is asked for: two people go, somebody waits for them, and what
they find at the door is answered in codes (VIS-1, VIS-2).
"""
