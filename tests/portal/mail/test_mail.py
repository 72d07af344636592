"""One row per send, rendered when it leaves, at least once with the same Message-ID."""

from datetime import timedelta
from email.utils import getaddresses
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from portal.jobs.choices import JobState, Queue
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.running import LeaseLost, execute, shutting_down
from portal.mail import jobs as mail_jobs
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.operations import ContextTooLarge, Recipient, send
from portal.mail.registry import Attachment, AttachmentMissing, attachment_provider, facts, on_refused
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
FACTS = {"title": "Social <media> & more", "policy": 3}


def note(to: Recipient, key: str = "k1", **more) -> Message:
    return send("test.note", to=to, context=FACTS, key=key, **more)


def test_a_send_is_a_row_and_a_job_on_the_mail_queue(ada):
    message = note(ada)
    job = Job.objects.get(kind="mail.deliver")
    assert (job.queue, job.payload) == (Queue.MAIL, {"message": message.pk})
    assert (message.state, message.recipient_ref, message.language) == ("queued", ada.ref, "en")
    assert mail.outbox == []


def test_the_same_key_sends_once(ada):
    """T5: every send is a row, and one reason sends one mail."""
    assert note(ada).pk == note(ada).pk
    drain()
    note(ada)
    drain()
    assert len(mail.outbox) == 1


def test_a_rolled_back_caller_sends_nothing(ada):
    with transaction.atomic():
        note(ada)
        transaction.set_rollback(True)
    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


def test_a_real_server_gets_text_and_html_and_the_headers_of_a_machine(ada, smtp):
    message = note(ada)
    drain()
    (received,) = smtp.messages
    assert received["Message-ID"] == message.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["X-Auto-Response-Suppress"] == "All"
    assert received["To"] == "Ada Müller <ada@example.org>"
    assert received["Subject"] == "Please read: Social <media> & more"
    assert received.get_body(("plain",)).get_content().startswith("Hello Ada Müller,")
    assert '"Social <media> & more" & more' in received.get_body(("plain",)).get_content()
    assert "Social &lt;media&gt; &amp; more" in received.get_body(("html",)).get_content()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (MessageState.SENT, 1, "")


def test_a_mail_speaks_the_recipients_language(ada):
    note(Recipient(ref=None, address="b@example.org", language="de", name="Ben"))
    drain()
    body = mail.outbox[0].body
    assert body.startswith("Guten Tag Ben,")
    assert "automatisch" in body
    assert mail.outbox[0].extra_headers["Content-Language"] == "de"


@pytest.mark.parametrize(
    "name",
    [
        "Ada\r\nBcc: everyone@example.org",
        'Ada" <boss@example.org>, "x',
        "Ada\x00Müller",
        "\u202eevil\u202c Ada",
        "Ä" * 300,
        "👩‍💻 Ada, (Dr.) <x@y.z>",
        "",
    ],
)
def test_no_name_breaks_a_header_or_adds_a_recipient(name, smtp):
    note(Recipient(ref=None, address="ada@example.org", language="en", name=name))
    drain()
    (received,) = smtp.messages
    assert [address for _, address in getaddresses([str(received["To"])])] == ["ada@example.org"]
    assert received["Bcc"] is None
    assert "\u202e" not in str(received["To"])


@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "a@b@c", "no-at", "a@example.org, b@example.org", "\x00@x.de"],
)
def test_an_impossible_address_is_refused_at_once_and_its_room_told(address):
    told = []
    on_refused(told.append)
    message = note(Recipient(ref=uuid4(), address=address, language="en"))
    assert (message.state, message.error, told) == (MessageState.REFUSED, "invalid_address", [message])
    assert not Job.objects.exists()
    assert "\n" not in message.address


@pytest.mark.parametrize("address", [None, ""])
def test_a_person_without_e_mail_has_a_row_and_no_mail(address):
    """People without e-mail exist; it is no fault and alarms nobody."""
    told = []
    on_refused(told.append)
    message = note(Recipient(ref=uuid4(), address=address, language="en"))
    assert (message.state, message.error, told) == (MessageState.REFUSED, "no_address", [])


def test_a_refused_recipient_is_visible_and_not_tried_again(ada, smtp):
    smtp.recipient_answers[ada.address] = "550 no such user"
    told = []
    on_refused(told.append)
    message = note(ada)
    drain()
    message.refresh_from_db()
    assert (message.state, message.error, told) == (MessageState.REFUSED, "smtp 550", [message])
    assert list(Message.objects.undelivered().to_person(ada.ref)) == [message]
    assert drain() == []


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_a_server_that_says_later_is_asked_again(ada, smtp, where):
    if where == "recipient":
        smtp.recipient_answers[ada.address] = "451 greylisted"
    else:
        smtp.data_answer = "452 disk full"
    message = note(ada)
    drain(allow_errors=True)
    message.refresh_from_db()
    assert (message.state, smtp.messages) == (MessageState.QUEUED, [])
    smtp.recipient_answers.clear()
    smtp.data_answer = "250 kept"
    with time_machine.travel(timezone.now() + timedelta(seconds=20)):
        drain()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


def test_a_message_whose_content_is_refused_is_refused(ada, smtp):
    smtp.data_answer = "554 looks like spam"
    message = note(ada)
    drain()
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.REFUSED, "smtp 554")


def test_a_server_that_stays_away_is_given_up_after_the_last_attempt(ada, smtp, monkeypatch):
    smtp.close()
    message = note(ada)
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(attempts=23)
    drain(allow_errors=True)
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "ConnectionRefusedError (ECONNREFUSED)")


def test_a_message_given_up_leaves_when_an_operator_tries_again(ada, smtp):
    answer, smtp.recipient_answers[ada.address] = "250 ok", "451 later"
    message = note(ada)
    Job.objects.update(attempts=23)
    drain(allow_errors=True)
    smtp.recipient_answers[ada.address] = answer
    call_command("jobs", "--retry", stdout=StringIO())
    drain()
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.SENT, "")


def test_a_crash_after_the_server_took_it_sends_it_again_under_the_same_id(ada, smtp, monkeypatch):
    """J1: mail is at least once, with a stable Message-ID."""
    message = note(ada)

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mail_jobs, "_end", crash)
        with pytest.raises(KeyboardInterrupt):
            drain()
    Job.objects.update(state=JobState.QUEUED, lease_until=None)
    drain()
    assert [received["Message-ID"] for received in smtp.messages] == [message.message_id] * 2
    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_a_process_that_stops_while_the_server_answers_notes_the_answer(ada, smtp, monkeypatch):
    """J1: a graceful stop must not send a mail twice."""
    message = note(ada)
    original = EmailBackend.send_messages

    def stop_meanwhile(self, messages):
        shutting_down.set()
        return original(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", stop_meanwhile)
    try:
        drain()
    finally:
        shutting_down.clear()
    message.refresh_from_db()
    assert (message.state, len(smtp.messages)) == (MessageState.SENT, 1)


def test_a_worker_without_the_lease_sends_nothing(ada, smtp, monkeypatch):
    """J1: who lost the lease stops before the mail leaves."""
    note(ada)
    job = Job.objects.get()

    def lose(self, *_: object, **__: object) -> None:
        raise LeaseLost

    monkeypatch.setattr("portal.jobs.running.Run.progress", lose)
    execute(job.pk)
    assert smtp.messages == []


def test_an_attachment_is_fetched_when_the_mail_leaves(ada, smtp):
    asked = []

    @attachment_provider("evidence")
    def evidence(identifier: str) -> Attachment:
        asked.append(identifier)
        return Attachment("Nachweis \r\nX: 1.pdf", b"%PDF-1.7")

    note(ada, attachment="evidence:17")
    assert asked == []
    drain()
    (part,) = smtp.messages[0].iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("Nachweis X: 1.pdf", b"%PDF-1.7")
    assert asked == ["17"]


def test_an_attachment_that_will_never_exist_is_a_failure_not_a_loop(ada):
    @attachment_provider("evidence")
    def evidence(identifier: str) -> Attachment:
        raise AttachmentMissing(identifier)

    message = note(ada, attachment="evidence:17")
    unknown = note(ada, key="k2", attachment="nobody:1")
    drain()
    states = {row.error for row in Message.objects.filter(pk__in=[message.pk, unknown.pk], state="failed")}
    assert states == {"attachment_missing"}


def test_what_must_not_be_stored_is_made_when_the_mail_leaves(ada):
    @facts("test.note")
    def invitation(context):
        return {"secret": f"token-{context['policy']}"}

    message = note(ada)
    drain()
    assert "/guidelines/3/token-3" in mail.outbox[0].body
    message.refresh_from_db()
    assert "token" not in str(message.context)


def test_a_context_holds_facts_not_texts(ada):
    with pytest.raises(ContextTooLarge):
        send("test.note", to=ada, context={"title": "x" * 9000}, key="k")


def test_names_and_contexts_are_forgotten_after_a_while(ada):
    old, young = note(ada, key="old"), note(ada, key="young")
    drain()
    Message.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=31))
    enqueue("mail.erase", payload={})
    drain()
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.context, old.recipient_name, old.address) == ({}, "", ada.address)
    assert young.context == FACTS


def test_an_unknown_language_becomes_the_portals(settings):
    assert note(Recipient(None, "a@example.org", "tlh")).language == settings.LANGUAGE_CODE
