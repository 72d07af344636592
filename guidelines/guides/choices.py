from django.db import models
from django.utils.translation import pgettext_lazy


class Verdict(models.TextChoices):
    """What an outcome says to "may I do this?"."""

    ALLOWED = "allowed", pgettext_lazy("decision guide", "Allowed")
    CONDITIONS = "conditions", pgettext_lazy("decision guide", "Allowed under conditions")
    FORBIDDEN = "forbidden", pgettext_lazy("decision guide", "Not allowed")
    ASK_DPO = "ask-dpo", pgettext_lazy("decision guide", "Ask the data protection officer")

    @property
    def tone(self) -> str:
        return {"allowed": "success", "conditions": "warning", "forbidden": "danger"}.get(self.value, "info")

    @property
    def icon(self) -> str:
        """Told apart without colour: a tick, a list to tick off, a bar, a question."""
        icons = {"allowed": "circle-check", "conditions": "list-checks", "forbidden": "ban"}
        return icons.get(self.value, "message-circle-question-mark")


class Track(models.TextChoices):
    """For whom a guide is written."""

    EVERYONE = "everyone", pgettext_lazy("decision guide", "For everyone")
    MARKETING = "marketing", pgettext_lazy("decision guide", "Marketing")
    SALES = "sales", pgettext_lazy("decision guide", "Sales")
    SERVICE = "service", pgettext_lazy("decision guide", "Customer service")
    HR = "hr", pgettext_lazy("decision guide", "HR")
