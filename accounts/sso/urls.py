from django.urls import path

from accounts.sso import views

app_name = "sso"
urlpatterns = [
    path("signin/company/<slug:slug>/", views.depart, name="depart"),
    path("signin/company/<slug:slug>/again/", views.prove, name="prove"),
    path("signin/company/<slug:slug>/arrive/", views.arrive, name="arrive"),
    path("signin/company/<slug:slug>/answer/", views.receive, name="receive"),
    path("signin/company/<slug:slug>/metadata/", views.metadata, name="metadata"),
]
