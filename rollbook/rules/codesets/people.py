"""What a person is to a pupil, how they are reached, and the sexes of the register."""

from __future__ import annotations

from rollbook.rules.codesets.entry import Entry

RELATIONSHIP = (
    Entry("PAM", "Mother", "arcio (CBDS)"),
    Entry("PAF", "Father", "arcio (CBDS)"),
    Entry("STM", "Step mother", "arcio (CBDS)"),
    Entry("STF", "Step father", "arcio (CBDS)"),
    Entry("FOM", "Foster mother", "arcio (CBDS)"),
    Entry("FOF", "Foster father", "arcio (CBDS)"),
    Entry("CAR", "Carer", "arcio (CBDS)"),
    Entry("FAM", "Other family member", "arcio (CBDS)"),
    Entry("REL", "Other relative", "arcio (CBDS)"),
    Entry("OTH", "Other contact", "arcio (CBDS)"),
    Entry("CHM", "Childminder", "arcio (CBDS)"),
    Entry("DOC", "Doctor", "arcio (CBDS)"),
    Entry("HTC", "Head teacher", "arcio (CBDS)"),
    Entry("TCH", "Teacher", "arcio (CBDS)"),
    Entry("SWR", "Social worker", "arcio (CBDS)"),
    Entry("RLG", "Religious/spiritual contact", "arcio (CBDS)"),
)

TELEPHONE_TYPE = (
    Entry("H", "Home", "arcio"),
    Entry("M", "Mobile", "arcio"),
    Entry("W", "Work", "arcio"),
    Entry("F", "Fax", "arcio"),
    Entry("A", "Alternate home", "arcio; meaning from memory"),
    Entry("D", "Minicom/text phone", "arcio; meaning from memory"),
)

SEX = (
    Entry("F", "Female", "DfE GIAP CTF 25 uses Sex"),
    Entry("M", "Male", "DfE GIAP CTF 25 uses Sex"),
)
