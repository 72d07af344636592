from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "training.assignments"
    label = "assignments"
