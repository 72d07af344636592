"""Filters and orders of SCIM as conditions in SQL (RFC 7644 §3.4.2.2).

What names one person or group is looked up by its index; everything else costs a walk through the rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, CharField, Expression, F, Q, QuerySet, Value, When
from django.db.models.functions import Lower, NullIf
from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttributeBinding,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)

from accounts.people.choices import EMPLOYED
from accounts.people.models import Employee
from accounts.scim.models import DirectoryEntry, DirectoryMembership
from accounts.scim.references import as_uuid

ALWAYS, NEVER = Q(pk__isnull=False), Q(pk__isnull=True)
LOOKUPS = {
    CompareOperator.eq: "exact",
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
Lookup = Callable[[str], Q]


@dataclass(frozen=True)
class Column:
    """One attribute in SQL. `one` finds by an index who has exactly this value."""

    expression: Expression | F
    one: Lookup | None = None
    is_text: bool = True


@dataclass(frozen=True)
class Columns:
    """The attributes of one kind of resource, by their names in `schema`; `many` have several values."""

    single: dict[tuple[str, str | None], Column]
    many: dict[tuple[str, str | None], Lookup]


def text(name: str, here: Expression | None = None) -> Column:
    """A text of the directory; for people it has not spoken of, what the portal knows."""
    said: Any = F(f"directory_entry__{name}")
    if here is not None:
        said = Case(When(directory_entry=None, then=here), default=said, output_field=CharField())
    return Column(NullIf(said, Value("")))


def _by_user_name(key: str) -> Q:
    entry = DirectoryEntry.objects.filter(user_name_key=key).values_list("employee_id", flat=True)[:1]
    here = Employee.objects.filter(login_id=key, directory_entry=None).values_list("pk", flat=True)[:1]
    return Q(pk__in=[*entry, *here])


def _by_external_id(value: str) -> Q:
    found = DirectoryEntry.objects.filter(external_id=value).values_list("employee_id", flat=True)
    return Q(pk__in=list(found[:1000])) if value else NEVER


def _by_email(key: str) -> Q:
    """The unique index is on the address in lower case, as it is stored."""
    found = Employee.objects.annotate(key=Lower("email")).filter(key=key).values_list("pk", flat=True)
    return Q(pk__in=list(found[:1]))


def _by_id(value: str) -> Q:
    ref = as_uuid(value)
    return Q(ref=ref) if ref else NEVER


def _in_group(value: str) -> Q:
    members = DirectoryMembership.objects.filter(group__ref=as_uuid(value))
    return Q(pk__in=members.values("employee"))


def _has_member(value: str) -> Q:
    memberships = DirectoryMembership.objects.filter(employee__ref=as_uuid(value))
    return Q(pk__in=memberships.values("group"))


USER = Columns(
    single={
        ("id", None): Column(F("ref"), _by_id),
        ("user_name", None): Column(text("user_name", F("login_id")).expression, _by_user_name),
        ("external_id", None): Column(text("external_id").expression, _by_external_id),
        ("name", "formatted"): text("formatted_name"),
        ("name", "given_name"): text("given_name"),
        ("name", "family_name"): text("family_name"),
        ("display_name", None): text("display_name", F("name")),
        ("preferred_language", None): text("preferred_language", F("language")),
        ("locale", None): text("locale"),
        ("timezone", None): text("time_zone", F("time_zone")),
        ("active", None): Column(
            Case(
                When(directory_entry__says_active=False, then=None),
                When(status__in=EMPLOYED, suspended_at=None, then=True),
                default=False,
                output_field=BooleanField(),
            ),
            is_text=False,
        ),
        ("emails", "value"): Column(F("email"), _by_email),
        ("emails", "type"): Column(
            Case(When(email=None, then=None), default=Value("work"), output_field=CharField())
        ),
        ("emails", "primary"): Column(
            Case(When(email=None, then=None), default=F("directory_entry__email_is_primary")), is_text=False
        ),
        ("employee_number", None): Column(
            NullIf(F("personnel_number"), Value("")), lambda value: Q(personnel_number__iexact=value)
        ),
        ("department", None): text("department", F("department__name")),
        ("manager", "value"): Column(F("manager__ref"), lambda value: Q(manager__ref=as_uuid(value))),
        ("meta", "created"): Column(F("created_at"), is_text=False),
        ("meta", "last_modified"): Column(
            Case(When(directory_entry=None, then=F("created_at")), default=F("directory_entry__changed_at")),
            is_text=False,
        ),
        ("meta", "resource_type"): Column(Value("User")),
    },
    many={("groups", "value"): _in_group},
)
GROUP = Columns(
    single={
        ("id", None): Column(F("ref"), _by_id),
        ("display_name", None): Column(F("name")),
        ("external_id", None): Column(
            NullIf(F("external_id"), Value("")), lambda value: Q(external_id=value)
        ),
        ("meta", "created"): Column(F("created_at"), is_text=False),
        ("meta", "last_modified"): Column(F("changed_at"), is_text=False),
        ("meta", "resource_type"): Column(Value("Group")),
    },
    many={("members", "value"): _has_member},
)


class Conditions(FilterVisitor[Q]):
    """Turns a filter that is bound to one kind of resource into a condition."""

    def __init__(self, columns: Columns, scim_filter: ScimFilter, inside: ValuePath | None = None) -> None:
        self.columns, self.filter, self.inside = columns, scim_filter, inside
        self.needed: dict[str, Any] = {}

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        terms = [self.visit(term) for term in node.terms]
        condition = terms[0]
        for term in terms[1:]:
            condition = condition & term if node.op == LogicalOperator.and_ else condition | term
        return condition

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_value_path(self, node: ValuePath) -> Q:
        """There is one address, so all that is said in the brackets is said of it; groups go by their id."""
        bound = self.filter.resolve(node.attr_path, strict=False)
        if bound is None:
            return NEVER
        inner = Conditions(self.columns, self.filter, node)
        condition = inner.visit(node.val_filter)
        self.needed |= inner.needed
        return condition & ~Q(email=None) if bound.field_name == "emails" else condition

    def visit_present(self, node: Present) -> Q:
        bound = self._bound(node.attr_path, for_comparison=False)
        if bound is None:
            return NEVER
        names = [key for key in self.columns.single if key[0] == bound.field_name]
        if bound.sub_field_name:
            names = [key for key in names if key[1] == bound.sub_field_name]
        if not names:
            return self._related(bound)
        present = NEVER
        for key in names:
            present |= Q(**{f"{self._alias(key)}__isnull": False})
        return present

    def visit_comparison(self, node: Comparison) -> Q:
        bound = self._bound(node.attr_path, for_comparison=True)
        if bound is None:
            return NEVER
        value = coerce_value(bound, node.value, node.op)
        try:
            value = bound.comparable(value)
        except ValueError:
            return ALWAYS if node.op == CompareOperator.ne else NEVER
        key = (bound.field_name, bound.sub_field_name)
        if key in self.columns.many:
            return self._compare_many(self.columns.many[key], node.op, value)
        if key not in self.columns.single:
            raise InvalidFilterException(detail=f"{bound.urn} cannot be compared here")
        return self._compare(key, bound, node.op, value)

    def _compare(
        self, key: tuple[str, str | None], bound: AttributeBinding, op: CompareOperator, value: Any
    ) -> Q:
        column = self.columns.single[key]
        if op == CompareOperator.ne:
            return ~self._compare(key, bound, CompareOperator.eq, value)
        if value is None:
            is_null = Q(**{f"{self._alias(key)}__isnull": True})
            return is_null if op == CompareOperator.eq else NEVER
        if op == CompareOperator.eq and column.one:
            return column.one(str(value))
        alias = self._alias(key, folded=column.is_text and not bound.case_exact)
        matches = Q(**{f"{alias}__{LOOKUPS[op]}": value})
        return matches & Q(**{f"{alias}__isnull": False})

    def _compare_many(self, lookup: Lookup, op: CompareOperator, value: Any) -> Q:
        if op == CompareOperator.eq and value is not None:
            return lookup(str(value))
        if op == CompareOperator.ne and value is not None:
            return ~lookup(str(value))
        raise InvalidFilterException(detail="Members and groups are found by their id, with eq or ne")

    def _related(self, bound: AttributeBinding) -> Q:
        """Whether somebody is in a group, or a group has members."""
        if bound.field_name == "groups":
            return Q(pk__in=DirectoryMembership.objects.values("employee"))
        if bound.field_name == "members":
            return Q(pk__in=DirectoryMembership.objects.values("group"))
        return ALWAYS if bound.field_name in ("schemas", "meta") else NEVER

    def _bound(self, attr_path: Any, *, for_comparison: bool) -> AttributeBinding | None:
        if self.inside is not None:
            outer = self.inside.attr_path
            attr_path = type(outer)(outer.attr, attr_path.attr, outer.uri)
        resolve = self.filter.resolve_comparison if for_comparison else self.filter.resolve
        return resolve(attr_path, strict=False)

    def _alias(self, key: tuple[str, str | None], *, folded: bool = False) -> str:
        name = "scim_" + "_".join(filter(None, key)) + ("_folded" if folded else "")
        expression = self.columns.single[key].expression
        self.needed[name] = Lower(expression) if folded else expression
        return name


def filtered(rows: QuerySet, columns: Columns, scim_filter: ScimFilter | None) -> QuerySet:
    """The rows that `scim_filter`, bound to their kind of resource, lets through."""
    if scim_filter is None:
        return rows
    conditions = Conditions(columns, scim_filter)
    found = conditions.visit(scim_filter.ast)
    return rows.alias(**conditions.needed).filter(found)


def ordered(
    rows: QuerySet, columns: Columns, bound: AttributeBinding | None, *, descending: bool
) -> QuerySet:
    """By one attribute, whoever lacks it last (RFC 7644 §3.4.2.3); then, or without one, as they came."""
    key = (bound.field_name, bound.sub_field_name) if bound else None
    if bound is None or key not in columns.single:
        return rows.order_by("pk")
    column = columns.single[key]
    folded = column.is_text and not bound.case_exact and key != ("id", None)
    order = Lower(column.expression) if folded else column.expression
    rows = rows.alias(scim_order=order)
    by = F("scim_order")
    return rows.order_by(by.desc(nulls_first=True) if descending else by.asc(nulls_last=True), "pk")
