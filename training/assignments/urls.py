"""What is mine to learn, and proof of it."""

from django.urls import path

from training.assignments.certificates.views import download_certificate
from training.assignments.views import learning

app_name = "assignments"

urlpatterns = [
    path("learning/", learning.learning, name="learning"),
    path("learning/certificates/<uuid:ref>/", download_certificate, name="certificate-download"),
]
