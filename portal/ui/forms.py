"""How a Django form looks everywhere: `{{ form }}` or `{{ field.as_field_group }}`, nothing else to write."""

from django.forms.renderers import DjangoTemplates


class PortalRenderer(DjangoTemplates):
    """Label, help, error and summary as the design asks; optional fields are marked, not required ones."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
