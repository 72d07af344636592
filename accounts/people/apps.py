from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "accounts.people"
    label = "people"

    def ready(self) -> None:
        from accounts.people import registrations, sign_in
        from accounts.people.choices import LifecycleEvent
        from accounts.people.groups import create_role_groups
        from portal.audit.registry import looks, verbs

        sign_in.connect()
        registrations.connect()
        post_migrate.connect(create_role_groups, sender=self, dispatch_uid="people.create_role_groups")
        looks("person.viewed")
        verbs(
            "people",
            {
                **{f"person.{event}": () for event in LifecycleEvent},
                "person.changed": (),
                "person.viewed": (),
                "person.suspended": (),
                "person.restored": (),
                "person.invited": (),
                "person.invitation_accepted": (),
                "person.language_set": {"language"},
                "person.time_zone_set": (),
                "person.calendar_key_renewed": (),
                "person.signed_in": {"method"},
                "person.sign_in_refused": {"method"},
                "person.sign_in_reset": (),
                "person.password_changed": (),
                "person.factor_added": {"type"},
                "person.factor_removed": {"type"},
                "person.factor_reset": {"type"},
                "audience.defined": {"clauses"},
                "audience.refreshed": {"joined", "left", "why"},
                "role.proposed": {"role", "within"},
                "role.declined": {"role"},
                "role.given": {"role", "within", "rule"},
                "role.taken": {"role", "rule"},
                "role.kept": {"role", "rule"},
                **{
                    f"role_rule.{act}": {"source", "group", "role", "within"}
                    for act in ("proposed", "confirmed", "declined", "ended")
                },
                "role.refused": {"rule"},
                "location.saved": (),
                "entity.saved": (),
                "department.saved": (),
                "portal.set_up": (),
            },
        )
