from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import Role
from accounts.people.forms.fields import DepartmentField, PersonField
from accounts.people.models import Audience, AudienceClause
from accounts.people.registry import attribute_choices

ANY = pgettext_lazy("audience", "any")


class AudienceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)

    def slug(self) -> str:
        """A fresh short name for a new audience."""
        base = slugify(self.cleaned_data["name"], allow_unicode=False)[:50] or "audience"
        taken = set(Audience.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        if base not in taken:
            return base
        return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


class ClauseForm(forms.ModelForm):
    """One line of the rule: everything named must hold."""

    department = DepartmentField(label=_("Department and below"), required=False, empty_label=ANY)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", ANY), *Role.choices])
    attribute = forms.ChoiceField(label=_("Trait"), required=False)
    person = PersonField(label=_("Person"), required=False)

    class Meta:
        model = AudienceClause
        fields = ("effect", "department", "location", "entity", "role", "attribute", "person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("location", "entity"):
            self.fields[name].empty_label = ANY
        offered = attribute_choices()
        self.fields["attribute"].choices = [("", ANY), *offered]
        if not offered:
            del self.fields["attribute"]

    def facts(self) -> dict[str, Any]:
        """The clause as `define_audience` takes it."""
        return {name: self.cleaned_data[name] for name in self.fields if name in AudienceClause.FACTS}


class BaseClauseFormSet(forms.BaseModelFormSet):
    def facts(self) -> list[dict[str, Any]]:
        """Every line that was filled in and not struck out."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.facts() for form in kept if form.has_changed() or form.instance.pk]


MOST_CLAUSES = 50
ClauseFormSet = forms.modelformset_factory(
    AudienceClause,
    form=ClauseForm,
    formset=BaseClauseFormSet,
    extra=1,
    can_delete=True,
    max_num=MOST_CLAUSES,
    absolute_max=MOST_CLAUSES,
)
