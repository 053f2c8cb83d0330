"""Providers to practise with: a mail server, gateways and a Notify that speak the real protocols and send nothing on.

The training school sends through them, and the tests make them answer late, wrongly or not at all.
"""

from rollbook.comms.practice.faults import Fault, Faults
from rollbook.comms.practice.mail import PracticeMail
from rollbook.comms.practice.notify import PracticeNotify
from rollbook.comms.practice.texts import PracticeTexts

__all__ = ["Fault", "Faults", "PracticeMail", "PracticeNotify", "PracticeTexts"]
