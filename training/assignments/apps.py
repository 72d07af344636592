from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "training.assignments"
    label = "assignments"

    def ready(self) -> None:
        from training.assignments.certificates.registrations import register as register_certificates

        register_certificates()
