"""What is stored about a person here, for themself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.playbooks.models import PhoneNumber, RoleHolder

STORED = (
    Stored(
        gettext_lazy("Roles in playbooks"),
        gettext_lazy("for which role of which playbook somebody is named, and when they confirmed it"),
        gettext_lazy("knowing whom to call when it burns; everybody who is signed in sees the name"),
        gettext_lazy("until somebody else is named"),
    ),
    Stored(
        gettext_lazy("Phone numbers"),
        gettext_lazy("a company phone; an own number only when the person enters it"),
        gettext_lazy(
            "reaching people in an incident; seen by crisis leads and those named in the same playbook"
        ),
        gettext_lazy("until the person takes it back or leaves"),
    ),
)


def stored_about(person: Employee) -> Iterable[Section]:
    rows = RoleHolder.objects.filter(person=person).select_related("work").order_by("named_at")
    yield Section(
        _("My roles in playbooks"),
        [
            {
                pgettext("playbook", "Playbook"): row.work.slug,
                pgettext("block", "Role"): row.role,
                pgettext("playbook", "Named"): row.named_at,
                pgettext("playbook", "Confirmed"): row.confirmed_at,
                pgettext("playbook", "What I said has changed"): row.objection,
            }
            for row in rows
        ],
    )
    yield Section(
        _("My numbers for an alarm"),
        [
            {
                pgettext("playbook", "Number"): one.number,
                pgettext("block", "Kind"): one.get_kind_display(),
                pgettext("playbook", "Since"): one.given_at,
            }
            for one in PhoneNumber.objects.filter(person=person).order_by("given_at")
        ],
    )
