

import django.db.models.deletion
import uuid
from django.db import migrations, models

from rollbook.audit.new_tables import NewTables


class Migration(NewTables):

    dependencies = [
        ('pupils', '0002_importing'),
        ('schools', '0002_practice_shift'),
        ('site', '0001_movements'),
    ]

    operations = [
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('fire', 'Fire'), ('lockdown', 'Lockdown')], max_length=10)),
                ('is_drill', models.BooleanField()),
                ('started_at', models.DateTimeField()),
                ('started_by_name', models.CharField(max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by_name', models.CharField(blank=True, max_length=200)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
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
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('visitor', 'Visitor'), ('contractor', 'Contractor'), ('staff', 'Staff'), ('supply', 'Supply staff'), ('professional', 'Visiting professional'), ('parent', 'Parent or carer'), ('governor', 'Governor')], max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('organisation', models.CharField(blank=True, max_length=120)),
                ('here_for', models.CharField(blank=True, max_length=120)),
                ('badge', models.PositiveSmallIntegerField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('made_by_name', models.CharField(max_length=200)),
                ('out_by_name', models.CharField(blank=True, max_length=200)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
        ),
        migrations.AddField(
            model_name='rollline',
            name='visit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='site.visit'),
        ),
        migrations.CreateModel(
            name='DeskEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('delivery', 'Delivery'), ('pupil-message', 'Message for a pupil'), ('staff-message', 'Message for staff'), ('query', 'Question'), ('lost', 'Lost and found')], max_length=14)),
                ('for_whom', models.CharField(blank=True, max_length=120)),
                ('said', models.BinaryField()),
                ('by_name', models.CharField(max_length=200)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by_name', models.CharField(blank=True, max_length=200)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'indexes': [models.Index(fields=['school', 'on'], name='desk_entry_day')],
            },
        ),
        migrations.AddConstraint(
            model_name='roll',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('school',), name='roll_one_open'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('school', 'on', 'badge'), name='visit_badge'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('left_at__gte', models.F('arrived_at')), _connector='OR'), name='visit_order'),
        ),
        migrations.AddConstraint(
            model_name='rollline',
            constraint=models.UniqueConstraint(fields=('roll', 'number'), name='roll_line_number'),
        ),
    ]
