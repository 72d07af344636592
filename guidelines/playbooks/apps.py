from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlaybooksConfig(AppConfig):
    name = "guidelines.playbooks"
    label = "playbooks"
    verbose_name = pgettext_lazy("room", "Playbooks")

    def ready(self) -> None:
        from guidelines.playbooks.operations.setup import prepare_playbooks

        post_migrate.connect(prepare_playbooks, sender=self, dispatch_uid="playbooks.prepare_playbooks")
        self._leave_a_trail()
        self._be_a_genre()

    def _leave_a_trail(self) -> None:
        from portal.audit.registry import objects

        objects({"playbooks.playbookpage": _("Draft of a playbook")})

    def _be_a_genre(self) -> None:
        from django.urls import reverse

        from guidelines.editions.registry import Genre, genre
        from guidelines.playbooks.checking import faults
        from guidelines.playbooks.models import PlaybookIndexPage, PlaybookPage
        from guidelines.playbooks.views.shown import shown

        genre(
            Genre(
                slug="playbook",
                label=pgettext_lazy("playbook", "Playbook"),
                plural=pgettext_lazy("playbook", "Playbooks"),
                icon="flame",
                page=PlaybookPage,
                shelf=PlaybookIndexPage,
                address=lambda slug: reverse("playbooks:playbook-show", args=[slug]),
                shown=shown,
                faults=faults,
                stylesheets=("playbooks/css/playbook.css",),
                order=10,
            )
        )
