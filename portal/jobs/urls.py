from django.urls import path

from portal.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:ref>/", views.show_job, name="job-show"),
    path("<uuid:ref>/cancel/", views.cancel_job, name="job-cancel"),
]
