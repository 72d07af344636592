from django.db import models
from django.utils.translation import pgettext_lazy


class Trouble(models.TextChoices):
    """What somebody reports, in the words of whoever sees it first. A playbook says which it is for."""

    CRITICISM = "criticism", pgettext_lazy("trouble", "Criticism that grows")
    PERSONAL_DATA = "personal-data", pgettext_lazy("trouble", "Personal data has become public")
    MESSENGER = "messenger", pgettext_lazy("trouble", "Somebody sent us sensitive data")
    HIJACKED = "hijacked", pgettext_lazy("trouble", "An account has been taken over")
    IMPERSONATION = "impersonation", pgettext_lazy("trouble", "Somebody pretends to be us")
    REVIEW = "review", pgettext_lazy("trouble", "A wrong or insulting review")
    COLLEAGUE = "colleague", pgettext_lazy("trouble", "A post by somebody who works here")
    THREAT = "threat", pgettext_lazy("trouble", "Threats, hate, a crime")
    OTHER = "other", pgettext_lazy("trouble", "Something else, or I am not sure")


class Phase(models.TextChoices):
    """When in an incident a task is due."""

    FIRST = "first", pgettext_lazy("phase", "First acts")
    ASSESS = "assess", pgettext_lazy("phase", "Assess")
    ACT = "act", pgettext_lazy("phase", "Act")
    CALM = "calm", pgettext_lazy("phase", "Calm down")
    AFTER = "after", pgettext_lazy("phase", "Afterwards")


class TemplateKind(models.TextChoices):
    HOLDING = "holding", pgettext_lazy("template", "Holding line")
    FACT = "fact", pgettext_lazy("template", "Facts")
    APOLOGY = "apology", pgettext_lazy("template", "Apology")
    REDIRECT = "redirect", pgettext_lazy("template", "Way to another channel")
    ABSTRACT = "abstract", pgettext_lazy("template", "Answer in general terms")
    OFFER_HELP = "offer-help", pgettext_lazy("template", "Offer of help")
    NOTICE = "notice", pgettext_lazy("template", "Notice to an operator or authority")
    INTERNAL = "internal", pgettext_lazy("template", "Word to our own people")


class NumberKind(models.TextChoices):
    """Whose number it is. A private one is never required and never copied from elsewhere."""

    COMPANY = "company", pgettext_lazy("number", "Company phone")
    VOLUNTEERED = "volunteered", pgettext_lazy("number", "Own number, given of my own accord")


class Light(models.TextChoices):
    """How ready a playbook is. The order is that of the board: the worst first."""

    RED = "red", pgettext_lazy("readiness", "Not ready")
    AMBER = "amber", pgettext_lazy("readiness", "Nearly ready")
    GREEN = "green", pgettext_lazy("readiness", "Ready")
