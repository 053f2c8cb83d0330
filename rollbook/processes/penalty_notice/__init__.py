"""A penalty notice, from ten unauthorised sessions to what became of it (CASE-F).

**The law.** Ten sessions of G, N, O or U in ten school weeks mean that a notice is *considered* (PEN-1 to PEN-3), never
that one is issued. It is one parent's, for one child (PEN-6). The first costs 80 pounds within 21 days of receipt or
160 within 28; the second to that parent for that child within three years 160; a third may not be issued (PEN-7 to
PEN-9). The local authority issues it and takes the money; unpaid, it prosecutes the offence or withdraws the notice
(PEN-10).

**Who does what.** Rollbook suggests the case when the ten are together. The head considers, for each parent by itself,
with reasons. The office goes through what must hold first (PEN-4), gives a notice to improve or writes down why not
(PEN-12; for a holiday none is needed), sends the request with the authority's form, and records what the authority
reports: issued, refused, returned; paid, unpaid, withdrawn.

**What is never hidden.** The ten weeks are counted anew each time the case is looked at. Where a correction takes a
session away after the request, the case carries a notice of it (PEN-14), and a step takes the request back.
"""
