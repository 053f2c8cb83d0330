

import django.db.models.deletion
from django.db import migrations, models

from rollbook.audit.new_tables import NewTables


class Migration(NewTables):

    dependencies = [
        ('pupils', '0002_importing'),
        ('schools', '0002_practice_shift'),
        ('site', '0003_searches'),
    ]

    operations = [
        migrations.CreateModel(
            name='RollLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=410)),
                ('group', models.CharField(blank=True, max_length=50)),
                ('why', models.CharField(max_length=80)),
                ('expected', models.BooleanField()),
                ('seen', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=200)),
                ('pupil', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pupils.pupil')),
                ('roll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='site.roll')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='site.visit')),
            ],
        ),
        migrations.CreateModel(
            name='RollTick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tick_id', models.UUIDField(unique=True)),
                ('seen', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='site.rollline')),
                ('roll', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='site.roll')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.AddConstraint(
            model_name='rollline',
            constraint=models.UniqueConstraint(fields=('roll', 'number'), name='roll_line_number'),
        ),
    ]
