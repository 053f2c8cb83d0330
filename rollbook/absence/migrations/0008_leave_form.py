"""The form by which parents ask for leave is switched on apart from the one for absences."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("absence", "0007_daily_lists")]

    operations = [
        migrations.AddField("parentform", "leave_is_on", models.BooleanField(default=False)),
    ]
