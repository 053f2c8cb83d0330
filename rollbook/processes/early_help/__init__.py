"""Early help: several agencies and a family make one plan, with the family's consent (CASE-D, CASE-H).

Nothing is passed to another agency before the family has agreed, and whoever withdraws that ends it. One person
leads; the plan has actions with owners, is reviewed together, and ends by being met, by stepping up to social care,
or by the family no longer wanting it. Absence is often the first sign of what it is about, and support comes before
the law (DAY-4).
"""
