"""What others see of whoever takes a route of some kind, as long as nobody has described it better. Pure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.register.choices import PublishesThrough, RouteKind

NOT_DESCRIBED = _("This has not been described yet. Ask the owner before you use this way.")
OF_KIND: dict[str, Promise] = {
    RouteKind.MANAGED: _(
        "The platform and the other administrators see your work identity. Nothing private."
    ),
    RouteKind.DELEGATED: _(
        "The platform and the other administrators see your name and work address. Nothing private."
    ),
    RouteKind.TOKEN: _("The platform sees the tool, not you. The tool knows your work login."),
    RouteKind.SHARED: _("The platform sees the company’s login. The portal notes when you open it."),
}
OF_PUBLISHER: dict[str, Promise] = {
    PublishesThrough.AGENCY: _("The platform sees the agency, not you."),
    PublishesThrough.API: _("The platform sees the interface, not you."),
    PublishesThrough.PROFILE: _("Posts go over the private profile of a colleague who has agreed to it."),
}


def usually_seen(kind: str, publishes_through: str = "") -> str:
    """One or two sentences in the language of the page."""
    return str(OF_PUBLISHER.get(publishes_through) or OF_KIND.get(kind, NOT_DESCRIBED))
