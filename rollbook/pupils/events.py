"""What the admission register announces when it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from rollbook.audit.events import Event


@dataclass(frozen=True, slots=True)
class _OfPupil(Event):
    """Something done to one pupil, named by the public id; timelines are read by it."""

    pupil: UUID

    @property
    def subject(self) -> str:
        return f"pupil:{self.pupil}"


@dataclass(frozen=True, slots=True)
class PupilEnrolled(_OfPupil):
    verb: ClassVar[str] = "entered the pupil in the admission register"
    first_day: date


@dataclass(frozen=True, slots=True)
class PupilLeft(_OfPupil):
    verb: ClassVar[str] = "ended the pupil's enrolment"
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class PupilChanged(_OfPupil):
    """`fields` are names only; what was written there stands in the register itself."""

    verb: ClassVar[str] = "changed the pupil's particulars"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PupilMoved(_OfPupil):
    verb: ClassVar[str] = "moved the pupil to another group"
    group: UUID
    first: date


@dataclass(frozen=True, slots=True)
class AddressChanged(_OfPupil):
    verb: ClassVar[str] = "changed the pupil's address"
    first: date


@dataclass(frozen=True, slots=True)
class ContactsChanged(_OfPupil):
    verb: ClassVar[str] = "changed the pupil's contacts"
    contact: UUID | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CharacteristicSet(_OfPupil):
    verb: ClassVar[str] = "recorded a characteristic of the pupil"
    kind: str
    first: date


@dataclass(frozen=True, slots=True)
class CharacteristicEnded(_OfPupil):
    verb: ClassVar[str] = "ended a characteristic of the pupil"
    kind: str
    last: date


@dataclass(frozen=True, slots=True)
class NeedSet(_OfPupil):
    """`kind` only; the words stand with the pupil, encrypted."""

    verb: ClassVar[str] = "recorded what the pupil needs in an emergency or at dinner time"
    need: UUID
    kind: str
    first: date


@dataclass(frozen=True, slots=True)
class NeedEnded(_OfPupil):
    verb: ClassVar[str] = "ended something the pupil needed"
    need: UUID
    kind: str
    last: date


@dataclass(frozen=True, slots=True)
class _OfRun(Event):
    run: UUID

    @property
    def subject(self) -> str:
        return f"import:{self.run}"


@dataclass(frozen=True, slots=True)
class FileUploaded(_OfRun):
    verb: ClassVar[str] = "uploaded a file to import"
    kind: str


@dataclass(frozen=True, slots=True)
class MatchDecided(_OfRun):
    verb: ClassVar[str] = "decided who a row of an import is"
    row: int


@dataclass(frozen=True, slots=True)
class PupilsImported(_OfRun):
    """`new` and `changed` count pupils; `left_out` counts rows with an error or an open question."""

    verb: ClassVar[str] = "imported pupils"
    new: int
    changed: int
    same: int
    left_out: int


@dataclass(frozen=True, slots=True)
class UploadsForgotten(Event):
    verb: ClassVar[str] = "deleted the content of uploads that nobody imported"
    runs: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class IntakeTaken(Event):
    """Many new pupils were put on the admission register at once."""

    verb: ClassVar[str] = "took in new pupils"
    pupils: int
    contacts: int


@dataclass(frozen=True, slots=True)
class _OfGroup(Event):
    group: UUID

    @property
    def subject(self) -> str:
        return f"group:{self.group}"


@dataclass(frozen=True, slots=True)
class GroupCreated(_OfGroup):
    """`kind` is year, registration, house or teaching."""

    verb: ClassVar[str] = "made a group"
    kind: str


@dataclass(frozen=True, slots=True)
class GroupChanged(_OfGroup):
    verb: ClassVar[str] = "changed a group"


@dataclass(frozen=True, slots=True)
class GroupStaffSet(_OfGroup):
    """`user` takes the group's register as tutor, teacher or cover from a day."""

    verb: ClassVar[str] = "said who takes the group's register"
    user: int
    part: str
    first: date


@dataclass(frozen=True, slots=True)
class GroupStaffEnded(_OfGroup):
    verb: ClassVar[str] = "ended somebody's part in a group"
    user: int
    part: str
    last: date


@dataclass(frozen=True, slots=True)
class PupilLeftGroup(_OfPupil):
    """From `first` on the pupil is no more in a teaching group."""

    verb: ClassVar[str] = "took the pupil out of a teaching group"
    group: UUID
    first: date


@dataclass(frozen=True, slots=True)
class StartingDayAgreed(Event):
    """Pupils who are new start on another day than was entered, as agreed with their families (ADM-2)."""

    verb: ClassVar[str] = "agreed a starting day"
    pupils: int
    first_day: date


@dataclass(frozen=True, slots=True)
class _OfOwnField(Event):
    field: UUID

    @property
    def subject(self) -> str:
        return f"own-field:{self.field}"


@dataclass(frozen=True, slots=True)
class OwnFieldMade(_OfOwnField):
    """`kind` is words, long-words, number, day, yes-no or choice; `whole_trust` says for whom."""

    verb: ClassVar[str] = "added a field of the school's own"
    kind: str
    whole_trust: bool


@dataclass(frozen=True, slots=True)
class OwnFieldChanged(_OfOwnField):
    verb: ClassVar[str] = "changed a field of the school's own"


@dataclass(frozen=True, slots=True)
class OwnFieldRetired(_OfOwnField):
    """What stands in it is kept, and shown no more."""

    verb: ClassVar[str] = "retired a field of the school's own"


@dataclass(frozen=True, slots=True)
class OwnFieldTakenUp(_OfOwnField):
    verb: ClassVar[str] = "took a retired field of the school's own up again"


@dataclass(frozen=True, slots=True)
class OwnFieldFilled(_OfOwnField):
    """Many pupils at once; `pupils` counts those for whom something changed."""

    verb: ClassVar[str] = "filled in a field of the school's own"
    pupils: int


@dataclass(frozen=True, slots=True)
class OwnValueSet(_OfPupil):
    """`field` only; what was written stands with the pupil."""

    verb: ClassVar[str] = "wrote in a field of the school's own"
    field: UUID
    first: date


@dataclass(frozen=True, slots=True)
class OwnValueCleared(_OfPupil):
    verb: ClassVar[str] = "emptied a field of the school's own"
    field: UUID
    last: date
