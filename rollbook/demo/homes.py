"""Homes, telephones and e-mail addresses that reach nobody.

Telephones come from the ranges Ofcom keeps for drama; no postcode of these districts exists.
"""

from __future__ import annotations

from random import Random

from rollbook.demo.values import Address, Phone
from rollbook.rules.names import plain

TOWN = "Aldermere"
_DISTRICTS = ("HR17", "HR18", "HR19")
_UNIT = "ABDEFGHJLNPQRSTUWXYZ"
_STREETS = (
    "Mill Lane", "Station Road", "Church Street", "Victoria Road", "Park Avenue", "Kestrel Close",
    "Priory Gardens", "Albert Street", "The Crescent", "Bramble Way", "Alma Terrace", "Cobden Street",
    "Wharf Road", "Hawthorn Drive", "Chapel Hill", "Larch Grove", "Windmill Rise", "Canal Street",
    "Queensway", "Sycamore Road", "Tennyson Avenue", "Foundry Lane", "St Oswald’s Road", "Ferry View",
    "Meadow Bank", "Brook Street", "Harebell Close", "Nelson Street", "Quarry Hill", "Orchard Way",
    "Eden Grove", "Lime Tree Walk",
)  # fmt: skip
_LOCALITIES = ("", "", "", "Northgate", "Low Wharf", "Thornhill", "Eastfield", "Old Aldermere")
_MAIL = ("example.org", "example.com", "example.net")
_LANDLINES = (
    "01632 960",
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
)


class Directory:
    """Hands out addresses, numbers and e-mail addresses, each number once until they run out."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._mobiles = [f"07700 {900000 + n}" for n in range(1000)]
        random.shuffle(self._mobiles)
        self._landlines = self._all_landlines()
        self._given: list[Phone] = []

    def home(self) -> Address:
        chance = self._random
        number = chance.randint(1, 148)
        line = f"Flat {chance.randint(1, 24)}, {number} " if chance.random() < 0.12 else f"{number} "
        postcode = f"{chance.choice(_DISTRICTS)} {chance.randint(1, 9)}{chance.choice(_UNIT)}{chance.choice(_UNIT)}"
        return Address(line + chance.choice(_STREETS), chance.choice(_LOCALITIES), TOWN, postcode)

    def phone(self) -> Phone:
        """A number to ring; a few are dead, and a few were given by two families."""
        if self._given and self._random.random() < 0.01:
            return self._random.choice(self._given)
        if not self._mobiles:
            return self.landline("home")
        phone = Phone(self._mobiles.pop(), "mobile", self._random.random() >= 0.04)
        self._given.append(phone)
        return phone

    def landline(self, kind: str) -> Phone:
        if not self._landlines:
            self._landlines = self._all_landlines()
        return Phone(self._landlines.pop(), kind, self._random.random() >= 0.03)

    def _all_landlines(self) -> list[str]:
        numbers = [f"{area}{n:03d}" for area in _LANDLINES for n in range(1000)]
        self._random.shuffle(numbers)
        return numbers

    def email(self, forename: str, surname: str) -> str:
        plain = plain_letters(f"{forename}.{surname}")
        return f"{plain.strip('.')}{self._random.randint(1, 99)}@{self._random.choice(_MAIL)}"


def plain_letters(text: str) -> str:
    """Small letters a to z, figures and full stops: what an address or a user name is made of."""
    return "".join(letter for letter in plain(text) if letter.isascii() and (letter.isalnum() or letter == "."))
