"""The columnar engine: figures of many pupils at once, from one byte a session.

A matrix is pupils × sessions of one school-year, a byte each, as `rules.year_row` lays a year out. What a byte means
depends on the date, so every look-up table comes from the code table in force there. The same work is written twice,
in `kernels.compiled` (numba) and `kernels.plain` (numpy), and both equal the rule book on every input: the tests hold
them against it. Nothing here knows Django or a clock.

This file imports nothing. The modules import numpy at their top, so the office imports them inside functions.
"""
