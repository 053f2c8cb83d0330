"""Ten school days of unauthorised absence in a row: the return to the local authority (RET-3, CME-1).

Regulation 13 of 2024 asks for it at intervals agreed with the authority, at least monthly, for pupils of compulsory
school age. Any mix of G, N, O and U counts, day by day; a closure neither counts nor breaks. The case opens by itself
on the tenth day. The attendance office makes the return, repeats it while the absence goes on, and closes the case when
the pupil is back, found elsewhere, or off the roll. A correction that breaks the ten days is raised on the case.
"""
