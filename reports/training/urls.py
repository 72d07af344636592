"""HR's pages about required courses."""

from django.urls import path

from reports.training.views import acts, bringing, evidence, lists, requirements

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
    path("hr/training/assignments/<uuid:ref>/exempt/", acts.exempt_person, name="assignment-exempt"),
    path("hr/training/assignments/<uuid:ref>/extend/", acts.extend_assignment, name="assignment-extend"),
    path("hr/training/assignments/<uuid:ref>/attempt/", acts.give_attempt, name="assignment-attempt"),
    path("hr/training/assignments/<uuid:ref>/evidence/", acts.record_evidence, name="evidence-record"),
    path("hr/training/completions/<uuid:ref>/revoke/", acts.revoke, name="completion-revoke"),
    path("hr/training/evidence/", evidence.list_evidence, name="evidence-list"),
    path("hr/training/evidence/<uuid:ref>/", evidence.show_evidence, name="evidence-show"),
    path("hr/training/evidence/<uuid:ref>/file/", evidence.show_file, name="evidence-file"),
    path("hr/training/evidence/<uuid:ref>/accept/", evidence.accept_evidence, name="evidence-accept"),
    path("hr/training/evidence/<uuid:ref>/refuse/", evidence.refuse_evidence, name="evidence-refuse"),
    path("hr/training/attendance/", bringing.bring_attendance, name="attendance-record"),
    path("hr/training/import/", bringing.bring_history, name="history-import"),
]
