from django.urls import path

from accounts.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.enter, name="enter"),
    path("desk/codes/", views.hand_out, name="hand-out"),
    path("desk/codes/<uuid:ref>/withdraw/", views.withdraw, name="withdraw"),
]
