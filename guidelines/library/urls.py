"""Addresses that must come before Wagtail's own, and the stored files."""

from django.urls import path
from django.views.generic import RedirectView

from guidelines.library.views import closed, edit_page, media, sign_in

app_name = "library"
# Wagtail's own sign-in knows neither second factors nor rate limits.
password = RedirectView.as_view(pattern_name="account_reset_password")
sign_out = RedirectView.as_view(pattern_name="account_logout")

urlpatterns = [
    path("media/<path:path>", media, name="media"),
    path("cms/login/", sign_in, name="cms-sign-in"),
    path("cms/logout/", sign_out, name="cms-sign-out"),
    path("cms/password_reset/", password, name="cms-password"),
    path("cms/password_reset/<path:rest>", closed, name="cms-password-step"),
    path("cms/pages/<int:page_id>/edit/", edit_page, name="page-edit"),
    path("pages/_util/login/", sign_in, name="page-sign-in"),
    path("pages/_util/authenticate_with_password/<path:rest>", closed, name="page-password"),
    path("cms-documents/authenticate_with_password/<path:rest>", closed, name="document-password"),
]
