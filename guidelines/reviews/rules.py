"""The refusals of this room, each named after the rule it protects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.audit.rules import RuleBroken


class ReviewClosed(RuleBroken):
    message = pgettext_lazy("incident review", "This review has been closed.")


class NotHeldYet(RuleBroken):
    message = _("Please say first when the review was held.")


class FindingWithoutAction(RuleBroken):
    message = _("Every finding needs an action, or a word on why nothing follows from it.")


class TextRequired(RuleBroken):
    message = pgettext_lazy("incident review", "Please write something.")


class OwnerGone(RuleBroken):
    message = _("This person is no longer with the company. Please choose somebody else.")


class SettledAlready(RuleBroken):
    message = _("This action has been settled already.")


class DossierGone(RuleBroken):
    message = _("This dossier has been deleted: its time was over.")


class DossierDamaged(RuleBroken):
    message = _("The stored file is not the one that was issued. It is not handed out.")
