"""Education at home: what is done when a parent gives notice, or says that they think of it (EHE-1 to EHE-3).

A written notice takes effect on the day that it states; until then the pupil is on the roll and marked. The authority
is told at once, also of what was only said. A meeting is offered; nobody at school encourages it (OFF-1). A pupil whom
the authority placed in a special school needs its consent. Consent while an enquiry is open (section 37 of the
Children's Wellbeing and Schools Act 2026) is written down and sleeps until a day is set. When the stated day has
passed, the case ends by opening a deletion on ground (f).
"""
