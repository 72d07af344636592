from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DETAILS = {
    "kind": pgettext_lazy("trail", "Kind of statement"),
    "language": pgettext_lazy("trail", "Language"),
    "role": pgettext_lazy("trail", "Role in the playbook"),
    "verdict": pgettext_lazy("trail", "Answer"),
    "wording": pgettext_lazy("trail", "Number of the wording"),
}


class StatementsConfig(AppConfig):
    name = "guidelines.statements"
    label = "statements"
    verbose_name = pgettext_lazy("room", "Statements")

    def ready(self) -> None:
        from accounts.people.registry import my_data_provider, stored_facts
        from guidelines.incidents import registry
        from guidelines.statements.entries import ENTRIES
        from guidelines.statements.lifecycle import (
            begin_holding_line,
            follow_level,
            last_published,
            unfinished,
        )
        from guidelines.statements.my_data import STORED, about_person
        from guidelines.statements.room import CHAPTER, PART

        registry.entry_kinds(ENTRIES)
        registry.room_part(PART)
        registry.dossier_part(CHAPTER)
        registry.on_started(begin_holding_line)
        registry.on_level_declared(follow_level)
        registry.published_source(last_published)
        registry.unfinished_source(unfinished)
        my_data_provider(about_person)
        stored_facts(*STORED)
        self._leave_a_trail()

    def _leave_a_trail(self) -> None:
        from django.conf import settings

        from guidelines.playbooks.choices import TemplateKind
        from guidelines.statements.choices import Verdict
        from portal.audit.registry import Verb, verbs

        drafted = Verb(_("Statement drafted"), kind=TemplateKind, language=dict(settings.LANGUAGES))
        verbs(
            "statements",
            {
                "statement.drafted": drafted,
                "statement.reworded": Verb(_("Statement reworded"), "wording"),
                "statement.submitted": Verb(_("Statement handed in for approval"), "wording"),
                "statement.answered": Verb(_("Statement answered"), "role", verdict=Verdict),
                "statement.published": Verb(_("Statement published"), "wording"),
                "statement.withdrawn": Verb(pgettext_lazy("timeline", "Statement withdrawn")),
                "statement.refused": Verb(_("Step of a statement refused"), "rule"),
            },
            details=DETAILS,
        )
