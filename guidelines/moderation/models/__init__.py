from guidelines.moderation.models.bans import Appeal, Ban, BanReview
from guidelines.moderation.models.cases import DecisionWords, Hearing, ModerationCase, ModerationDecision
from guidelines.moderation.models.files import CaseFile
from guidelines.moderation.models.matters import Matter, Outsider
from guidelines.moderation.models.notices import Notice
from guidelines.moderation.models.reviews import ReviewCase

MATTERS = (ModerationCase, Notice, ReviewCase)

__all__ = [
    "MATTERS",
    "Appeal",
    "Ban",
    "BanReview",
    "CaseFile",
    "DecisionWords",
    "Hearing",
    "Matter",
    "ModerationCase",
    "ModerationDecision",
    "Notice",
    "Outsider",
    "ReviewCase",
]
