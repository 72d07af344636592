from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "address": pgettext_lazy("trail", "Address"),
    "dropped": pgettext_lazy("trail", "Waited and was dropped"),
}


class XapiConfig(AppConfig):
    name = "training.xapi"
    label = "xapi"
    verbose_name = _("Record store (xAPI)")

    def ready(self) -> None:
        from accounts.people import registry as people
        from portal.keys.registry import holder
        from portal.ui.registry import nav
        from training.assignments.registry import on_completed
        from training.xapi import (
            jobs,  # noqa: F401
            my_data,
        )
        from training.xapi.keys import rewrap_store, sealed_stores
        from training.xapi.operations import tell_of, tell_of_one
        from training.xapi.permissions import sees_store

        on_completed(tell_of_one, many=tell_of)
        holder("record stores", sealed_stores, rewrap_store)
        people.my_data_provider(my_data.passed_on)
        people.stored_facts(*my_data.STORED)
        nav.register(
            _("Record store (xAPI)"), "xapi:store-show", icon="cloud-upload", order=725, visible=sees_store
        )
        self._leave_a_trail()

    def _leave_a_trail(self) -> None:
        from portal.audit.registry import Verb, objects, verbs

        objects({"xapi.recordstore": _("Record store (xAPI)")})
        verbs(
            "xapi",
            {
                "xapi.store_set": Verb(_("Record store entered"), "address"),
                "xapi.switched_on": Verb(_("Record store switched on"), "address"),
                "xapi.switched_off": Verb(_("Record store switched off"), "dropped"),
                "xapi.tried_again": Verb(_("Completions sent to the record store again"), "count"),
                "xapi.refused": Verb(_("Change of the record store refused"), "rule"),
            },
            details=DETAILS,
        )
