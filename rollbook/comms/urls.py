"""The addresses of the comms part of the house, below `/s/<school>/messages/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from rollbook.comms import views
from rollbook.comms.views import letter_templates, letter_translating, letter_writing, letters
from rollbook.comms.views.elsewhere import elsewhere_page
from rollbook.comms.views.mailbox import mailbox

app_name = "comms"
urlpatterns: list[URLPattern] = [
    path("", views.outbox_page, name="outbox"),
    path("write/", views.compose_page, name="compose"),
    path("write/send", views.send, name="send"),
    path("write/throw-away", views.throw_away, name="throw-away"),
    path("wordings/", views.wordings_page, name="wordings"),
    path("wordings/write/", views.wording_page, name="wording"),
    path("rules/", views.rules_page, name="rules"),
    path("calls/", views.calls_page, name="calls"),
    path("calls/tick", views.tick, name="tick"),
    path("contacts/<uuid:contact>/", views.contact_page, name="contact"),
    path("take-back", views.take_back, name="take-back"),
    path("replies/<uuid:reply>/dealt-with", views.deal_with, name="deal-with"),
    path("mailbox/", mailbox, name="mailbox"),
    path("letters/", letters.letters_page, name="letters"),
    path("letters/new/", letter_templates.new, name="letter-new"),
    path("letters/letterhead/", letter_templates.head_page, name="letterhead"),
    path("letters/words/<slug:template>/", letter_templates.change, name="letter-template"),
    path(
        "letters/words/<slug:template>/in/<slug:language>/", letter_translating.translation, name="letter-translation"
    ),
    path("letters/words/<slug:template>/write/", letter_writing.write_page, name="letter-write"),
    path("letters/words/<slug:template>/retire", letter_templates.retire, name="letter-retire"),
    path("letters/words/<slug:template>/make", letter_writing.make, name="letter-make"),
    path("letters/runs/<uuid:letter_run>/", letters.run_page, name="letter-run"),
    path("letters/runs/<uuid:letter_run>/print", letters.print_file, name="letter-print"),
    path("letters/runs/<uuid:letter_run>/posted", letters.posted, name="letters-posted"),
    path("letters/runs/<uuid:letter_run>/take-back", letters.take_back, name="letters-take-back"),
    path("letters/<uuid:letter>/", letters.letter_page, name="letter"),
    path("letters/<uuid:letter>/pdf", letters.letter_pdf, name="letter-pdf"),
    path("providers/", views.accounts, name="accounts"),
    path("providers/<slug:provider>/", views.account, name="account"),
    path("<uuid:message>/", views.message_page, name="message"),
    path("<uuid:message>/elsewhere/", elsewhere_page, name="elsewhere"),
    path("<uuid:message>/settle", views.settle, name="settle"),
    path("<uuid:message>/again", views.try_again, name="try-again"),
]
