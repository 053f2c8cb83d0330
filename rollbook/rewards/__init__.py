"""Awards for attendance: certificates and rewards by the school's own rules (COM-C).

An **award rule** says what is asked (`rules.rewards`): all that counts attended, a rise against one's own past, a
personal best, punctuality, the best form. Its **terms** are dated: a change begins a new version, and what was given
before keeps the old. Its **allowance** says which absences do not count against a child: what comes of a disability or
a medical need, of religion, of what the school itself agreed (RWD-1).

A **run** applies a rule to some days: it is begun, looked through, given, and may be taken back. While it is begun
every verdict shows its reason, down to the sessions counted and left out (RWD-3); a person may leave a child out, or
give it all the same, with a reason that is encrypted and never printed. What is given is frozen: **awards**, which
never change. Certificates are drawn from them in one PDF; a list is there to be read out. There is no league of
names, equals share a place, and a small form is not ranked (RWD-2).
"""
