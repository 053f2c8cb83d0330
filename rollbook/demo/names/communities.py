"""The communities of an English school, with their share of pupils.

Shares follow the published ethnicity of pupils in 2024/25 (School census); how a census group
divides into communities is our own assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

from rollbook.demo.names import african as af
from rollbook.demo.names import asian as asi
from rollbook.demo.names import british as br
from rollbook.demo.names import european as eu


@dataclass(frozen=True, slots=True)
class Community:
    """Names and habits of one community.

    `share` is in per cent of pupils; `ethnicity` and `language` are codes of the common basic
    data set; `other_language` is the chance that the first language is not English; `feast`
    names the calendar of its holy days, if any fall in term.
    """

    name: str
    ethnicity: str
    share: float
    language: str
    other_language: float
    feast: str
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    mothers: tuple[str, ...]
    fathers: tuple[str, ...]
    surnames: tuple[str, ...]


def _community(
    name: str,
    ethnicity: str,
    share: float,
    language: str,
    other_language: float,
    girls: str,
    boys: str,
    surnames: str,
    *,
    feast: str = "",
    mothers: str = "",
    fathers: str = "",
) -> Community:
    return Community(
        name=name,
        ethnicity=ethnicity,
        share=share,
        language=language,
        other_language=other_language,
        feast=feast,
        girls=tuple(girls.split()),
        boys=tuple(boys.split()),
        mothers=tuple((mothers or girls).split()),
        fathers=tuple((fathers or boys).split()),
        surnames=tuple(name.replace("_", " ") for name in surnames.split()),
    )


def _mixed(name: str, ethnicity: str, share: float, surnames: str) -> Community:
    return _community(
        name,
        ethnicity,
        share,
        "ENG",
        0.0,
        br.GIRLS,
        br.BOYS,
        f"{surnames} {br.COMMON_SURNAMES}",
        mothers=br.MOTHERS,
        fathers=br.FATHERS,
    )


COMMUNITIES: tuple[Community, ...] = (
    _community(
        "White British",
        "WBRI",
        60.4,
        "ENG",
        0.0,
        br.GIRLS,
        br.BOYS,
        br.SURNAMES,
        mothers=br.MOTHERS,
        fathers=br.FATHERS,
    ),
    _community(
        "Irish",
        "WIRI",
        0.2,
        "ENG",
        0.0,
        br.IRISH_GIRLS,
        br.IRISH_BOYS,
        br.IRISH_SURNAMES,
        mothers=br.MOTHERS,
        fathers=br.FATHERS,
    ),
    _community(
        "Irish Traveller",
        "WIRT",
        0.2,
        "ENG",
        0.0,
        br.IRISH_GIRLS,
        br.IRISH_BOYS,
        br.TRAVELLER_SURNAMES,
        feast="travelling",
    ),
    _community("Gypsy or Roma", "WROM", 0.3, "ENG", 0.3, br.GIRLS, br.BOYS, br.TRAVELLER_SURNAMES, feast="travelling"),
    _community("Polish", "WOTH", 2.2, "POL", 0.9, eu.POLISH_GIRLS, eu.POLISH_BOYS, eu.POLISH_SURNAMES),
    _community("Romanian", "WOTH", 1.8, "RMN", 0.95, eu.ROMANIAN_GIRLS, eu.ROMANIAN_BOYS, eu.ROMANIAN_SURNAMES),
    _community("Lithuanian", "WOTH", 0.6, "LIT", 0.9, eu.LITHUANIAN_GIRLS, eu.LITHUANIAN_BOYS, eu.LITHUANIAN_SURNAMES),
    _community("Portuguese", "WOTH", 0.9, "POR", 0.9, eu.PORTUGUESE_GIRLS, eu.PORTUGUESE_BOYS, eu.PORTUGUESE_SURNAMES),
    _community("Italian", "WOTH", 0.5, "ITA", 0.8, eu.ITALIAN_GIRLS, eu.ITALIAN_BOYS, eu.ITALIAN_SURNAMES),
    _community("Turkish", "WOTH", 0.5, "TUR", 0.8, eu.TURKISH_GIRLS, eu.TURKISH_BOYS, eu.TURKISH_SURNAMES, feast="eid"),
    _community("Albanian", "WOTH", 0.5, "ALB", 0.9, eu.ALBANIAN_GIRLS, eu.ALBANIAN_BOYS, eu.ALBANIAN_SURNAMES),
    _community("Ukrainian", "WOTH", 0.4, "UKR", 0.95, eu.UKRAINIAN_GIRLS, eu.UKRAINIAN_BOYS, eu.UKRAINIAN_SURNAMES),
    _community(
        "Pakistani",
        "APKN",
        4.7,
        "URD",
        0.7,
        asi.PAKISTANI_GIRLS,
        asi.PAKISTANI_BOYS,
        asi.PAKISTANI_SURNAMES,
        feast="eid",
        mothers=asi.PAKISTANI_MOTHERS,
        fathers=asi.PAKISTANI_FATHERS,
    ),
    _community(
        "Bangladeshi",
        "ABAN",
        1.8,
        "BNG",
        0.8,
        asi.BANGLADESHI_GIRLS,
        asi.BANGLADESHI_BOYS,
        asi.BANGLADESHI_SURNAMES,
        feast="eid",
    ),
    _community(
        "Indian (Hindu)", "AIND", 2.6, "GUJ", 0.6, asi.HINDU_GIRLS, asi.HINDU_BOYS, asi.HINDU_SURNAMES, feast="diwali"
    ),
    _community(
        "Indian (Sikh)", "AIND", 1.6, "PNJ", 0.6, asi.SIKH_GIRLS, asi.SIKH_BOYS, asi.SIKH_SURNAMES, feast="diwali"
    ),
    _community("Tamil", "AOTH", 0.6, "TAM", 0.8, asi.TAMIL_GIRLS, asi.TAMIL_BOYS, asi.TAMIL_SURNAMES, feast="diwali"),
    _community("Afghan", "AOTH", 0.6, "PRS", 0.95, af.AFGHAN_GIRLS, af.AFGHAN_BOYS, af.AFGHAN_SURNAMES, feast="eid"),
    _community(
        "Vietnamese", "AOTH", 0.3, "VIE", 0.8, asi.VIETNAMESE_GIRLS, asi.VIETNAMESE_BOYS, asi.VIETNAMESE_SURNAMES
    ),
    _community("Filipino", "AOTH", 0.5, "TGL", 0.6, asi.FILIPINO_GIRLS, asi.FILIPINO_BOYS, asi.FILIPINO_SURNAMES),
    _community(
        "Nepali", "AOTH", 0.3, "NEP", 0.8, asi.NEPALI_GIRLS, asi.NEPALI_BOYS, asi.NEPALI_SURNAMES, feast="diwali"
    ),
    _community("Chinese", "CHNE", 0.8, "CHI", 0.8, asi.CHINESE_GIRLS, asi.CHINESE_BOYS, asi.CHINESE_SURNAMES),
    _community("Nigerian", "BAFR", 2.2, "YOR", 0.35, af.NIGERIAN_GIRLS, af.NIGERIAN_BOYS, af.NIGERIAN_SURNAMES),
    _community("Ghanaian", "BAFR", 0.9, "AKA", 0.4, af.GHANAIAN_GIRLS, af.GHANAIAN_BOYS, af.GHANAIAN_SURNAMES),
    _community("Somali", "BAFR", 0.9, "SOM", 0.9, af.SOMALI_GIRLS, af.SOMALI_BOYS, af.SOMALI_SURNAMES, feast="eid"),
    _community("Congolese", "BAFR", 0.4, "LIN", 0.8, af.CONGOLESE_GIRLS, af.CONGOLESE_BOYS, af.CONGOLESE_SURNAMES),
    _community("Eritrean", "BAFR", 0.4, "TGR", 0.9, af.ERITREAN_GIRLS, af.ERITREAN_BOYS, af.ERITREAN_SURNAMES),
    _community("Zimbabwean", "BAFR", 0.4, "SHO", 0.4, af.ZIMBABWEAN_GIRLS, af.ZIMBABWEAN_BOYS, af.ZIMBABWEAN_SURNAMES),
    _community("Caribbean", "BCRB", 0.9, "ENG", 0.0, af.CARIBBEAN_GIRLS, af.CARIBBEAN_BOYS, af.CARIBBEAN_SURNAMES),
    _community(
        "Black British",
        "BOTH",
        0.8,
        "ENG",
        0.0,
        af.CARIBBEAN_GIRLS,
        af.CARIBBEAN_BOYS,
        f"{af.CARIBBEAN_SURNAMES} {af.GHANAIAN_SURNAMES}",
    ),
    _mixed("White and Asian", "MWAS", 1.7, f"{asi.PAKISTANI_SURNAMES} {asi.HINDU_SURNAMES}"),
    _mixed("White and Black Caribbean", "MWBC", 1.6, af.CARIBBEAN_SURNAMES),
    _mixed("White and Black African", "MWBA", 1.0, f"{af.NIGERIAN_SURNAMES} {af.GHANAIAN_SURNAMES}"),
    _mixed("Other mixed", "MOTH", 2.9, f"{eu.LATIN_SURNAMES} {asi.CHINESE_SURNAMES} {af.ARABIC_SURNAMES}"),
    _community("Arab", "OOTH", 1.0, "ARA", 0.9, af.ARABIC_GIRLS, af.ARABIC_BOYS, af.ARABIC_SURNAMES, feast="eid"),
    _community("Kurdish", "OOTH", 0.5, "KUR", 0.9, af.KURDISH_GIRLS, af.KURDISH_BOYS, af.KURDISH_SURNAMES, feast="eid"),
    _community("Iranian", "OOTH", 0.4, "PRS", 0.8, af.IRANIAN_GIRLS, af.IRANIAN_BOYS, af.IRANIAN_SURNAMES),
    _community("Latin American", "OOTH", 0.6, "SPA", 0.8, eu.LATIN_GIRLS, eu.LATIN_BOYS, eu.LATIN_SURNAMES),
    _community(
        "Refused", "REFU", 0.7, "ENG", 0.2, br.GIRLS, br.BOYS, br.SURNAMES, mothers=br.MOTHERS, fathers=br.FATHERS
    ),
    _community(
        "Not yet obtained",
        "NOBT",
        1.0,
        "ENG",
        0.2,
        br.GIRLS,
        br.BOYS,
        br.SURNAMES,
        mothers=br.MOTHERS,
        fathers=br.FATHERS,
    ),
)
