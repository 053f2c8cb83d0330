"""Families: which pupils are brothers and sisters, what they are called, and who is rung first."""

from __future__ import annotations

from random import Random

from rollbook.demo.drafts import Draft
from rollbook.demo.homes import Directory
from rollbook.demo.names import COMMUNITIES, Community
from rollbook.demo.values import Address, CharacteristicKind, Contact, ContactLink, Family

# Pupils with a sibling in the school or trust; no figure is published, so this is our assumption.
_WITH_SIBLING = {1: 0.55, 2: 0.35, 3: 0.10}
_ALIKE = 0.35
_ORDERS = (
    "Child arrangements order: lives with mother",
    "Prohibited steps order: not to be collected by father",
    "Non-molestation order",
)


def group(drafts: list[Draft], random: Random) -> list[list[Draft]]:
    """Put pupils together in families; brothers and sisters lean alike towards absence."""
    waiting = drafts.copy()
    random.shuffle(waiting)
    by_cohort: dict[int, list[Draft]] = {}
    for draft in waiting:
        by_cohort.setdefault(draft.cohort, []).append(draft)
    families: list[list[Draft]] = []
    for eldest in waiting:
        if eldest.family >= 0:
            continue
        eldest.family = len(families)
        # A family of n is met n times as often by its pupils as it counts among families.
        size = random.choices((1, 2, 3), [share / n for n, share in _WITH_SIBLING.items()])[0]
        children = [eldest, *_siblings(eldest, size - 1, by_cohort, random)]
        families.append(children)
        for child in children[1:]:
            child.family = eldest.family
            child.absence = _ALIKE * eldest.absence + (1 - _ALIKE**2) ** 0.5 * child.absence
    return families


def _siblings(eldest: Draft, wanted: int, by_cohort: dict[int, list[Draft]], random: Random) -> list[Draft]:
    found: list[Draft] = []
    gaps = [1, 2, 3, 4, -1, -2, -3, -4, 5, -5]
    random.shuffle(gaps)
    for gap in gaps:
        if len(found) == wanted:
            break
        pool = by_cohort.get(eldest.cohort + gap, [])
        match = next((other for other in pool if all(_could_be_siblings(other, one) for one in (eldest, *found))), None)
        if match is not None:
            match.family = eldest.family
            found.append(match)
    return found


def _could_be_siblings(one: Draft, other: Draft) -> bool:
    """Not in a family yet, a year apart, and not in two schools of the same phase."""
    together = one.phase is not other.phase or one.enrolments[-1].school == other.enrolments[-1].school
    return one.family < 0 and together and abs((one.born - other.born).days) > 330


def name_children(families: list[list[Draft]], random: Random) -> None:
    """Give each family a community and a surname, and each child forenames unlike its siblings'."""
    weights = [community.share for community in COMMUNITIES]
    for children in families:
        community = random.choices(COMMUNITIES, weights)[0]
        surname = random.choice(community.surnames)
        if random.random() < 0.05:
            surname = f"{surname}-{random.choice(community.surnames)}"
        used: set[str] = set()
        for child in children:
            child.community, child.surname = community, surname
            names = community.girls if child.sex == "F" else community.boys
            child.forename = random.choice([name for name in names if name not in used])
            used.add(child.forename)
            if random.random() < 0.7:
                child.middle = random.choice([name for name in names if name != child.forename])
            child.preferred_forename, child.preferred_surname = child.forename, child.surname
            if len(child.forename) > 6 and random.random() < 0.12:
                child.preferred_forename = SHORT.get(child.forename, child.forename)


SHORT = {
    "Isabella": "Bella", "Charlotte": "Lottie", "Florence": "Flo", "Matilda": "Tilly", "Eleanor": "Ellie",
    "Theodore": "Teddy", "Alexander": "Alex", "Benjamin": "Ben", "Frederick": "Fred", "Sebastian": "Seb",
    "Harrison": "Harry", "Jessica": "Jess", "Penelope": "Penny", "Arabella": "Bella", "Rebecca": "Becca",
    "Abigail": "Abi", "Matthew": "Matt", "Oluwaseun": "Seun", "Oluwatobi": "Tobi", "Chukwuemeka": "Emeka",
    "Aleksandra": "Ola", "Maksymilian": "Maks", "Abdirahman": "Abdi", "Gabriel": "Gabe",
}  # fmt: skip


def household(
    children: list[Draft], directory: Directory, random: Random
) -> tuple[Family, dict[str, tuple[ContactLink, ...]]]:
    """The family as the office knows it, and each child's contacts in the order they are rung."""
    key = f"f{children[0].family:05d}"
    home = directory.home()
    adults = _Adults(key, children[0].community, children[0].surname, home, directory, random)
    looked_after = any(child.has(CharacteristicKind.LOOKED_AFTER) for child in children)
    adults.foster() if looked_after else adults.parents()
    if any(child.has(CharacteristicKind.SOCIAL_WORKER) for child in children):
        adults.social_worker()
    family = Family(key, children[0].surname, home, tuple(adults.contacts), tuple(child.key for child in children))
    links = tuple(adults.links)
    return family, {child.key: links for child in children}


class _Adults:
    """Collects a family's contacts, in the order they are rung."""

    def __init__(
        self, family: str, community: Community, surname: str, home: Address, directory: Directory, random: Random
    ) -> None:
        self.contacts: list[Contact] = []
        self.links: list[ContactLink] = []
        self._family, self._community, self._surname = family, community, surname
        self._home, self._directory, self._random = home, directory, random

    def parents(self) -> None:
        chance = self._random.random
        apart = chance() < 0.3
        restricted = apart and chance() < 0.04
        if chance() < 0.97:
            self._add("PAM", female=True, lives_with=True, surname="" if chance() < 0.25 else self._surname)
        if not self.links or chance() < 0.82:
            order = self._random.choice(_ORDERS) if restricted else ""
            self._add("PAF", lives_with=not apart or not self.links, no_contact=restricted, court_order=order)
        if apart and chance() < 0.25:
            self._add("STF", lives_with=True, responsible=False, surname="")
        if chance() < 0.4:
            self._add(
                "FAM",
                female=chance() < 0.75,
                lives_with=chance() < 0.1,
                responsible=False,
                surname="" if chance() < 0.5 else self._surname,
            )
        if chance() < 0.06:
            self._add("CHM", female=True, lives_with=False, responsible=False, surname="")

    def foster(self) -> None:
        self._add("FOM", female=True, lives_with=True, responsible=False, surname="")
        if self._random.random() < 0.6:
            self._add("FOF", lives_with=True, responsible=False, surname=self.contacts[-1].surname)
        self._add(
            "PAM",
            female=True,
            lives_with=False,
            no_contact=True,
            court_order="Care order: contact through the authority only",
        )

    def social_worker(self) -> None:
        forename = self._random.choice(COMMUNITIES[0].mothers)
        surname = self._random.choice(COMMUNITIES[0].surnames)
        phone = self._directory.landline("work")
        contact = Contact(
            f"{self._family}-sw",
            "Ms",
            forename,
            surname,
            None,
            (phone,),
            f"{forename}.{surname}@council.example.org".lower(),
            "",
        )
        self._link(contact, "SWR", responsible=False, lives_with=False, told=True, no_contact=False, court_order="")

    def _add(
        self,
        relationship: str,
        *,
        female: bool = False,
        lives_with: bool,
        responsible: bool = True,
        surname: str | None = None,
        no_contact: bool = False,
        court_order: str = "",
    ) -> None:
        community, chance = self._community, self._random
        forename = chance.choice(community.mothers if female else community.fathers)
        family_name = (surname or chance.choice(community.surnames)) if surname is not None else self._surname
        phones = [self._directory.phone()]
        if chance.random() < 0.25:
            phones.append(self._directory.landline(chance.choice(("home", "work"))))
        contact = Contact(
            key=f"{self._family}-{len(self.contacts) + 1}",
            title=chance.choice(("Mrs", "Ms", "Miss")) if female else ("Dr" if chance.random() < 0.02 else "Mr"),
            forename=forename,
            surname=family_name,
            address=self._home if lives_with else self._directory.home(),
            phones=tuple(phones),
            email=self._directory.email(forename, family_name) if chance.random() < 0.85 else "",
            preferred_language=community.language if community.other_language and chance.random() < 0.3 else "",
        )
        told = not no_contact and (responsible or relationship in ("FOM", "FOF") or chance.random() < 0.5)
        self._link(
            contact,
            relationship,
            responsible=responsible,
            lives_with=lives_with,
            told=told,
            no_contact=no_contact,
            court_order=court_order,
        )

    def _link(
        self,
        contact: Contact,
        relationship: str,
        *,
        responsible: bool,
        lives_with: bool,
        told: bool,
        no_contact: bool,
        court_order: str,
    ) -> None:
        self.contacts.append(contact)
        self.links.append(
            ContactLink(
                contact.key, len(self.links) + 1, relationship, responsible, lives_with, told, no_contact, court_order
            )
        )
