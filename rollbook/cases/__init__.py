"""The caseload: what is done about a pupil's absence, step by step, until it has an outcome.

A **case** is one run of a **process** (`rollbook/rules/process.py`) about a pupil and, where the process says so,
one parent. It is worked by taking **steps**: each says on which day it happened, who recorded it, how it was decided
and why, and which facts it brought; a step is never changed, but may be taken back with a reason, and both stay to be
read. Which steps are open and until when the **clocks** run is worked out anew from what was taken, the facts and the
school's calendar; only the next day that wants somebody is kept beside the case, to be found.

A case has an **owner**, or a role whose holders own it together. It may **rest**, which stops those clocks alone that
the process lets pause; a clock of the law does not. Nothing closes without an **outcome**. When marks change, every
trigger is asked again: it opens a case, or leaves a **suggestion** for a person; where what began a case no longer
stands, the case carries a **notice**, and nothing is undone by itself (PEN-14).

What is written in a case is encrypted at rest, and opening a case is noted.
"""
