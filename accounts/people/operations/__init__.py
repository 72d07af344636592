from accounts.people.operations.audiences import (
    define_audience,
    everyone,
    refresh_audience,
    refresh_audiences,
)
from accounts.people.operations.details import change_details
from accounts.people.operations.invitations import accept_invitation, invite
from accounts.people.operations.lifecycle import (
    bring_back,
    hire,
    leave,
    move,
    record_absence,
    return_from_leave,
    send_on_leave,
)
from accounts.people.operations.role_rules import (
    apply_role_rules,
    confirm_role_rule,
    decline_role_rule,
    end_role_rule,
    propose_role_rule,
)
from accounts.people.operations.roles import confirm_role, decline_role, give_role, take_role
from accounts.people.operations.self_service import renew_calendar_key, set_language, set_time_zone
from accounts.people.operations.setup import set_up

__all__ = [
    "accept_invitation",
    "apply_role_rules",
    "bring_back",
    "change_details",
    "confirm_role",
    "confirm_role_rule",
    "decline_role",
    "decline_role_rule",
    "define_audience",
    "end_role_rule",
    "everyone",
    "give_role",
    "hire",
    "invite",
    "leave",
    "move",
    "propose_role_rule",
    "record_absence",
    "refresh_audience",
    "refresh_audiences",
    "renew_calendar_key",
    "return_from_leave",
    "send_on_leave",
    "set_language",
    "set_time_zone",
    "set_up",
    "take_role",
]
