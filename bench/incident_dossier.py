"""The dossier of a long incident: its JSON lines, its sealed PDF, and how that grows with the log.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/incident_dossier.py --entries 2000
"""

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from accounts.people.models import Employee
from bench.database import fresh_database
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import add_note
from guidelines.reviews.operations import issue_dossier
from tests.factories.incidents import crisis_lead, playbook, running
from tests.factories.people import Cast

TEXT = "Das Thema wandert zu weiteren Kanälen; die Redaktion einer Zeitung fragt nach einer Stellungnahme. "


def incident_with(entries: int, *, cast: Cast, lead: Employee, number: int) -> Incident:
    """One that runs, with that many notes in its log."""
    work = playbook(cast, f"bench-{number}")
    made = running(cast, by=lead, work=work, link=f"https://x.example/{number}")
    for _ in range(entries):
        add_note(incident=made, text=TEXT, by=lead)
    return made


def seconds_for(incident: Incident, lead: Employee) -> float:
    began = time.perf_counter()
    issue_dossier(incident, language="de", by=lead)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=2000)
    entries = options.parse_args().entries
    fresh_database()
    cast, lead = Cast(), crisis_lead()
    few, many = (
        incident_with(count, cast=cast, lead=lead, number=count) for count in (entries // 10, entries)
    )
    seconds_for(incident_with(5, cast=cast, lead=lead, number=1), lead)  # the child is started
    short, long = seconds_for(few, lead), seconds_for(many, lead)
    print(f"{entries // 10} entries: {short:.1f} s; {entries} entries: {long:.1f} s")
    print(f"ten times as many entries : as few = {long / short:.1f}")


if __name__ == "__main__":
    main()
