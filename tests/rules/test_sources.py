"""Every rule that the code cites is in the register, and docs/law.md says what the register says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rollbook.rules.refused import NotAllowed, Refused
from rollbook.rules.sources import RULES, Confidence, refuse

ROOT = Path(__file__).resolve().parents[2]
# Only the families of the rule book: UTF-8 and SHA-256 are no rules.
FAMILIES = "COD|REG|ADM|RET|DEL|DAY|LEA|PTT|MED|PUN|PA|PEN|NTI|LEG|CME|EHE|OFF|ADS|EXC|SAF|DAT|UPN|SAV|VIS|MTG|RWD"
CITED = re.compile(rf"\b(?:{FAMILIES})-\d+\b")
REFUSED_BY = re.compile(r'\brefuse\(\s*"([A-Z]+-\d+)"')


def cited_in(folder: Path, pattern: str = "*.py") -> dict[str, str]:
    return {
        rule: str(path) for path in sorted(folder.rglob(pattern)) for rule in CITED.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("pattern", ["*.py", "*.html"])
def test_every_rule_cited_in_the_product_is_in_the_register(pattern: str) -> None:
    """A rule cited anywhere is added to `rollbook/rules/sources.py`, with its source."""
    unknown = {rule: path for rule, path in cited_in(ROOT / "rollbook", pattern).items() if rule not in RULES}
    assert unknown == {}


def test_every_rule_says_what_it_asks_and_law_names_its_source() -> None:
    for rule_id, rule in RULES.items():
        assert rule.id == rule_id
        assert rule.says.endswith("."), rule_id
        assert rule.source or rule.confidence in (Confidence.DESIGN, Confidence.MEMORY), rule_id


def test_every_rule_that_the_rule_book_refuses_by_is_in_some_test() -> None:
    files = (ROOT / "rollbook" / "rules").glob("*.py")
    refuses = {rule for path in files for rule in REFUSED_BY.findall(path.read_text("utf-8"))}
    assert len(refuses) > 10
    assert sorted(refuses - set(cited_in(ROOT / "tests"))) == []


def test_a_refusal_carries_the_rule_and_its_source() -> None:
    refused = refuse("COD-4", "Enter O.")
    assert (refused.says, refused.rule) == ("Enter O.", "COD-4")
    assert refused.because == "COD-4, School Attendance (Pupil Registration) (England) Regulations 2024, reg 10(7)-(9)"
    assert isinstance(refuse("REG-1", "No.", NotAllowed), NotAllowed)
    assert type(refused) is Refused


def test_the_page_of_the_law_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, ROOT / "bin" / "law", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
