"""Playbooks as people read and walk them, who stands behind them, and how ready they are."""

from django.urls import path

from guidelines.playbooks.views import board, numbers, people, printing, reading, still_right, triage

app_name = "playbooks"

urlpatterns = [
    path("playbooks/", reading.playbook_list, name="playbook-list"),
    path("playbooks/<slug:slug>/", reading.playbook_show, name="playbook-show"),
    path("playbooks/<slug:slug>/print/<slug:sheet>/", printing.sheet_print, name="sheet-print"),
    path("playbooks/<slug:slug>/card/", reading.level_card, name="level-card"),
    path("playbooks/<slug:slug>/editions/<int:number>/", reading.edition_show, name="edition-show"),
    path("playbooks/<slug:slug>/walk/", triage.triage_show, name="triage-start"),
    path("playbooks/<slug:slug>/walk/<slug:key>/", triage.triage_show, name="triage-show"),
    path("playbooks/<slug:slug>/outcome/<slug:key>/", triage.outcome_show, name="outcome-show"),
    path("playbooks/<slug:slug>/people/", people.people_show, name="people-show"),
    path("playbooks/<slug:slug>/people/ask/", people.people_ask, name="people-ask"),
    path("playbooks/<slug:slug>/roles/<slug:role>/", people.holder_name, name="holder-name"),
    path("playbooks/<slug:slug>/contacts/<slug:key>/", people.contact_edit, name="contact-edit"),
    path("playbook-holders/<uuid:ref>/", people.holder_change, name="holder-change"),
    path("playbook-contacts/<uuid:ref>/", people.contact_change, name="contact-change"),
    path("readiness/", board.readiness, name="readiness"),
    path("phone-numbers/", numbers.my_numbers, name="my-numbers"),
    path("phone-numbers/<uuid:ref>/remove/", numbers.number_remove, name="number-remove"),
    path("phone-numbers/of/<uuid:ref>/", numbers.company_numbers, name="company-numbers"),
    path("still-right/<str:token>/", still_right.still_right, name="still-right"),
    path("offline-pack/", printing.pack_list, name="pack-list"),
    path("offline-pack/make/", printing.pack_make, name="pack-make"),
    path("offline-pack/<uuid:ref>/", printing.pack_fetch, name="pack-fetch"),
    path("offline-pack/<uuid:ref>/<str:name>", printing.pack_file, name="pack-file"),
]
