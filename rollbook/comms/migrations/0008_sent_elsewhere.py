from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comms", "0007_enclosures")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="instead_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_elsewhere",
                to="comms.message",
            ),
        ),
    ]
