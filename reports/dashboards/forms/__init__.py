from reports.dashboards.forms.acts import (
    ExemptForm,
    ExtendForm,
    PaperForm,
    RefusePaperForm,
    SettleForm,
)
from reports.dashboards.forms.filters import RequestFilterForm

__all__ = [
    "ExemptForm",
    "ExtendForm",
    "PaperForm",
    "RefusePaperForm",
    "RequestFilterForm",
    "SettleForm",
]
