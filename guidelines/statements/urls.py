"""What is said in public while an incident runs."""

from django.urls import path

from guidelines.statements import views

app_name = "statements"

urlpatterns = [
    path("incidents/<uuid:ref>/statements/draft/", views.draft, name="statement-draft"),
    path("statements/<uuid:ref>/", views.show, name="statement-show"),
    path("statements/<uuid:ref>/<slug:act>/", views.act, name="statement-act"),
]
