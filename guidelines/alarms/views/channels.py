"""Alarm channels: entered by one person, confirmed by another, tested with a result that is seen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.people.permissions import require_recent
from accounts.people.views.access import attempt, only_for
from guidelines.alarms.choices import ChannelKind, Event
from guidelines.alarms.forms import ChannelForm
from guidelines.alarms.health import mail_is_stuck
from guidelines.alarms.models import AlarmChannel, AlarmDispatch
from guidelines.alarms.operations import decide_channel, end_channel, propose_channel, try_channel
from guidelines.alarms.permissions import can_decide_channel, can_set_channels, sees_channels, sees_phone_tree
from portal.audit.rules import RuleBroken


@only_for(sees_channels)
@require_GET
def show_channels(request: HttpRequest) -> HttpResponse:
    """Mail, and what else was set up, each with what became of its last message and its last test."""
    channels = list(AlarmChannel.objects.current().select_related("proposed_by", "replaces").order_by("pk"))
    for channel in channels:
        sent = AlarmDispatch.objects.filter(machine=channel).order_by("-pk")
        channel.last_test = sent.filter(event=Event.TEST).first()
        channel.last_message = sent.exclude(event=Event.TEST).first()
        channel.may_decide = can_decide_channel(request.user, channel)
    context = {
        "channels": channels,
        "may_set": can_set_channels(request.user),
        "sees_tree": sees_phone_tree(request.user),
        "mail_is_stuck": mail_is_stuck(),
        "tests": any(one.last_test and one.last_test.state == "queued" for one in channels),
        "kinds": ChannelKind,
    }
    template = "alarms/parts/channels.html" if request.headers.get("HX-Request") else "alarms/channels.html"
    return render(request, template, context)


@only_for(can_set_channels)
@require_http_methods(["GET", "POST"])
def add_channel(request: HttpRequest, kind: str) -> HttpResponse:
    require_recent(request)
    return _edit(request, ChannelKind(kind), None)


@only_for(can_set_channels)
@require_http_methods(["GET", "POST"])
def change_channel(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What is entered takes the place of what is there when somebody else has confirmed it."""
    require_recent(request)
    channel = get_object_or_404(AlarmChannel.objects.on(), ref=ref)
    return _edit(request, ChannelKind(channel.kind), channel)


@only_for(can_set_channels)
@require_POST
def decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    """`confirm` says which way."""
    require_recent(request)
    channel = get_object_or_404(AlarmChannel, ref=ref)
    confirmed = request.POST.get("confirm") == "yes"
    done = _("The channel is used from now on.") if confirmed else _("The channel is not used.")
    attempt(request, decide_channel, done, channel=channel, confirmed=confirmed)
    return redirect("alarms:channel-list")


@only_for(can_set_channels)
@require_POST
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    require_recent(request)
    channel = get_object_or_404(AlarmChannel, ref=ref)
    attempt(request, end_channel, _("The channel is out of use, its secret forgotten."), channel=channel)
    return redirect("alarms:channel-list")


@only_for(can_set_channels)
@require_POST
def test(request: HttpRequest, ref: UUID) -> HttpResponse:
    channel = get_object_or_404(AlarmChannel, ref=ref)
    attempt(request, try_channel, _("The test is on its way; the page shows its result."), channel=channel)
    return redirect("alarms:channel-list")


def _edit(request: HttpRequest, kind: ChannelKind, channel: AlarmChannel | None) -> HttpResponse:
    """What was entered as a secret is not in the answer, whatever it is."""
    form = ChannelForm(request.POST or None, kind=kind, channel=channel)
    if request.method == "POST" and form.is_valid():
        try:
            propose_channel(wanted=form.wanted(), replaces=channel, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request, _("Entered. Somebody else has to confirm it; until then you can test it.")
            )
            return redirect("alarms:channel-list")
    context = {"form": form, "kind": kind, "channel": channel}
    return render(request, "alarms/channel_edit.html", context, status=422 if form.is_bound else 200)
