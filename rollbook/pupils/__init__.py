"""The admission register: pupils, the people to contact, enrolments and groups.

A pupil is enrolled from a day to a day; whatever may change (address, group, characteristic) is
dated, so that any past day can be asked about. Contacts are people of their own, linked to each
pupil with a priority, a relationship and what they may be told. The law behind it: ADM-1 … ADM-6
(content and the starting day), DEL-4 (no name is deleted without a ground), REG-3 (boarders).
Siblings are pupils who live with the same contact.
"""
