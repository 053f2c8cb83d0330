"""Makes the database of DATABASE_URL a shard: its tables, and the schools named, each with so many pupils.

python -m tests.reports.a_shard URN,NAME,PUPILS …      (without schools: only the tables)
"""

from __future__ import annotations

import sys


def main(schools: list[str]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if not schools:
        return
    from django.db import connection

    from rollbook.reports.jobs import count_school
    from rollbook.schools.models import School
    from tests.reports.trust_room import a_marked_school, a_trust, rollbook_in

    trust = a_trust()
    for said in schools:
        urn, name, pupils = said.split(",")
        years = {"7": ["/" * 14] * (int(pupils) - 2), "8": ["/" * 13 + "I", "//I//I//////GG"]}
        school = a_marked_school(name, years, trust=trust)
        School.objects.filter(pk=school.pk).update(urn=urn, slug=f"school-{urn}")
        count_school(rollbook_in(school))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute: the planner of the hub asks for it


if __name__ == "__main__":
    main(sys.argv[1:])
