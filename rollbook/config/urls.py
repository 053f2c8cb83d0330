"""Every address of the product."""

from __future__ import annotations

from django.urls import include, path

from rollbook.absence.views.parents import (
    parents_check,
    parents_code,
    parents_leave,
    parents_question,
    parents_sent,
    parents_start,
)
from rollbook.comms.views.hooks import told_by_gateway
from rollbook.processes.leave_request.views.parents import (
    leave_check,
    leave_code,
    leave_question,
    leave_sent,
    leave_start,
)
from rollbook.registers.views.by_link import outing_link
from rollbook.reports.views.trust import trust_year
from rollbook.site.views.kiosk import kiosk
from rollbook.staff.signing_in import supply_door
from rollbook.web.offline import service_worker
from rollbook.web.views import healthz

OFFICE = [
    path("", include("rollbook.home.urls")),
    path("registers/", include("rollbook.registers.urls")),
    path("absence/", include("rollbook.absence.urls")),
    path("cases/", include("rollbook.cases.urls")),
    path("cases/", include("rollbook.processes.urls")),
    path("evidence/", include("rollbook.evidence.urls")),
    path("awards/", include("rollbook.rewards.urls")),
    path("reports/lists/", include("rollbook.reports.lists.urls")),
    path("reports/", include("rollbook.reports.urls")),
    path("meetings/", include("rollbook.meetings.urls")),
    path("leave/", include("rollbook.processes.leave_request.urls")),
    path("site/", include("rollbook.site.urls")),
    path("messages/", include("rollbook.comms.urls")),
    path("work/", include("rollbook.work.urls")),
    path("files/", include("rollbook.files.urls")),
    path("timetable/", include("rollbook.timetable.urls")),
    path("set-up/groups/", include("rollbook.pupils.group_urls")),
    path("set-up/own-fields/", include("rollbook.pupils.own_field_urls")),
    path("set-up/", include("rollbook.schools.urls")),
    path("staff/", include("rollbook.staff.urls")),
    path("import/", include("rollbook.pupils.urls")),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sw.js", service_worker, name="service-worker"),
    path("accounts/", include("allauth.urls")),
    path("supply/", supply_door, name="supply-door"),
    path("_ui/", include("rollbook.web.urls")),
    path("", include("rollbook.home.doors")),
    path("trust/<slug:trust>/", trust_year, name="trust-year"),
    path("kiosk/<str:token>/", kiosk, name="kiosk"),
    path("told/<uuid:account>/", told_by_gateway, name="told-by-gateway"),
    path("p/<slug:at>/absent/", parents_start, name="parents-start"),
    path("p/<slug:at>/absent/code/", parents_code, name="parents-code"),
    path("p/<slug:at>/absent/check/", parents_check, name="parents-check"),
    path("p/<slug:at>/absent/sent/", parents_sent, name="parents-sent"),
    path("p/<slug:at>/absent/leave/", parents_leave, name="parents-leave"),
    path("p/<slug:at>/absent/<slug:question>/", parents_question, name="parents-question"),
    path("p/<slug:at>/leave/", leave_start, name="leave-start"),
    path("p/<slug:at>/leave/code/", leave_code, name="leave-code"),
    path("p/<slug:at>/leave/check/", leave_check, name="leave-check"),
    path("p/<slug:at>/leave/sent/", leave_sent, name="leave-sent"),
    path("p/<slug:at>/leave/<slug:question>/", leave_question, name="leave-question"),
    path("who-was-there/<str:token>/", outing_link, name="outing-link"),
    path("s/<slug:school>/", include(OFFICE)),
]
