"""What a person reads before they let their private account be used (Art. 7 GDPR: purpose, kind and extent,
withdrawal). The texts are kept with the consent as shown; a change of them raises `TEXT_VERSION`."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.register.models import AccessRoute
from accounts.register.ranking import ranked

TEXT_VERSION = 1


@dataclass(frozen=True)
class ConsentTexts:
    purpose: str
    data: str
    alternative: str
    withdrawal: str


def texts_for(route: AccessRoute, language: str) -> ConsentTexts:
    """The texts for one route, in `language`."""
    with translation.override(language):
        return ConsentTexts(
            purpose=_("Working on %(account)s (%(platform)s) over your private account.")
            % {"account": route.account.handle, "platform": route.account.platform.name},
            data=route.seen or _data(),
            alternative=_alternative(route),
            withdrawal=_(
                "You can withdraw at any time under “My channels”, without giving a reason and without any "
                "disadvantage. Your access over the private account then ends at once, and the company looks "
                "for another way. What was done before stays lawful. After a year the consent ends by itself."
            ),
        )


def _data() -> str:
    return _(
        "The platform learns that you work for this company and links it with your profile. Your employer "
        "and the other administrators see your profile name and picture on the platform, and what you do "
        "on the company’s account. Your private posts, messages and contacts are nobody’s business and are "
        "not collected here. Your password and second factor stay with you and are never stored here."
    )


def _alternative(route: AccessRoute) -> str:
    """The best way that needs no private account; where there is none, that is said too."""
    others = ranked(route.account.routes.filter(closed_at=None).exclude(pk=route.pk))
    free = next((other for other in others if other.is_private_free), None)
    if free is None:
        return _("Nobody has to do this. Without your consent the company finds somebody or something else.")
    return _("Instead you can work by this route, which needs no private account: %(route)s.") % {
        "route": free.get_kind_display()
    }
