"""A new pupil's return to the local authority: by the end of the fifth day after the name was entered (RET-1).

Regulation 13(1) to (3) of 2024: everything that the admission register holds. Joiners of the most junior class on the
first day of the school year are left out unless the authority asks. The days are calendar days. The case opens by
itself as soon as somebody new is on the roll; admissions makes the return.
"""
