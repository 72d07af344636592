"""What to do next with a channel: one step, in plain words, with the address of where to do it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access.choices import Blocker
from accounts.access.deciding import Standing
from accounts.access.models import AccessGrant

# What has to be out of the way first comes first.
ORDER = (
    Blocker.OVER,
    Blocker.PERSON,
    Blocker.SUSPENDED,
    Blocker.ACCOUNT,
    Blocker.ROUTE,
    Blocker.CONSENT,
    Blocker.REQUIREMENT,
    Blocker.INVITATION,
    Blocker.NOT_YET,
)


@dataclass(frozen=True)
class Step:
    """`label` on a button to `url`; without an address there is nothing to do but wait."""

    text: str
    label: str = ""
    url: str = ""


def step_for(grant: AccessGrant, standing: Standing) -> Step:
    if standing.can_be_used:
        return Step(_("You can work on it now."), _("Start"), reverse("access:grant-show", args=[grant.ref]))
    first = min(standing.blockers, key=ORDER.index)
    if first == Blocker.REQUIREMENT:
        missing = standing.missing[0]
        return Step(_("Still missing: %(what)s") % {"what": missing.title}, _("Do this now"), missing.url)
    if first == Blocker.CONSENT:
        page = reverse("access:consent-give", args=[grant.route.ref])
        return Step(str(first.label), _("Read about it"), page)
    if first == Blocker.INVITATION:
        page = reverse("access:grant-attest", args=[grant.ref])
        text = _("An invitation to your work address follows. Tell us here as soon as you have accepted it.")
        return Step(text, _("I have accepted"), page)
    return Step(str(first.label))
