from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy


class CoachConfig(AppConfig):
    name = "guidelines.coach"
    label = "coach"
    verbose_name = pgettext_lazy("room", "Privacy coach")

    def ready(self) -> None:
        post_migrate.connect(prepare_shelves, sender=self, dispatch_uid="coach.prepare_shelves")
        self._release_by_two()
        self._appear()

    def _release_by_two(self) -> None:
        from django.urls import reverse

        from guidelines.coach import views
        from guidelines.coach.faults import coach_faults
        from guidelines.coach.models import CoachIndexPage, CoachPage
        from guidelines.coach.reading import COACH
        from guidelines.editions.registry import Genre, genre
        from portal.audit.registry import objects

        genre(
            Genre(
                slug=COACH,
                label=pgettext_lazy("genre", "Page of the privacy coach"),
                plural=pgettext_lazy("genre", "Privacy coach"),
                icon="shield-check",
                page=CoachPage,
                shelf=CoachIndexPage,
                address=lambda slug: reverse("coach:platform-show", args=[slug]),
                shown=views.shown_coach,
                faults=coach_faults,
                order=40,
            )
        )
        objects({"coach.coachpage": _("Draft of the privacy coach")})

    def _appear(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from portal.ui.registry import nav

        stored_facts(
            Stored(
                place=_("Privacy coach"),
                facts=_(
                    "Nothing about persons: what somebody ticks stays in their browser and is never sent"
                ),
                purpose=_("Help with one’s own accounts, which are nobody else’s business"),
                kept=_("Nothing is kept here; ticks stay in the browser until they are forgotten there"),
            )
        )
        nav.register(_("Privacy coach"), "coach:platform-list", icon="shield-check", order=45)


def prepare_shelves(**_kwargs: Any) -> None:
    """Called after every migrate."""
    from guidelines.coach.models import CoachIndexPage
    from guidelines.editions.operations.setup import ensure_genre_shelves

    ensure_genre_shelves(shelf=CoachIndexPage, slug="privacy-coach", title=gettext_noop("Privacy coach"))
