from accounts.access.models.consents import PrivateAccountConsent
from accounts.access.models.grants import AccessGrant, PlatformTask
from accounts.access.models.leaving import LeaverRun
from accounts.access.models.policies import AccessPolicy
from accounts.access.models.requests import AccessRequest, RequestDecision, RequestNote
from accounts.access.models.reviews import AccessReview, ReviewItem

__all__ = [
    "AccessGrant",
    "AccessPolicy",
    "AccessRequest",
    "AccessReview",
    "LeaverRun",
    "PlatformTask",
    "PrivateAccountConsent",
    "RequestDecision",
    "RequestNote",
    "ReviewItem",
]
