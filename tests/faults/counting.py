"""What the record holds of the saves that were sent: `python -m tests.faults.counting`, ids on standard input."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence


def counted(acknowledged: Sequence[str], sent: Sequence[str]) -> dict[str, int]:
    """Lost, doubled and half-saved ones among the acknowledged; `strange` are saves that nobody sent."""
    from rollbook.audit.models import AuditEntry
    from rollbook.registers.models import RegisterSave

    held = Counter(str(one) for one in RegisterSave.objects.values_list("save_id", flat=True))
    told = Counter(AuditEntry.objects.filter(subject__startswith="save:").values_list("subject", flat=True))
    return {
        "saves": sum(held.values()),
        "lost": sum(held[one] == 0 for one in acknowledged),
        "duplicates": sum(n > 1 for n in held.values()),
        "half": sum(told[f"save:{one}"] != 1 for one in held),
        "strange": len(held.keys() - set(sent)),
    }


if __name__ == "__main__":
    from rollbook.config.commands import start_office

    start_office()
    asked = json.load(sys.stdin)
    sys.stdout.write(json.dumps(counted(asked["acknowledged"], asked["sent"])))
