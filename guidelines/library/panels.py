"""What the editor is told beside the form."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class WarningsPanel(Panel):
    """Lists what readers would stumble over, from the latest saved draft. It warns and never blocks."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Content check"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "library/panels/warnings.html"

        @cached_property
        def warnings(self) -> list[Any]:
            from guidelines.library.content_checks import warnings_for

            return warnings_for(self.instance)

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.warnings)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "warnings": self.warnings}
