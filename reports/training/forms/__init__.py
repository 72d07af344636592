from reports.training.forms.days import OnDayForm
from reports.training.forms.filters import TrainingFilterForm

__all__ = ["OnDayForm", "TrainingFilterForm"]
