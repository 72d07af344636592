from django.urls import path

from portal.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.list_trail, name="trail-list"),
    path("person/", views.look_up, name="person-look-up"),
    path("trail.csv", views.export_trail, {"kind": "csv"}, name="trail-export-csv"),
    path("trail.jsonl", views.export_trail, {"kind": "jsonl"}, name="trail-export-jsonl"),
    path("check/", views.check_trail, name="trail-check"),
    path("check/<uuid:ref>/", views.show_check, name="trail-check-result"),
]
