"""What the editor is told beside the form."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from guidelines.editions.registry import genre_of


class FaultsPanel(Panel):
    """Lists what forbids a release, from the latest saved draft. The draft can be saved all the same."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("What forbids a release"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "editions/panels/faults.html"

        @cached_property
        def faults(self) -> list[str]:
            page = self.instance
            return list(genre_of(page).faults({page.language: page.frozen()}))

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "faults": self.faults}
