from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.access.forms.fields import PeopleField
from accounts.access.models import AccessPolicy
from accounts.access.operations import Wish
from accounts.access.operations.requests import MOST_AT_ONCE
from accounts.access.routes import choices_of
from accounts.access.rules import EndsBeforeItStarts, InThePast, LongerThanAllowed
from accounts.people.forms.fields import DayField
from accounts.people.models import Audience
from accounts.register.models import AccessRoute, CorporateAccount

REASON = forms.Textarea(attrs={"rows": 3})
SPANS = (1, 7, 30, 90, 365)
OWN_DAY = "day"
USUAL_DAYS = 90


class RouteField(forms.ModelChoiceField):
    """The routes of an account, in the order given, with what each costs (R2)."""

    def __init__(self, routes: Sequence[AccessRoute], **kwargs: Any) -> None:
        super().__init__(AccessRoute.objects.filter(pk__in=[route.pk for route in routes]), **kwargs)
        self.choices = choices_of(routes)


class SpanForm(forms.Form):
    """How long: a usual span from today, or until a day."""

    span = forms.ChoiceField(label=_("For how long?"), widget=forms.RadioSelect)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Only with “until a certain day”."))
    reason = forms.CharField(label=_("What do you need it for?"), widget=REASON, max_length=2000)

    def __init__(self, *args: Any, policy: AccessPolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        spans = [days for days in SPANS if days <= policy.longest_days]
        self.fields["span"].choices = [
            *((str(days), _in_words(days)) for days in spans),
            (OWN_DAY, pgettext_lazy("access", "Until a certain day")),
        ]
        self.fields["span"].initial = str(max(days for days in spans if days <= 30))
        self.fields["reason"].required = policy.needs_reason

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("span") == OWN_DAY and not data.get("ends_on"):
            self.add_error("ends_on", _("Please choose the last day."))
        elif data.get("span") and data["span"] != OWN_DAY:
            data["ends_on"] = timezone.localdate() + timedelta(days=int(data["span"]) - 1)
        check_days(self, timezone.localdate(), data.get("ends_on"), self.policy)
        return data


class AskForm(SpanForm):
    """Access to one account, asked for by oneself."""

    def __init__(self, *args: Any, routes: Sequence[AccessRoute], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["route"] = RouteField(
            routes, label=_("How do you want to work on it?"), widget=forms.RadioSelect, empty_label=None
        )
        if routes:
            self.fields["route"].initial = routes[0].pk
        self.order_fields(["route", "span", "ends_on", "reason"])

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(data["route"], timezone.localdate(), data["ends_on"], data["reason"])


class VolunteerForm(SpanForm):
    """The same over one's own private account; that it is free is said by whoever ticks it."""

    is_free = forms.BooleanField(
        label=_("I do this of my own free will. I have read what becomes visible and how I can withdraw.")
    )

    def wish_for(self, route: AccessRoute) -> Wish:
        data = self.cleaned_data
        return Wish(route, timezone.localdate(), data["ends_on"], data["reason"])


class AssignForm(forms.Form):
    """Access to one or several accounts for people or a group, on behalf of them."""

    people = PeopleField(label=_("For whom?"), required=False)
    group = forms.ModelChoiceField(
        Audience.objects.all(),
        label=_("Or a group"),
        required=False,
        empty_label=pgettext_lazy("group", "None"),
    )
    starts_on = DayField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayField(label=_("Last day"), initial=lambda: timezone.localdate() + timedelta(days=USUAL_DAYS))
    reason = forms.CharField(label=_("What is it needed for?"), widget=REASON, max_length=2000)

    def __init__(
        self, *args: Any, accounts: Iterable[tuple[CorporateAccount, Sequence[AccessRoute]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.route_names = []
        for account, routes in accounts:
            name = f"route-{account.pk}"
            self.route_names.append(name)
            label = f"{account.handle} ({account.platform.name})"
            self.fields[name] = RouteField(
                routes, label=label, widget=forms.RadioSelect, empty_label=None, initial=routes[0].pk
            )
        self.order_fields([*self.route_names, "people", "group", "starts_on", "ends_on", "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("people") and not data.get("group") and "people" not in self.errors:
            self.add_error("people", _("Please name somebody, or choose a group."))
        unable = [person.name for person in data.get("people") or () if not person.is_active]
        if unable:
            message = _("These cannot sign in at present: %(names)s.")
            self.add_error("people", message % {"names": ", ".join(unable[:10])})
        check_days(self, data.get("starts_on"), data.get("ends_on"))
        return data

    @property
    def routes(self) -> list[AccessRoute]:
        return [self.cleaned_data[name] for name in self.route_names]

    @property
    def chosen(self) -> list[Any]:
        """The people named, and those of the group."""
        group, named = self.cleaned_data["group"], self.cleaned_data["people"]
        if group is None:
            return named
        members = group.members.filter(employee__is_active=True).select_related("employee__location")
        return [*named, *(member.employee for member in members[: MOST_AT_ONCE + 1])]

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(self.routes[0], data["starts_on"], data["ends_on"], data["reason"])


class DecisionForm(forms.Form):
    """What an approver says."""

    note = forms.CharField(label=_("Note"), widget=REASON, max_length=2000, required=False)

    @property
    def approves(self) -> bool:
        return self.data.get("answer") == "yes"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.data.get("answer") not in ("yes", "no"):
            raise forms.ValidationError(_("Please approve or deny."))
        if not self.approves and not data.get("note", "").strip():
            self.add_error("note", _("Please say why not."))
        return data


class NoteForm(forms.Form):
    """A question, or the answer to it."""

    text = forms.CharField(label=_("Your text"), widget=REASON, max_length=2000)


def check_days(
    form: forms.Form, first: date | None, last: date | None, policy: AccessPolicy | None = None
) -> None:
    """Say beside the field what the operation would refuse."""
    if first and first < timezone.localdate() and "starts_on" in form.fields:
        form.add_error("starts_on", str(InThePast.message))
    if first and last and last < first:
        form.add_error("ends_on", str(EndsBeforeItStarts.message))
    elif policy and first and last and (last - first).days + 1 > policy.longest_days:
        form.add_error("ends_on", str(LongerThanAllowed(policy.longest_days).message))


def _in_words(days: int) -> str:
    if days == 1:
        return str(_("Today only"))
    if days == 365:
        return str(_("A year"))
    if days % 30 == 0:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
