"""The desk where playbooks and guides are proposed and released. They are read in their genres' rooms."""

from django.urls import path

from guidelines.editions.views import desk, proposals

app_name = "editions"

urlpatterns = [
    path("editions/", desk.desk, name="desk"),
    path("editions/proposals/<uuid:ref>/", proposals.proposal_show, name="proposal-show"),
    path("editions/proposals/<uuid:ref>/decide/", proposals.proposal_decide, name="proposal-decide"),
    path("editions/proposals/<uuid:ref>/withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path("editions/<slug:genre>/<slug:slug>/", desk.desk_work, name="desk-work"),
    path("editions/<slug:genre>/<slug:slug>/propose/", proposals.work_propose, name="work-propose"),
    path("editions/<slug:genre>/<slug:slug>/withdraw/", desk.desk_retire, name="desk-retire"),
    path("editions/<slug:genre>/<slug:slug>/review/", desk.desk_review, name="desk-review"),
    path("editions/<slug:genre>/<slug:slug>/<int:number>/", desk.edition_show, name="edition-show"),
]
