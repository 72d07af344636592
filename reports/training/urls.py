"""HR's pages about required courses."""

from django.urls import path

from reports.training.views import lists, requirements

app_name = "training"

urlpatterns = [
    path("hr/training/", lists.list_training, name="assignment-list"),
    path("hr/training/list.csv", lists.export_training, {"kind": "csv"}, name="training-export-csv"),
    path("hr/training/list.xlsx", lists.export_training, {"kind": "xlsx"}, name="training-export-xlsx"),
    path("hr/training/requirements/", requirements.list_requirements, name="requirement-list"),
    path("hr/training/requirements/new/", requirements.new_requirement, name="requirement-new"),
    path("hr/training/requirements/<uuid:ref>/", requirements.show_requirement, name="requirement-show"),
    path(
        "hr/training/requirements/<uuid:ref>/change/",
        requirements.edit_requirement,
        name="requirement-change",
    ),
    path(
        "hr/training/requirements/<uuid:ref>/end/",
        requirements.finish_requirement,
        name="requirement-end",
    ),
]
