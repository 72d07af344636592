from guidelines.playbooks.models.packs import OfflinePack
from guidelines.playbooks.models.pages import PlaybookIndexPage, PlaybookPage
from guidelines.playbooks.models.people import Contact, PhoneNumber, RoleHolder
from guidelines.playbooks.models.standing import Readiness

__all__ = [
    "Contact",
    "OfflinePack",
    "PhoneNumber",
    "PlaybookIndexPage",
    "PlaybookPage",
    "Readiness",
    "RoleHolder",
]
