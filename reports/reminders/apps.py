from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "people": pgettext_lazy("trail", "People"),
    "count": pgettext_lazy("trail", "Requests"),
}


class RemindersConfig(AppConfig):
    name = "reports.reminders"
    label = "reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        from accounts.people.registry import my_data_provider, stored_facts
        from guidelines.policies.registry import on_answered
        from portal.audit.registry import Verb, verbs
        from portal.mail.registry import mail_kinds, on_refused
        from reports.reminders import my_data, registry

        my_data_provider(my_data.stored_about)
        stored_facts(*my_data.STORED)
        on_answered(registry.tell_about_paper)
        on_refused(registry.note_refused_address)
        mail_kinds(
            {
                "reminders.daily": pgettext_lazy("mail", "Daily mail"),
                "reminders.by_hand": pgettext_lazy("mail", "Reminder by HR"),
                "reminders.recorded": pgettext_lazy("mail", "Recorded on paper"),
            }
        )
        verbs(
            "reminders",
            {
                "requests.reminded": Verb(_("People reminded"), "people", "count", "digest"),
                "requests.reminder_refused": Verb(_("Reminder refused"), "rule"),
            },
            details=DETAILS,
        )
