"""Playbooks as people read and walk them, who stands behind them, and how ready they are."""

from django.urls import path

from guidelines.playbooks.views import reading, triage

app_name = "playbooks"

urlpatterns = [
    path("playbooks/", reading.playbook_list, name="playbook-list"),
    path("playbooks/<slug:slug>/", reading.playbook_show, name="playbook-show"),
    path("playbooks/<slug:slug>/card/", reading.level_card, name="level-card"),
    path("playbooks/<slug:slug>/editions/<int:number>/", reading.edition_show, name="edition-show"),
    path("playbooks/<slug:slug>/walk/", triage.triage_show, name="triage-start"),
    path("playbooks/<slug:slug>/walk/<slug:key>/", triage.triage_show, name="triage-show"),
    path("playbooks/<slug:slug>/outcome/<slug:key>/", triage.outcome_show, name="outcome-show"),
]
