from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy


class GuidesConfig(AppConfig):
    name = "guidelines.guides"
    label = "guides"
    verbose_name = pgettext_lazy("room", "Decision guides")

    def ready(self) -> None:
        post_migrate.connect(prepare_shelves, sender=self, dispatch_uid="guides.prepare_shelves")
        self._release_by_two()
        self._appear()

    def _release_by_two(self) -> None:
        from django.urls import reverse

        from guidelines.editions.registry import Genre, genre
        from guidelines.guides import models, views
        from guidelines.guides.faults import checklist_faults, guide_faults
        from guidelines.guides.reading import CHECKLIST, GUIDE
        from portal.audit.registry import objects

        genre(
            Genre(
                slug=GUIDE,
                label=pgettext_lazy("genre", "Decision guide"),
                plural=pgettext_lazy("genre", "Decision guides"),
                icon="signpost",
                page=models.DecisionGuidePage,
                shelf=models.GuideIndexPage,
                address=lambda slug: reverse("guides:guide-show", args=[slug]),
                shown=views.shown_guide,
                faults=guide_faults,
                order=20,
            )
        )
        genre(
            Genre(
                slug=CHECKLIST,
                label=pgettext_lazy("genre", "Checklist"),
                plural=pgettext_lazy("genre", "Checklists"),
                icon="list-checks",
                page=models.ChecklistPage,
                shelf=models.ChecklistIndexPage,
                address=lambda slug: reverse("guides:checklist-show", args=[slug]),
                shown=views.shown_checklist,
                faults=checklist_faults,
                order=30,
            )
        )
        objects(
            {
                "guides.decisionguidepage": _("Draft of a decision guide"),
                "guides.checklistpage": _("Draft of a checklist"),
            }
        )

    def _appear(self) -> None:
        from accounts.people.registry import Stored, stored_facts
        from portal.ui.registry import nav

        stored_facts(
            Stored(
                place=_("Decision guides"),
                facts=_(
                    "Nothing about persons: neither answers nor who asked. How often an outcome was opened "
                    "in a month is counted, without a person and without a day"
                ),
                purpose=_("Seeing which questions people have, so that the guides get better"),
                kept=_("The counts for good; there is nothing else"),
            )
        )
        nav.register(
            pgettext_lazy("navigation", "May I do this?"),
            "guides:guide-list",
            icon="signpost",
            order=32,
            short=pgettext_lazy("navigation", "May I?"),
        )


def prepare_shelves(**_kwargs: Any) -> None:
    """Called after every migrate."""
    from guidelines.editions.operations.setup import ensure_genre_shelves
    from guidelines.guides.models import ChecklistIndexPage, GuideIndexPage

    ensure_genre_shelves(shelf=GuideIndexPage, slug="decision-guides", title=gettext_noop("Decision guides"))
    ensure_genre_shelves(shelf=ChecklistIndexPage, slug="checklists", title=gettext_noop("Checklists"))
