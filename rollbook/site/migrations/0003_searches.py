

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pupils', '0002_importing'),
        ('schools', '0002_practice_shift'),
        ('site', '0002_visits_and_rolls'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='rolltick',
            name='line',
        ),
        migrations.RemoveField(
            model_name='rolltick',
            name='roll',
        ),
        migrations.CreateModel(
            name='Search',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by_name', models.CharField(max_length=200)),
                ('lesson', models.CharField(max_length=60)),
                ('known', models.CharField(max_length=80)),
                ('is_drill', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('taken_at', models.DateTimeField(null=True)),
                ('left_site_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=14)),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.CreateModel(
            name='SearchStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_id', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('reported', 'Reported missing'), ('sent', 'Sent'), ('taken', 'Takes it'), ('searched', 'Looked here'), ('seen', 'Seen'), ('parent', 'Parent called'), ('left-site', 'Left the site'), ('police', 'Police called'), ('found', 'Found'), ('stood-down', 'Not missing after all')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('note', models.BinaryField(blank=True, default=b'')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('search', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='site.search')),
            ],
        ),
        migrations.DeleteModel(
            name='RollLine',
        ),
        migrations.DeleteModel(
            name='RollTick',
        ),
        migrations.AddIndex(
            model_name='search',
            index=models.Index(fields=['school', 'on'], name='search_day'),
        ),
        migrations.AddConstraint(
            model_name='search',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('school', 'pupil'), name='search_one_open'),
        ),
    ]
