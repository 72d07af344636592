"""What the slugs of refused rows and unreadable lists say to a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.imports.wording import CELLS, FILES, in_words
from accounts.register.choices import AccountStatus
from accounts.register.lists.columns import BY_NAME
from accounts.register.lists.words import CHOICES
from accounts.register.rules import (
    AlreadyRegistered,
    DeputyIsOwner,
    NotApprovedForMessages,
    WorksHereNoMore,
)

SENTENCES = {
    **CELLS,
    **FILES,
    # A cell
    "reverses_writing": _("This holds invisible characters that turn the direction of writing around."),
    "not_a_number": _("“%(value)s” is not a number. Write how many, such as 2."),
    "not_counted": _("Please write how many codes are left, never the codes themselves. Nothing was kept."),
    "not_a_link": _("This is not the address of a web page. Write https://…"),
    "login_in_link": _("This link holds a login or a password. Please leave it out. Nothing was kept."),
    "not_an_address": _("This is not an e-mail address. Nothing was kept."),
    "address_not_whose": _(
        "This column says whose address it is; the address has a column of its own. Nothing was kept."
    ),
    "unknown_word": _("“%(value)s” is not known here. Write one of these: %(choices)s"),
    "not_yes_or_no": _("“%(value)s” is not known here. Write yes or no."),
    "unknown_platform": _("There is no platform “%(name)s” on the register. You can add it there first."),
    "several_people": _("Several people bear the number “%(name)s”. Write the login id or the work e-mail."),
    "several_accounts": _("Several accounts are called nearly “%(name)s”. Write the name exactly."),
    # A row
    "twice": _("This account stands in the list more than once."),
    "needed": _("A new account needs this."),
    "deputy_is_owner": DeputyIsOwner.message,
    "works_here_no_more": WorksHereNoMore.message,
    "new_and_closed": _("A closed account cannot be put on the register."),
    "not_from_status": _("From “%(was)s” an account does not become “%(to)s”."),
    "not_approved": NotApprovedForMessages.message,
    "private_address": _(
        "Private addresses are never stored. Leave the cell empty: that it is private says enough."
    ),
    "whose_address": _(
        "An address is stored only if the list says whose it is: a mailbox of the company or one colleague’s "
        "work address. It could be private, so nothing was kept."
    ),
    "exists_now": AlreadyRegistered.message,
    "changed_now": _("Somebody changed this account since the preview."),
    # A list
    "no_rows": _("The list holds nothing but its headings."),
    "secret_column": _(
        "The column “%(heading)s” looks as if it held passwords or codes. Please delete it before you upload "
        "the list: such things belong into the vault. Nothing was kept."
    ),
    "not_permitted": _("Whoever asked for this may not keep the register any more."),
    "changed_meanwhile": _(
        "Accounts were changed since the preview. Nothing was applied; their rows are refused now. You can "
        "upload the list again or leave them out."
    ),
}


def sentence(slug: str, facts: Mapping[str, Any]) -> str:
    """The sentence of `slug` in the reader's language; with the column it is about, if one is named."""
    known = dict(facts)
    if facts.get("column") in CHOICES:
        known["choices"] = " · ".join(str(label) for label in CHOICES[facts["column"]].labels)
    for name in ("was", "to"):
        if facts.get(name) in AccountStatus.values:
            known[name] = AccountStatus(facts[name]).label
    return in_words(SENTENCES[slug], known, BY_NAME)
