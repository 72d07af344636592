"""The refusals of this room, each named after the rule it protects."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken


class TooManyReports(RuleBroken):
    message = _(
        "You have sent very many reports within an hour. This one was not sent. Please call the crisis team, "
        "or wait a little and send it again; if it belongs to one of your reports, add it there."
    )


class NotOpen(RuleBroken):
    message = _("This incident has ended. Please report again; the new report leads back to this one.")


class NotFromHere(RuleBroken):
    message = _("This step does not follow from where the incident stands now. Please look again.")


class AlreadyStarted(RuleBroken):
    message = _("Somebody else has started this incident already. You are in its room.")


class NoPlaybook(RuleBroken):
    message = _("This playbook is not released, or was withdrawn. Please choose another one.")


class LevelChangedMeanwhile(RuleBroken):
    """Two people at once: the second sees what the first declared, and decides again."""

    message = _("Somebody else has declared a level meanwhile. Please look at it and decide again.")

    def __init__(self, change: Any) -> None:
        super().__init__()
        self.change = change


class NoSuchLevel(RuleBroken):
    message = _("Levels go from 0 to 6.")


class SameLevel(RuleBroken):
    message = _("This is the level already.")


class ReasonRequired(RuleBroken):
    message = _("Please say why. It becomes a line of the incident log.")


class NoSuchRole(RuleBroken):
    message = _("The playbook of this incident has no such role.")


class RoleIsTaken(RuleBroken):
    message = _("Somebody else has this role at the moment. They can hand it over.")


class NotYourRole(RuleBroken):
    message = _("Only whoever has this role, or whoever leads the incident, can do this.")


class NobodyLeads(RuleBroken):
    message = _("Somebody has to lead. Please hand the lead over instead of giving it back.")


class CannotActNow(RuleBroken):
    message = _("This person cannot sign in any more: they have left, or their sign-in is closed.")


class NotInTheRoom(RuleBroken):
    message = _("This incident is confidential. Let this person in first.")


class TaskIsSettled(RuleBroken):
    message = _("This task is settled already.")


class EvidenceRequired(RuleBroken):
    message = _(
        "This task needs something that shows it: please choose a file of the incident, or say where."
    )


class Unfinished(RuleBroken):
    """I3"""

    message = _("Something is not finished. Close it all the same only with a reason; it stands in the log.")


class NotADuplicate(RuleBroken):
    message = _("Please choose another incident that is still open and that you may enter.")


class MoreConfidential(RuleBroken):
    message = _(
        "One of these incidents is confidential and the other is not. Please make both confidential first: "
        "reports must not become visible to more people by merging."
    )


class NobodyLeftInside(RuleBroken):
    message = _("Somebody has to stay inside who can act.")


class HasARole(RuleBroken):
    message = _("This person has a role in the incident. It has to be handed over first.")


class NothingToCorrect(RuleBroken):
    message = _("Only notes are corrected, by another note. What an act wrote stays; a new act follows it.")


class CorrectedAlready(RuleBroken):
    message = _("This entry was corrected already. Please correct the newer one.")
