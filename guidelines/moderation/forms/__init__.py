from guidelines.moderation.forms.acts import (
    BanReviewForm,
    DayForm,
    GroundsForm,
    HearingForm,
    LiftForm,
    NoteForm,
    RemindForm,
    ReviewOutcomeForm,
    SendForm,
    ToldForm,
    VerdictForm,
)
from guidelines.moderation.forms.decisions import AppealForm, DecisionForm
from guidelines.moderation.forms.matters import CaseFilterForm, CaseForm, NoticeForm, ReviewForm

__all__ = [
    "AppealForm",
    "BanReviewForm",
    "CaseFilterForm",
    "CaseForm",
    "DayForm",
    "DecisionForm",
    "GroundsForm",
    "HearingForm",
    "LiftForm",
    "NoteForm",
    "NoticeForm",
    "RemindForm",
    "ReviewForm",
    "ReviewOutcomeForm",
    "SendForm",
    "ToldForm",
    "VerdictForm",
]
