from django.urls import path

from reports.demo import views

app_name = "demo"
urlpatterns = [path("demo/<slug:login_id>/", views.sign_in, name="sign-in")]
