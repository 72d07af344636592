"""How a Django form looks everywhere: `{{ form }}` or `{{ field.as_field_group }}`, nothing else to write."""

from typing import Any

from django.forms.renderers import DjangoTemplates

OWN = {"django/forms/widgets/select.html": "ui/forms/select.html"}


class PortalRenderer(DjangoTemplates):
    """Label, help, error and summary as the design asks; optional fields are marked, not required ones."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """Our own template of a widget, where there is one; Django looks for its own first."""
        return super().get_template(OWN.get(template_name, template_name))
