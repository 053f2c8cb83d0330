"""Children missing education: a pupil whom nobody can find, looked for by school and authority together (CME-1, DEL-3).

The school reports, the authority finds (Education Act 1996, section 436A; guidance of August 2024). It begins with ten
days of unauthorised absence on which the pupil was not seen, with an agreed starting day on which nobody came (ADM-3),
or with a leaver of whom no next school is known. Each enquiry is a step: who made it, when, and what came of it. The
attendance office refers and chases; until the pupil is found or a ground of regulation 9 is met, the name stays on the
roll and the register is marked.
"""
