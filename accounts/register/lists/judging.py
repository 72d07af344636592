"""What a row would do: the one place where the verdict on an account is made.

The rules are those of the operations on single accounts; what they refuse is refused here, with the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from accounts.imports.values import Cell, Misread
from accounts.register.choices import REACHED_FROM, AccountStatus, RecoveryMail, RowVerdict
from accounts.register.lists.cells import WITHHELD, folded_handle, shown
from accounts.register.lists.columns import FACTS, NEEDED, REFERENCES
from accounts.register.lists.reading import HANDLE_MAX, NAME_MAX, Reader, Refusals, refusal
from accounts.register.models import AccountList, CorporateAccount, ListedRow

Facts = dict[str, Any]
# Columns, and what is wrong with what they say.
Problems = Iterator[tuple[str, Misread]]
# Whose address may be stored; of any other nobody can say that it is not private (V7).
KEPT_ADDRESSES = (RecoveryMail.COMPANY, RecoveryMail.PERSONAL_WORK)
WITHOUT_ADDRESS = (RecoveryMail.PRIVATE, RecoveryMail.NONE)


@dataclass
class Meant:
    """Which account a row is about; `refused` says why it cannot be told."""

    platform: int | None = None
    handle: str = ""
    pk: int | None = None
    refused: Refusals = field(default_factory=list)


@dataclass
class Judge:
    """Turns rows of a list into staged rows with a verdict and the reasons for it."""

    account_list: AccountList
    reader: Reader
    # Whether something was read that may be private or a secret: then the file is not kept.
    withheld: bool = False

    def __post_init__(self) -> None:
        entities = list(self.reader.known.entities.values())
        only = entities[0] if len(entities) == 1 else None
        self._entity = self.account_list.entity_id or only
        self._blank = {name: CorporateAccount._meta.get_field(name).get_default() for name in FACTS}
        self._blank |= {"status": self.account_list.status_of_new, "entity": self._entity}

    def meant(self, cells: list[Cell]) -> Meant:
        found = Meant()
        for name in ("platform", "handle"):
            try:
                setattr(found, name, getattr(self.reader, name)(cells))
            except Misread as misread:
                found.refused.append(refusal(misread, name))
        if found.platform is not None and found.handle:
            self._recognise(found, found.platform)
        return found

    def _recognise(self, found: Meant, platform: int) -> None:
        if self.reader.keys[platform, folded_handle(found.handle)] > 1:
            found.refused.append(refusal(Misread("twice")))
        try:
            found.pk = self.reader.known.account(platform, found.handle)
        except Misread as misread:
            found.refused.append(refusal(misread, "handle"))

    def row(self, number: int, cells: list[Cell], meant: Meant, was: Facts | None) -> ListedRow:
        """`was` holds the facts on record, if the account is on the register."""
        before = self._blank if was is None else {name: was[name] for name in FACTS}
        refused = list(meant.refused)
        facts = self.reader.facts(cells, before["entity"], refused)
        after = {**before, **facts}
        if after["recovery_mail"] in WITHOUT_ADDRESS and "recovery_address" not in facts:
            after["recovery_address"] = ""
        misread = {one["column"] for one in refused}
        refused += self._problems(meant, was, facts, after, misread)
        self.withheld |= any(one["slug"] in WITHHELD for one in refused)
        self.withheld |= "recovery_mail" in misread and "recovery_address" in facts
        row = ListedRow(
            account_list=self.account_list,
            number=number,
            said_platform=shown(self.reader.cell(cells, "platform"), NAME_MAX),
            handle=(was["handle"] if was else meant.handle)
            or shown(self.reader.cell(cells, "handle"), HANDLE_MAX),
            platform_id=meant.platform,
            account_id=meant.pk,
        )
        if refused:
            row.verdict, row.reasons = RowVerdict.REFUSED, refused
            return row
        for name, value in after.items():
            setattr(row, f"{name}_id" if name in REFERENCES else name, value)
        row.was = was
        row.changes = [name for name in FACTS if was is not None and after[name] != was[name]]
        row.verdict = _verdict(was, row.changes)
        return row

    def _problems(
        self, meant: Meant, was: Facts | None, facts: Facts, after: Facts, misread: set[str]
    ) -> Refusals:
        """What breaks a rule; of a column in `misread` that is said already."""
        found = list(_about_recovery(was, facts, after))
        if not meant.refused:  # else nobody knows which account the rules are about
            found += _about_new(after) if was is None else self._about_changed(meant, was, after)
            found += self._about_people(was, after)
        return [refusal(broken, column) for column, broken in found if column not in misread]

    def _about_changed(self, meant: Meant, was: Facts, after: Facts) -> Problems:
        status, before = after["status"], was["status"]
        if status == before or meant.platform is None:
            return
        if before not in REACHED_FROM.get(status, ()):
            yield "status", Misread("not_from_status", was=before, to=status)
        elif status == AccountStatus.LIVE and not self.reader.known.approves(
            meant.platform, takes_messages=after["takes_messages"]
        ):
            yield "status", Misread("not_approved")

    def _about_people(self, was: Facts | None, after: Facts) -> Problems:
        """Whoever is named anew works here; owner and deputy are two, and both work here if one is new."""
        was = was or {}
        pair = {name: after[name] for name in ("owner", "deputy")}
        wanted = dict(pair) if any(was.get(name) != pk for name, pk in pair.items()) else {}
        if was.get("custodian") != after["custodian"]:
            wanted["custodian"] = after["custodian"]
        if pair["owner"] and pair["owner"] == pair["deputy"]:
            yield "deputy", Misread("deputy_is_owner")
        for name, pk in wanted.items():
            if pk and pk not in self.reader.known.people.employed:
                yield name, Misread("works_here_no_more")


def _about_new(after: Facts) -> Problems:
    for name in NEEDED:
        if not after[name]:
            yield name, Misread("needed")
    if after["status"] == AccountStatus.CLOSED:
        yield "status", Misread("new_and_closed")


def _about_recovery(was: Facts | None, facts: Facts, after: Facts) -> Problems:
    typed, whose = facts.get("recovery_address"), after["recovery_mail"]
    if not typed or whose in KEPT_ADDRESSES:
        return
    if whose == RecoveryMail.PRIVATE:
        yield "recovery_address", Misread("private_address")
    elif was is None or was["recovery_address"] != typed:
        yield "recovery_address", Misread("whose_address")


def _verdict(was: Facts | None, changes: list[str]) -> RowVerdict:
    if was is None:
        return RowVerdict.NEW
    return RowVerdict.CHANGED if changes else RowVerdict.UNCHANGED
