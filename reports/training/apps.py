from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TrainingConfig(AppConfig):
    name = "reports.training"
    label = "training"
    verbose_name = pgettext_lazy("page", "Training")

    def ready(self) -> None:
        from reports.dashboards.registry import overview_part, person_part, work_provider
        from reports.exports.registry import list_source
        from reports.training.columns import TRAINING, open_training
        from reports.training.registry import evidence_work, training_of_person, training_overview

        list_source(TRAINING, open_training, title=pgettext_lazy("page", "Training"))
        person_part(training_of_person)
        overview_part(training_overview)
        work_provider(evidence_work)
