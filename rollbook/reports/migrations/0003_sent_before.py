"""For what a report is compared with: the day for which it went the time before."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_saved_reports")]

    operations = [
        migrations.AddField("schedule", "sent_before", models.DateField(blank=True, null=True)),
    ]
