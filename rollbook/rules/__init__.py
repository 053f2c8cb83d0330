"""The rule book: law, calendars and arithmetic, as plain values.

Values and dates go in, answers or refusals come out. There is no Django here, no file, no
network and no clock: whoever asks says which day it is. Every rule cites its id in the rule
book and its source in law; `docs/law.md` lists them all.
"""
