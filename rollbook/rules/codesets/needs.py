"""What a school knows of a pupil's needs and circumstances."""

from __future__ import annotations

from rollbook.rules.codesets.entry import Entry

SEN_PROVISION = (
    Entry("N", "No special educational need", "arcio"),
    Entry("K", "SEN support", "arcio"),
    Entry("E", "Education, health and care plan", "arcio"),
    Entry("A", "School Action / Early Years Action", "retired 2015; Aspen"),
    Entry("P", "School Action Plus", "retired 2015; memory, unverified"),
    Entry("S", "Statement", "retired 2018; memory, unverified"),
)

SEN_TYPE = (
    Entry("SPLD", "Specific learning difficulty", "memory, unverified"),
    Entry("MLD", "Moderate learning difficulty", "arcio"),
    Entry("SLD", "Severe learning difficulty", "arcio"),
    Entry("PMLD", "Profound and multiple learning difficulty", "arcio"),
    Entry("SEMH", "Social, emotional and mental health", "arcio"),
    Entry("SLCN", "Speech, language and communication needs", "arcio"),
    Entry("HI", "Hearing impairment", "arcio"),
    Entry("VI", "Vision impairment (renamed 2019)", "arcio; connect-up 2019"),
    Entry("MSI", "Multi-sensory impairment", "arcio"),
    Entry("PD", "Physical disability", "arcio"),
    Entry("ASD", "Autistic spectrum disorder", "arcio"),
    Entry("OTH", "Other difficulty or disability", "arcio"),
    Entry("NSA", "SEN support but no specialist assessment of type of need", "arcio"),
    Entry(
        "DS",
        "Down syndrome (collected from 2024/25 per DSE International; code letters from memory)",
        "memory, unverified",
    ),
)

YOUNG_CARER = (
    Entry("N", "Not declared", "memory, unverified"),
    Entry("P", "Identified by parent or guardian", "Devon bulletin 2022; code memory"),
    Entry("S", "Identified by school", "Devon bulletin 2022; code memory"),
)

SERVICE_CHILD = (
    Entry("Y", "Yes", "arcio"),
    Entry("N", "No", "arcio"),
    Entry("U", "Unknown/not sought", "arcio"),
    Entry("R", "Refused", "arcio"),
)

POST_LOOKED_AFTER = (
    Entry("N", "Not declared", "memory, unverified"),
    Entry("A", "Adoption", "memory, unverified"),
    Entry("G", "Special guardianship order", "memory, unverified"),
    Entry("R", "Residence / child arrangements order", "memory, unverified"),
    Entry("O", "Adopted from state care outside England and Wales (from autumn 2022)", "Devon bulletin 2022"),
)
