"""Every address of the packages' origin. No session, no sign-in: a signed word in the path opens it."""

from django.urls import path

from training.packages.origin import views

urlpatterns = [
    path("play/<str:token>/", views.play, name="play"),
    path("content/<str:token>/<path:path>", views.content, name="content"),
    path("player/<str:name>", views.player_file, name="player"),
]
