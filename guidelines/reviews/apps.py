from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReviewsConfig(AppConfig):
    name = "guidelines.reviews"
    label = "reviews"
    verbose_name = pgettext_lazy("room", "Reviews of incidents")
