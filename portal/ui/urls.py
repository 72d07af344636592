"""Addresses of the frame itself."""

from django.urls import path

from portal.ui import views

app_name = "ui"

urlpatterns = [
    path("assets/portal.<slug:digest>.css", views.stylesheet, name="stylesheet"),
    path("assets/portal.<slug:digest>.js", views.script, name="script"),
    path("language/", views.choose_language, name="language-choose"),
    path("theme/", views.choose_theme, name="theme-choose"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("imprint/", views.imprint, name="imprint"),
    path("gallery/", views.gallery, name="gallery"),
]
