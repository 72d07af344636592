from guidelines.policies.models.acknowledgement import (
    Acknowledgement,
    AcknowledgementRecord,
    ConsentWithdrawal,
    PaperConfirmation,
    ReservationCase,
)
from guidelines.policies.models.policy import Policy, PolicyReview, PolicyVersion
from guidelines.policies.models.proposal import ProposedRendition, ReleaseProposal
from guidelines.policies.models.rendition import Rendition, RenditionAsset, RenditionPdf
from guidelines.policies.models.request import AcknowledgementRequest, DeadlineExtension
from guidelines.policies.models.search import SearchTerm

__all__ = [
    "Acknowledgement",
    "AcknowledgementRecord",
    "AcknowledgementRequest",
    "ConsentWithdrawal",
    "DeadlineExtension",
    "PaperConfirmation",
    "Policy",
    "PolicyReview",
    "PolicyVersion",
    "ProposedRendition",
    "ReleaseProposal",
    "Rendition",
    "RenditionAsset",
    "RenditionPdf",
    "ReservationCase",
    "SearchTerm",
]
