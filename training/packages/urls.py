from django.urls import path

from training.packages.views import authoring, playing

app_name = "packages"
urlpatterns = [
    path("packages/add/", authoring.add_package, name="package-add"),
    path("packages/<uuid:ref>/look/", authoring.look_at_package, name="package-look"),
    path(
        "packages/course/<slug:slug>/export/<slug:language>/", authoring.export_course, name="course-export"
    ),
    path("packages/course/<slug:slug>/open/", playing.open_course, name="course-open"),
    path("packages/visits/<uuid:ref>/", playing.show_visit, name="visit-show"),
    path("packages/visits/<uuid:ref>/state/", playing.save_state, name="visit-save"),
    path("packages/visits/<uuid:ref>/anew/", playing.begin_anew, name="visit-anew"),
    path("packages/visits/<uuid:ref>/confirm/", playing.confirm, name="visit-confirm"),
]
