"""The people who work at a training school: a form tutor for each group, and one person for each post."""

from __future__ import annotations

from random import Random

from rollbook.demo.homes import plain_letters
from rollbook.demo.names import COMMUNITIES
from rollbook.demo.values import StaffMember
from rollbook.rules.access import Role

# Title, forename and surname of whoever holds a post, the same in every training school.
_POSTS: tuple[tuple[Role, str, str, str], ...] = (
    (Role.ATTENDANCE_ADMINISTRATOR, "Ms", "Abena", "Osei"),
    (Role.ATTENDANCE_MANAGER, "Mr", "Gareth", "Pritchard"),
    (Role.HEAD, "Mrs", "Helen", "Okonkwo"),
    (Role.SENIOR_LEADER, "Mr", "Tariq", "Mahmood"),
    (Role.HEAD_OF_YEAR, "Miss", "Siobhan", "Kelly"),
    (Role.COVER, "Mr", "Piotr", "Zieliński"),
    (Role.RECEPTION, "Mrs", "Jean", "Hargreaves"),
    (Role.DSL, "Ms", "Priya", "Nair"),
    (Role.SENCO, "Mrs", "Ruth", "Adeyemi"),
    (Role.ADMISSIONS, "Miss", "Chloe", "Whitehead"),
    (Role.DATA_MANAGER, "Mr", "Owen", "Rees"),
    (Role.AUDITOR, "Ms", "Mary", "Thornton"),
)
_TITLES = ("Mr", "Mrs", "Miss", "Ms", "Mx")
_TITLE_WEIGHTS = (36, 30, 22, 11, 1)


class Staffroom:
    """Takes on staff; no two sign in under one name."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._usernames: set[str] = set()

    def posts(self, school: str) -> list[StaffMember]:
        """One person for each post a school has."""
        return [self._person(school, title, forename, surname, (role,)) for role, title, forename, surname in _POSTS]

    def trust(self) -> list[StaffMember]:
        return [self._person("", "Dr", "Amina", "Farouk", (Role.TRUST,))]

    def tutors(self, school: str, number: int) -> list[StaffMember]:
        """So many form tutors, who teach as well."""
        return [self._anyone(school, (Role.TUTOR, Role.TEACHER)) for _ in range(number)]

    def teachers(self, school: str, number: int) -> list[StaffMember]:
        return [self._anyone(school, (Role.TEACHER,)) for _ in range(number)]

    def _anyone(self, school: str, roles: tuple[Role, ...]) -> StaffMember:
        chance = self._random
        community = chance.choices(COMMUNITIES, [c.share + (60 if c.ethnicity == "WBRI" else 0) for c in COMMUNITIES])[
            0
        ]
        title = chance.choices(_TITLES, _TITLE_WEIGHTS)[0]
        forenames = community.fathers if title == "Mr" else community.mothers
        return self._person(school, title, chance.choice(forenames), chance.choice(community.surnames), roles)

    def _person(self, school: str, title: str, forename: str, surname: str, roles: tuple[Role, ...]) -> StaffMember:
        plain = plain_letters(f"{forename[0]}.{surname}")
        username, count = plain, 1
        while username in self._usernames:
            count += 1
            username = f"{plain}{count}"
        self._usernames.add(username)
        email = f"{username}@{school or 'trust'}.example.org"
        return StaffMember(username, school, title, forename, surname, username, email, roles)
