from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What the details of the verbs below are called in the trail.
DETAILS = {
    "key_id": pgettext_lazy("trail", "Key"),
    "ring": pgettext_lazy("trail", "Key ring (empty: the portal’s)"),
}


class KeysConfig(AppConfig):
    name = "portal.keys"
    label = "keys"

    def ready(self) -> None:
        from portal.audit.registry import Verb, verbs
        from portal.keys import checks  # noqa: F401
        from portal.keys.commitments import rewrap_person_key, sealed_person_keys
        from portal.keys.registry import holder

        holder("person keys", sealed_person_keys, rewrap_person_key)

        verbs(
            "keys",
            {
                "key.added": Verb(_("Key added"), "key_id", "ring"),
                "key.rewrapped": Verb(_("Sealed values re-wrapped"), "key_id", "count", "ring"),
                "key.retired": Verb(_("Key retired"), "key_id", "ring"),
                "person_key.destroyed": Verb(_("Key of a person destroyed"), "why"),
            },
            details=DETAILS,
        )
