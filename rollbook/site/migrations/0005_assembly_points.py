import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('site', '0004_lists_belong_to_schools'),
        ('schools', '0002_practice_shift'),
    ]

    operations = [
        migrations.CreateModel(
            name='AssemblyPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nc_year', models.CharField(blank=True, max_length=2)),
                ('name', models.CharField(max_length=60)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'nc_year'), name='assembly_point_year')],
            },
        ),
        migrations.AddField(
            model_name='rollline',
            name='nc_year',
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name='rollline',
            name='where',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='rollline',
            name='seen_at',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='rolltick',
            name='place',
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
