"""The privacy coach: what to set in one's own account. Nothing about anybody reaches the server."""

from django.urls import path

from guidelines.coach import views

app_name = "coach"

urlpatterns = [
    path("coach/", views.platform_list, name="platform-list"),
    path("coach/<slug:slug>/", views.platform_show, name="platform-show"),
]
