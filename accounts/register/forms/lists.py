from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports.forms import ColumnsForm
from accounts.people.models import Entity
from accounts.register.choices import AccountStatus
from accounts.register.lists.columns import FIELDS
from accounts.register.models import AccountList

# What a new account may be; one that is closed does not come onto the register.
STATUS_OF_NEW = [(status.value, status.label) for status in AccountStatus if status != AccountStatus.CLOSED]


class ListColumnsForm(ColumnsForm):
    """Which column holds what of an account, and what holds for rows that do not say it."""

    known = FIELDS

    status_of_new = forms.ChoiceField(
        label=_("New accounts whose row names no status are"),
        choices=STATUS_OF_NEW,
        help_text=_("What is in use already stays so; what is not approved becomes an urgent finding."),
    )
    entity = forms.ModelChoiceField(
        Entity.objects.all(),
        label=_("Employer of new accounts whose row names none"),
        required=False,
        empty_label=pgettext_lazy("entity", "None"),
    )

    def __init__(self, *args: Any, account_list: AccountList, **kwargs: Any) -> None:
        initial = {"status_of_new": account_list.status_of_new, "entity": account_list.entity_id}
        super().__init__(*args, file_import=account_list, initial=initial, **kwargs)
        if Entity.objects.count() < 2:
            del self.fields["entity"]

    def choice(self) -> dict[str, Any]:
        """What `choose_columns` wants to know."""
        data = self.cleaned_data
        return {
            "mapping": self.mapping(),
            "entity": data.get("entity"),
            "status_of_new": data["status_of_new"],
        }
