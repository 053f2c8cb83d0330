

import django.db.models.deletion
import uuid
from django.db import migrations, models

from rollbook.audit.new_tables import NewTables


class Migration(NewTables):

    initial = True

    dependencies = [
        ('pupils', '0002_importing'),
        ('schools', '0002_practice_shift'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kiosk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('made_at', models.DateTimeField()),
                ('made_by_name', models.CharField(max_length=200)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by_name', models.CharField(blank=True, max_length=200)),
                ('failed', models.PositiveSmallIntegerField(default=0)),
                ('failed_since', models.DateTimeField(null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('arrived', 'Arrived late'), ('left', 'Left early'), ('returned', 'Came back')], max_length=10)),
                ('reason', models.CharField(blank=True, choices=[('', 'No reason given'), ('transport', 'Transport or traffic'), ('overslept', 'Overslept'), ('medical', 'Medical or dental appointment'), ('ill', 'Ill'), ('injured', 'Injured in school'), ('religious', 'Religious observance'), ('interview', 'Interview'), ('family', 'Family matter'), ('sent-home', 'Sent home by the school'), ('lunch', 'Lunch pass'), ('other', 'Other')], max_length=12)),
                ('note', models.BinaryField(blank=True, default=b'')),
                ('collected_by', models.BinaryField(blank=True, default=b'')),
                ('source', models.CharField(max_length=10)),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('half', models.PositiveSmallIntegerField(null=True)),
                ('proposed', models.CharField(blank=True, max_length=3)),
                ('settled', models.CharField(blank=True, choices=[('', 'Waiting'), ('confirmed', 'Confirmed'), ('left-alone', 'The mark was left as it is')], max_length=12)),
                ('settled_by_name', models.CharField(blank=True, max_length=200)),
                ('settled_at', models.DateTimeField(null=True)),
                ('taken_back_at', models.DateTimeField(null=True)),
                ('taken_back_by_name', models.CharField(blank=True, max_length=200)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'on', 'at'], name='movement_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('half__isnull', True), ('half__in', (0, 1)), _connector='OR'), name='movement_half'), models.CheckConstraint(condition=models.Q(('proposed', ''), ('half__isnull', False), _connector='OR'), name='movement_proposed_for')],
            },
        ),
    ]
