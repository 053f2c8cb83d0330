"""Who did what and when; who looked at what; and what is told to the rest of the house.

Every change is a verb done by an actor in one transaction, and leaves one entry here. The entry
is also the outbox: the worker reads the unheard ones and starts the reactions that
`config/wiring.py` lists. Entries are shown as timelines and are never read by a rule. Opening a
sensitive record leaves an entry in the access log. Both are append-only: triggers on both
databases refuse anything else (`guards.py`).
"""
