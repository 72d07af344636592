"""Looking back at incidents, the actions that follow, and dossiers."""

from django.urls import path

from guidelines.reviews import views

app_name = "reviews"

urlpatterns = [
    path("incidents/<uuid:ref>/review/", views.review, name="review-show"),
    path("incidents/<uuid:ref>/review/findings/", views.find, name="finding-add"),
    path("incidents/<uuid:ref>/review/close/", views.close, name="review-close"),
    path("incidents/findings/<uuid:ref>/actions/", views.act_on, name="action-add"),
    path("incidents/findings/<uuid:ref>/leave/", views.leave, name="finding-leave"),
    path("incidents/actions/", views.list_actions, name="action-list"),
    path("incidents/actions/<uuid:ref>/", views.show_action, name="action-show"),
    path("incidents/<uuid:ref>/dossiers/", views.list_dossiers, name="dossier-list"),
    path("incidents/dossiers/<uuid:ref>/<slug:part>/", views.fetch, name="dossier-fetch"),
]
