"""Bands of absence in the policy, where there was one percentage (PA-6)."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import rollbook.schools.models


def take_over(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Each version keeps its own line for at risk; one at or over the law's first line said nothing and goes."""
    for policy in apps.get_model("schools", "Policy").objects.all():
        policy.bands = [[policy.at_risk_percent, "At risk"]] if policy.at_risk_percent < 10 else []
        policy.bands.append([20, "Persistently absent, high"])
        policy.save(update_fields=["bands"])


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_practice_shift")]

    operations = [
        migrations.AddField("policy", "bands", models.JSONField(default=rollbook.schools.models.usual_bands)),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.RemoveField("policy", "at_risk_percent"),
    ]
