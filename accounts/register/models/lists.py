import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.imports.models import APPLIED_BY_SOMEBODY, FileImport
from accounts.people.models import Employee, Entity
from accounts.register.choices import (
    AccountStatus,
    Criticality,
    ListAct,
    Presence,
    RecoveryMail,
    RowVerdict,
    SecondFactor,
)
from accounts.register.models.accounts import CorporateAccount
from accounts.register.models.platforms import Platform
from accounts.register.querysets import ListedRowQuerySet, ListQuerySet
from portal.audit.append_only import AppendOnlyModel


class AccountList(FileImport):
    """A spreadsheet of accounts on its way into the register."""

    routes = "register"

    # The employer of new accounts whose row names none, and the status of those that name none.
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    status_of_new = models.CharField(max_length=8, choices=AccountStatus, default=AccountStatus.PLANNED)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of accounts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=APPLIED_BY_SOMEBODY, name="list_applied_by_somebody")
        ]
        indexes: ClassVar = [models.Index(fields=["-requested_at", "id"], name="lists_newest")]


def _loose(to: type[models.Model]) -> models.ForeignKey:
    """A link of the staging table: checked when the list is applied, all at once."""
    return models.ForeignKey(
        to, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )


class ListedRow(models.Model):
    """What the register would hold after one row, next to what it held when the row was checked.

    The names of the facts are those of `CorporateAccount`, so that whole sets of rows can be written there.
    Of a refused row only what it is about is kept, and why.
    """

    account_list = models.ForeignKey(AccountList, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=RowVerdict)
    reasons = models.JSONField(default=list)
    account = _loose(CorporateAccount)
    was = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    # The platform as the row calls it.
    said_platform = models.CharField(max_length=200, blank=True)

    ref = models.UUIDField(default=uuid.uuid4)
    platform = _loose(Platform)
    handle = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=500, blank=True)
    entity = _loose(Entity)
    brand = models.CharField(max_length=120, blank=True)
    owner = _loose(Employee)
    deputy = _loose(Employee)
    criticality = models.CharField(max_length=8, choices=Criticality, blank=True)
    status = models.CharField(max_length=8, choices=AccountStatus, blank=True)
    takes_messages = models.BooleanField(default=False)
    imprint = models.CharField(max_length=12, choices=Presence, blank=True)
    privacy_notice = models.CharField(max_length=12, choices=Presence, blank=True)
    recovery_mail = models.CharField(max_length=16, choices=RecoveryMail, blank=True)
    recovery_address = models.CharField(max_length=254, blank=True)
    second_factor = models.CharField(max_length=16, choices=SecondFactor, blank=True)
    custodian = _loose(Employee)
    recovery_codes_left = models.PositiveSmallIntegerField(null=True)
    administrators = models.PositiveSmallIntegerField(null=True)
    vault_address = models.CharField(max_length=500, blank=True)

    objects = ListedRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_list", "number"], name="one_listed_row_per_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["account_list", "verdict", "number"], name="listed_rows_by_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"


class ListedAccount(AppendOnlyModel):
    """That a list put an account on the register or changed it: the trail has one row for all of them."""

    account_list = models.ForeignKey(AccountList, models.PROTECT, related_name="accounts")
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="lists")
    act = models.CharField(max_length=12, choices=ListAct)
    # The names of the facts that changed, and the status that followed.
    changes = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=AccountStatus)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_list_id} {self.account_id} {self.act}"
