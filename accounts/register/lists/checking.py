"""Reading a list into the staging table, a chunk at a time, each row with its verdict. Can begin anew."""

from itertools import islice

from django.db.models import Count
from django.utils import timezone

from accounts.imports.choices import State
from accounts.imports.rules import FileUnreadable
from accounts.imports.tables import Table
from accounts.imports.values import Cell
from accounts.register.choices import RowVerdict
from accounts.register.lists.columns import PEOPLE
from accounts.register.lists.judging import Judge
from accounts.register.lists.known import Known, facts_of
from accounts.register.lists.limits import CHUNK
from accounts.register.lists.reading import Reader
from accounts.register.models import AccountList, ListedRow
from portal.jobs.running import Run
from portal.setbased import refresh_statistics

Row = tuple[int, list[Cell]]


def check(run: Run, account_list: AccountList, table: Table) -> Judge:
    """Stage all rows of `table`. Raises `FileUnreadable`."""
    run.progress(0, 0)
    account_list.rows.all().delete()
    reader = Reader(account_list.mapping, Known.load())
    reader.look_ahead(table)
    if not reader.rows:
        raise FileUnreadable("no_rows")
    judge = Judge(account_list, reader)
    rows, done = table.rows(), 0
    while chunk := list(islice(rows, CHUNK)):
        staged = _judged(judge, chunk)
        done += len(chunk)
        with run.step(done, reader.rows):
            ListedRow.objects.bulk_create(staged)
    refresh_statistics(ListedRow)
    return judge


def _judged(judge: Judge, chunk: list[Row]) -> list[ListedRow]:
    """One question to the database for each kind of thing, whatever the number of rows."""
    meant = [judge.meant(cells) for _number, cells in chunk]
    was = facts_of([one.pk for one in meant if one.pk])
    judge.reader.look_up_people(cells for _number, cells in chunk)
    judge.reader.known.people.know(facts[name] for facts in was.values() for name in PEOPLE)
    return [
        judge.row(number, cells, one, was.get(one.pk or 0))
        for (number, cells), one in zip(chunk, meant, strict=True)
    ]


def count_verdicts(account_list: AccountList) -> dict[str, int]:
    found = account_list.rows.order_by().values_list("verdict").annotate(count=Count("pk"))
    return {**dict.fromkeys(RowVerdict.values, 0), **dict(found)}


def finish(account_list: AccountList) -> None:
    """From now on somebody can decide."""
    account_list.counts = count_verdicts(account_list)
    account_list.state, account_list.checked_at = State.CHECKED, timezone.now()
    account_list.reason, account_list.reason_facts = "", {}
    account_list.save()
