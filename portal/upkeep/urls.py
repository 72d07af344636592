from django.urls import path

from portal.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
]
