from django.urls import path, re_path

from guidelines.alarms.views import alarms, answering, channels, tree

app_name = "alarms"
urlpatterns = [
    # Short, because it stands in text messages.
    path("a/<str:token>/", answering.answer_by_link, name="answer"),
    path("alarms/phone-tree/", tree.show_tree, name="phone-tree"),
    path("alarms/channels/", channels.show_channels, name="channel-list"),
    re_path(r"^alarms/channels/add/(?P<kind>webhook|sms)/$", channels.add_channel, name="channel-add"),
    path("alarms/channels/<uuid:ref>/", channels.change_channel, name="channel-edit"),
    path("alarms/channels/<uuid:ref>/decide/", channels.decide, name="channel-decide"),
    path("alarms/channels/<uuid:ref>/end/", channels.end, name="channel-end"),
    path("alarms/channels/<uuid:ref>/test/", channels.test, name="channel-test"),
    path("incidents/<uuid:ref>/alarm/", alarms.show, name="alarm-show"),
    path("incidents/<uuid:ref>/alarm/raise/", alarms.raise_alarm, name="alarm-raise"),
    path("alarms/<uuid:ref>/answer/", alarms.answer_alarm, name="alarm-answer"),
    path("alarms/calls/<uuid:ref>/pass-on/", alarms.pass_alarm_on, name="alarm-pass-on"),
]
