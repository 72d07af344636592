from django.urls import path

from training.xapi import views

app_name = "xapi"
urlpatterns = [
    path("record-store/", views.show_store, name="store-show"),
    path("record-store/edit/", views.edit_store, name="store-edit"),
    path("record-store/switch/", views.switch, name="store-switch"),
    path("record-store/again/", views.send_again, name="store-again"),
]
