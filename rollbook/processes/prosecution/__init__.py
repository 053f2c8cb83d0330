"""A prosecution file: what the authority needs to take the offence of section 444 to court (CASE-G).

**The law.** A parent whose child of compulsory school age does not attend regularly commits an offence; one who knows
it and has no reasonable justification a graver one (LEG-4). Regularly means as the school's rules prescribe (LEG-6).
Leave, illness, an unavoidable cause, a religious day, transport that the authority owed and a travelling trade are
defences (LEG-5). The authority considers an education supervision order first (LEG-2), and lays the charge within six
months of the last session in evidence (LEG-7).

**Who does what.** The head decides that a file is prepared. The office looks for defences, gathers what the authority's
list asks for (LEG-8; the bundle is made from the case), and sends the file while there is time. The authority decides
and prosecutes; what it reports is recorded until the court has decided.
"""
