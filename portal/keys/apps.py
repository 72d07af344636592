from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "portal.keys"
    label = "keys"

    def ready(self) -> None:
        from portal.audit.registry import verbs
        from portal.keys import checks  # noqa: F401
        from portal.keys.commitments import rewrap_person_key, sealed_person_keys
        from portal.keys.registry import holder

        holder("person keys", sealed_person_keys, rewrap_person_key)

        verbs(
            "keys",
            {
                "key.added": {"key_id"},
                "key.rewrapped": {"key_id", "count"},
                "key.retired": {"key_id"},
                "person_key.destroyed": {"why"},
            },
        )
