"""What the tables of letters and enclosures refuse: what was written stays as it was written (COM-A, COM-B)."""

from __future__ import annotations

from rollbook.audit.guards import Guard

_RUN = (
    *("id", "school_id", "public_id", "version_id", "slot", "purpose", "frame", "count", "made_at", "by_name"),
    *("state", "changed_at", "changed_by", "file", "file_sha256"),
)

GUARDS: tuple[Guard, ...] = (
    Guard("comms_messageenclosure", "UPDATE"),
    Guard("comms_letterversion", "UPDATE"),
    Guard("comms_letterversion", "DELETE"),
    Guard("comms_letterversion", "TRUNCATE"),
    # What was printed is set once; a run that was posted stays posted.
    Guard(
        "comms_letterrun",
        "UPDATE",
        columns=_RUN,
        may_change=("state", "changed_at", "changed_by", "file", "file_sha256"),
        unless="OLD.file IS NULL OR NEW.file = OLD.file",
    ),
    Guard("comms_letterrun", "DELETE"),
    Guard("comms_letterrun", "TRUNCATE"),
    Guard("comms_letter", "UPDATE"),
    Guard("comms_letter", "DELETE"),
    Guard("comms_letter", "TRUNCATE"),
)
