"""Lists that HR brings: a verdict per row, all or nothing, and one mail per person."""

import io
import json
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from accounts.imports.rules import FileUnreadable
from accounts.people.choices import Role
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.people import EmployeeFactory, EntityFactory
from tests.factories.training import assignment_of, course, do, new_version, require
from tests.jobs_tools import drain
from training.assignments.choices import AssignmentState, Basis
from training.assignments.lists import ROWS_MAX, Line, Verdict, lines_of, read_history, read_people
from training.assignments.models import Attendance, Completion
from training.assignments.operations import (
    import_history,
    preview_attendance,
    preview_history,
    record_attendance,
)
from training.assignments.rules import (
    ColumnsMissing,
    EmptyList,
    ListNotClean,
    NotInFuture,
    RecordedAlready,
)
from training.courses.choices import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)


@pytest.fixture
def requirement(cast, basics):
    _ = cast.ben, cast.hanna
    return require(basics, validity_months=12)


def csv(words: str) -> io.BytesIO:
    return io.BytesIO(words.encode())


def attend(cast, basics, words: str, **facts):
    given = {"held_on": date(2026, 3, 2), "place": "Hamburg", "trainer": "Kim", **facts}
    return record_attendance(course=basics, lines=lines_of(words), by=cast.hanna, **given)


class TestReading:
    def test_csv_and_spreadsheets_say_the_same(self):
        book = Workbook()
        book.active.append(["Personalnummer", "Schulung", "Datum"])
        book.active.append([10001, "basics", date(2026, 2, 28)])
        file = io.BytesIO()
        book.save(file)
        file.seek(0)
        expected = [Line(2, "10001", "basics", date(2026, 2, 28))]
        assert read_history(file) == expected
        assert read_history(csv("Personalnummer;Schulung;Datum\n10001;basics;28.02.2026\n")) == expected
        assert read_history(csv("e-mail,course,date\n10001,basics,2026-02-28\n")) == expected

    def test_a_day_that_is_none_is_marked_and_not_guessed(self):
        (line,) = read_history(csv("Person;Kurs;Datum\nben;basics;29.02.2027\n"))
        assert (line.done_on, line.is_misread) == (None, True)

    def test_columns_that_are_missing_are_named(self):
        with pytest.raises(ColumnsMissing, match="Done on"):
            read_history(csv("Person;Kurs\nben;basics\n"))

    def test_an_empty_list_and_one_too_long_are_refused(self):
        with pytest.raises(EmptyList):
            read_people(csv("Person\n"))
        with pytest.raises(FileUnreadable):
            read_people(csv("Person\n" + "ben\n" * (ROWS_MAX + 2)))


class TestAttendance:
    def test_everybody_there_has_done_it_and_is_told_once(self, cast, basics, requirement):
        attendance = attend(cast, basics, "ben\nmara@hafenlicht.example\n\n")
        done = Completion.objects.filter(basis=Basis.ATTENDED)
        assert {one.employee for one in done} == {cast.ben, cast.mara}
        assert {one.version for one in done} == {basics.current}
        assert assignment_of(cast.ben).state == AssignmentState.DONE
        assert Message.objects.filter(kind="assignments.recorded").count() == 2
        said = json.loads(done[0].record.canonical)
        assert (said["elsewhere"]["place"], said["batch"]) == ("Hamburg", str(attendance.ref))

    def test_the_trail_holds_one_row_with_a_digest(self, cast, basics, requirement):
        attendance = attend(cast, basics, "ben\nmara")
        (row,) = AuditEvent.objects.filter(verb="completions.recorded")
        details = json.loads(row.canonical)["details"]
        assert (row.object_id, details["count"]) == (str(attendance.ref), 2)
        assert not AuditEvent.objects.filter(verb="completion.recorded").exists()

    def test_one_unknown_name_stops_all(self, cast, basics, requirement):
        with pytest.raises(ListNotClean):
            attend(cast, basics, "ben\nnobody@hafenlicht.example")
        assert not Completion.objects.exists()
        assert not Attendance.objects.exists()

    def test_twice_and_yourself_are_left_out(self, cast, basics, requirement):
        preview = preview_attendance(
            course=basics, held_on=date(2026, 3, 2), lines=lines_of("ben\nben\nhanna"), by=cast.hanna
        )
        assert preview.counts == {Verdict.NEW: 1, Verdict.TWICE: 1, Verdict.YOURSELF: 1}
        assert attend(cast, basics, "ben\nben\nhanna").people == 1

    def test_a_second_submit_records_nothing(self, cast, basics, requirement):
        """A double click, a second tab."""
        attend(cast, basics, "ben")
        with pytest.raises(RecordedAlready):
            attend(cast, basics, "ben")
        assert Completion.objects.count() == Attendance.objects.count() == 1

    def test_not_in_the_future(self, cast, basics, requirement):
        with pytest.raises(NotInFuture):
            attend(cast, basics, "ben", held_on=date(2026, 3, 3))

    def test_hr_of_a_part_of_the_company_knows_only_theirs(self, cast, basics, requirement):
        from accounts.people.operations import give_role

        other = EntityFactory(name="Other GmbH")
        hr = EmployeeFactory(entity=other)
        give_role(person=hr, role=Role.HR, by=None, entity=other)
        preview = preview_attendance(course=basics, held_on=date(2026, 3, 2), lines=lines_of("ben"), by=hr)
        assert preview.counts == {Verdict.UNKNOWN_PERSON: 1}
        with pytest.raises(NotPermitted):
            preview_attendance(course=basics, held_on=date(2026, 3, 2), lines=lines_of("ben"), by=cast.mara)

    def test_what_was_held_before_the_course_changed_does_not_count_today(
        self, cast, basics, requirement, time_machine
    ):
        """T1: it is history of the version that was taught then."""
        time_machine.move_to("2026-04-01T09:00:00Z", tick=False)
        old = basics.current
        new_version(basics, by=cast.edda, effect=Effect.END)
        attend(cast, basics, "ben", held_on=date(2026, 3, 10))
        done = Completion.objects.get()
        assert (done.version, done.assignment) == (old, None)
        assert Completion.objects.valid_on(date(2026, 3, 31)).exists()
        assert not Completion.objects.valid_on(date(2026, 4, 1)).exists()
        assert assignment_of(cast.ben).state == AssignmentState.OPEN


class TestHistory:
    def test_what_still_counts_closes_what_is_open_and_the_rest_is_history(self, cast, basics, requirement):
        """T1: two old completions answer for two past days, one of them for today."""
        lines = [
            Line(2, "ben", "basics", date(2024, 5, 1)),
            Line(3, "ben", "Basics basics", date(2025, 12, 1)),
        ]
        import_history(lines=lines, system="Old LMS", by=cast.hanna)
        assert Completion.objects.valid_on(date(2024, 6, 1)).get().assignment is None
        assert Completion.objects.valid_on(date(2026, 3, 2)).get().assignment == assignment_of(cast.ben)
        assert not Completion.objects.valid_on(date(2025, 6, 1)).exists()
        assert set(Completion.objects.values_list("version", "basis")) == {(None, Basis.IMPORTED)}

    def test_every_kind_of_row_gets_its_verdict(self, cast, basics, requirement):
        do(cast.ben, basics)
        lines = [
            Line(2, "ben", "basics", date(2026, 3, 2)),
            Line(3, "mara", "basics", date(2026, 3, 1)),
            Line(4, "nobody", "basics", date(2026, 3, 1)),
            Line(5, "mara", "unknown", date(2026, 3, 1)),
            Line(6, "mara", "basics", is_misread=True),
            Line(7, "mara", "basics", date(2026, 3, 3)),
            Line(8, "", "basics", date(2026, 3, 1)),
        ]
        preview = preview_history(lines=lines, by=cast.hanna)
        assert [row.verdict for row in preview.rows] == [
            Verdict.KNOWN,
            Verdict.NEW,
            Verdict.UNKNOWN_PERSON,
            Verdict.UNKNOWN_COURSE,
            Verdict.WRONG_DATE,
            Verdict.IN_FUTURE,
            Verdict.UNKNOWN_PERSON,
        ]
        with pytest.raises(ListNotClean):
            import_history(lines=lines, system="Old LMS", by=cast.hanna)

    def test_two_courses_are_one_mail(self, cast, basics, requirement):
        course("other", by=cast.edda)
        lines = [Line(2, "ben", "basics", date(2026, 3, 1)), Line(3, "ben", "other", date(2026, 3, 1))]
        import_history(lines=lines, system="Old LMS", by=cast.hanna)
        message = Message.objects.get(kind="assignments.recorded")
        assert message.context["count"] == 2
        drain()
        assert "Grundlagen other" in mail.outbox[-1].body
        assert mail.outbox[-1].subject == "2 Schulungen wurden für Sie eingetragen"

    def test_the_same_list_again_changes_nothing(self, cast, basics, requirement):
        lines = [Line(2, "ben", "basics", date(2026, 3, 1))]
        import_history(lines=lines, system="Old LMS", by=cast.hanna)
        assert import_history(lines=lines, system="Old LMS", by=cast.hanna) == []
        assert Message.objects.filter(kind="assignments.recorded").count() == 1

    def test_ten_thousand_rows_of_strangers_take_few_queries(
        self, cast, basics, requirement, django_assert_max_num_queries
    ):
        lines = [Line(n, f"stranger-{n}", "basics", date(2026, 3, 1)) for n in range(2, ROWS_MAX + 2)]
        with django_assert_max_num_queries(30):
            preview = preview_history(lines=lines, by=cast.hanna)
        assert preview.counts == {Verdict.UNKNOWN_PERSON: ROWS_MAX}

    def test_forty_people_take_as_many_queries_as_four(self, cast, basics, requirement):
        people = [EmployeeFactory(password=None) for _ in range(44)]
        lines = [Line(n, one.login_id, "basics", date(2026, 2, 1)) for n, one in enumerate(people, start=2)]
        taken = []
        for some in (lines[:4], lines[4:]):
            with CaptureQueriesContext(connection) as queries:
                written = import_history(lines=some, system="Old LMS", by=cast.hanna)
            assert len(written) == len(some)
            taken.append(len(queries))
        assert taken[1] <= taken[0]
