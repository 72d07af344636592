from django.urls import path

from guidelines.incidents.views import course, log, people, reports, rooms, work

app_name = "incidents"
urlpatterns = [
    path("report/", reports.choose, name="report-choose"),
    path("report/mine/", reports.list_mine, name="report-list"),
    path("report/mine/<uuid:ref>/", reports.show, name="report-show"),
    path("report/known/", reports.known, name="report-known"),
    path("report/about/<slug:trouble>/", reports.send, name="report-send"),
    path("incidents/", rooms.list_incidents, name="incident-list"),
    path("incidents/<uuid:ref>/", rooms.show, name="room-show"),
    path("incidents/<uuid:ref>/live/", rooms.live, name="room-live"),
    path("incidents/<uuid:ref>/start/", course.start, name="incident-start"),
    path("incidents/<uuid:ref>/level/", course.level, name="level-declare"),
    path("incidents/<uuid:ref>/end/", course.end, name="incident-end"),
    path("incidents/<uuid:ref>/title/", course.name, name="incident-name"),
    path("incidents/<uuid:ref>/act/<slug:act>/", course.act, name="incident-act"),
    path("incidents/<uuid:ref>/log/", log.show, name="log-show"),
    path("incidents/<uuid:ref>/notes/", log.note, name="note-add"),
    path("incidents/entries/<uuid:ref>/correct/", log.correct, name="entry-correct"),
    path("incidents/entries/<uuid:ref>/pin/", log.pin, name="entry-pin"),
    path("incidents/<uuid:ref>/roles/<slug:role>/take/", work.take, name="role-take"),
    path("incidents/roles/<uuid:ref>/hand-over/", work.pass_on, name="role-hand-over"),
    path("incidents/roles/<uuid:ref>/give-back/", work.let_go, name="role-give-back"),
    path("incidents/<uuid:ref>/tasks/add/", work.add, name="task-add"),
    path("incidents/tasks/<uuid:ref>/", work.show_task, name="task-show"),
    path("incidents/tasks/<uuid:ref>/done/", work.settle, name="task-settle"),
    path("incidents/tasks/<uuid:ref>/assign/", work.assign, name="task-assign"),
    path("incidents/<uuid:ref>/people/", people.invite, name="person-let-in"),
    path("incidents/<uuid:ref>/people/out/", people.put_out, name="person-let-out"),
    path("incidents/reports/<uuid:ref>/answer/", people.answer, name="report-answer"),
]
