from django.urls import path

from reports.exports import views
from reports.exports.courses.views import new_course_export

app_name = "exports"
urlpatterns = [
    path("hr/exports/", views.list_exports, name="export-list"),
    path("hr/exports/new/", views.new_export, name="export-new"),
    path("hr/exports/courses/new/", new_course_export, name="courses-new"),
    path("hr/exports/<uuid:ref>/", views.show_export, name="export-show"),
    path("hr/exports/<uuid:ref>/cancel/", views.cancel_export, name="export-cancel"),
    path("hr/exports/<uuid:ref>/retry/", views.retry_export, name="export-retry"),
    path("hr/exports/<uuid:ref>/download/", views.download_export, name="export-download"),
]
