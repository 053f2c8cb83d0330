"""The addresses of the site part of the house, below `/s/<school>/site/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.site import views
from rollbook.site.views import collecting, room_lists, rooms

app_name = "site"
urlpatterns: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/find", views.find, name="find"),
    path("desk/pupil/<uuid:pupil>/", views.move, name="move"),
    path("desk/movement/<uuid:movement>/", views.moved, name="moved"),
    path("desk/movement/<uuid:movement>/settle", views.settle, name="settle"),
    path("desk/movement/<uuid:movement>/take-back", views.take_back, name="take-back"),
    path("desk/movement/<uuid:movement>/slip", views.slip, name="slip"),
    path("desk/visits/", views.visits, name="visits"),
    path("desk/visits/<uuid:visit>/in", views.visit_in, name="visit-in"),
    path("desk/visits/<uuid:visit>/out", views.visit_out, name="visit-out"),
    path("desk/visits/<uuid:visit>/badge", views.badge, name="badge"),
    path("desk/log/", views.log, name="log"),
    path("desk/log/<uuid:entry>/finish", views.finish, name="finish"),
    path("on-site/", views.on_site_page, name="on-site"),
    path("on-site/points/", views.points, name="points"),
    path("on-site/fire.pdf", views.fire_pdf, name="fire-pdf"),
    path("on-site/lockdown.pdf", views.lockdown_pdf, name="lockdown-pdf"),
    path("on-site/paper", views.on_site_sheet, name="on-site-paper"),
    path("on-site/roll", views.start, name="start-roll"),
    path("on-site/roll/<uuid:roll>/", views.roll_page, name="roll"),
    path("on-site/roll/<uuid:roll>/paper", views.roll_sheet, name="roll-paper"),
    path("on-site/roll/<uuid:roll>/tick", views.tick, name="tick"),
    path("on-site/roll/<uuid:roll>/state", views.roll_state, name="roll-state"),
    path("on-site/roll/<uuid:roll>/close", views.close, name="close-roll"),
    path("on-site/missing/", views.missing, name="missing"),
    path("on-site/missing/find", views.find_missing, name="find-missing"),
    path("on-site/missing/state", views.missing_state, name="missing-state"),
    path("on-site/missing/times", views.response_times, name="response-times"),
    path("on-site/missing/pupil/<uuid:pupil>/", views.report, name="report"),
    path("on-site/missing/<uuid:search>/", views.search, name="search"),
    path("on-site/missing/<uuid:search>/step", views.step, name="step"),
    path("collecting/", collecting.collecting_page, name="collecting"),
    path("collecting/<uuid:pupil>/", collecting.family, name="collect"),
    path("collecting/<uuid:movement>/back", collecting.back, name="collect-back"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/send", rooms.find_to_send, name="find-to-send"),
    path("rooms/send/<uuid:pupil>/", rooms.send, name="room-send"),
    path("rooms/set-up/", room_lists.room_set_up, name="room-set-up"),
    path("rooms/set-up/<uuid:room>/", room_lists.room_change, name="room-change"),
    path("rooms/set-up/<uuid:room>/end", room_lists.room_end, name="room-end"),
    path("rooms/<uuid:room>/", rooms.room, name="room"),
    path("rooms/<uuid:room>/paper", rooms.room_paper, name="room-paper"),
    path("rooms/<uuid:room>/state", rooms.room_state, name="room-state"),
    path("rooms/<uuid:room>/find", rooms.room_find, name="room-find"),
    path("rooms/<uuid:room>/came", rooms.room_came, name="room-came"),
    path("rooms/<uuid:room>/in", rooms.room_in, name="room-in"),
    path("rooms/<uuid:room>/out", rooms.room_out, name="room-out"),
    path("rooms/<uuid:room>/withdraw", rooms.room_withdraw, name="room-withdraw"),
    path("rooms/<uuid:room>/seen", rooms.room_seen, name="room-seen"),
    path("rooms/<uuid:room>/expect", room_lists.room_expect, name="room-expect"),
    path("desk/kiosks/", views.kiosks, name="kiosks"),
    path("desk/kiosks/<uuid:kiosk>/revoke", views.revoke, name="revoke"),
]
