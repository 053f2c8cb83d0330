"""Deletion from the admission register: no ground, no deletion (DEL-2 to DEL-5, RET-2, EXC-13, OFF-1).

Regulation 9(1)(a) to (o) of 2024 for pupils of compulsory school age, 9(3) for others; conditions of (g) to (o) follow
the text of 2006 and are marked so in docs/law.md. A name is proposed with a ground, the ground is evidenced by its own
questions (and its days counted from the register), the authority is told no later than the deletion, and only then the
name comes off, never with a day in the past. Admissions or the attendance office do it; a leader sees the signs of
off-rolling. Where nobody can find the pupil, the enquiries stand under children missing education, and ground (h) or
(i) asks for all of them.
"""
