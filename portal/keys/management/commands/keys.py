from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.rules import RuleBroken
from portal.jobs.operations import enqueue
from portal.keys.operations import add_ring_key, retire_key, rewrap_all
from portal.keys.registry import needed_keys
from portal.keys.ring import KeyProblem, directory_of, ring, ring_exists


class Command(BaseCommand):
    called, ring_name = "keys", ""
    help = "Shows and changes the key-encryption keys: status, add, rewrap, retire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("status", help="which keys there are and what still needs them")
        acts.add_parser("add", help="make a new key that seals from now on")
        rewrap = acts.add_parser("rewrap", help="bring every sealed value under the active key, as a job")
        rewrap.add_argument("--now", action="store_true", help="do it here instead of in a worker")
        retire = acts.add_parser("retire", help="take an old key off the ring")
        retire.add_argument("key_id")

    def handle(self, *args: Any, **options: Any) -> None:
        acts = {"status": self._status, "add": self._add, "rewrap": self._rewrap, "retire": self._retire}
        try:
            self._require_ring()
            acts[options["act"]](options)
        except (RuleBroken, KeyProblem) as problem:
            raise CommandError(str(problem)) from problem

    def _require_ring(self) -> None:
        """A ring is made on first use, never beside values that need another: that would hide the loss."""
        if ring_exists(self.ring_name) or not any(counts for counts in needed_keys(self.ring_name).values()):
            return
        gone = directory_of(self.ring_name)
        raise KeyProblem(f"{gone} is gone, and stored values need its keys. Restore it from the key backup.")

    def _status(self, options: dict[str, Any]) -> None:
        keys, needed = ring(self.ring_name), needed_keys(self.ring_name)
        for key_id in sorted(keys.keys):
            mark = "seals new values" if key_id == keys.active else ""
            self.stdout.write(f"key {key_id}  {mark}".rstrip())
            for name, counts in needed.items():
                if counts[key_id]:
                    self.stdout.write(f"  {counts[key_id]:>8}  {name}")

    def _add(self, options: dict[str, Any]) -> None:
        key_id = add_ring_key(ring_name=self.ring_name)
        self.stdout.write(
            f"Key {key_id} seals from now on. Back it up, then run: manage.py {self.called} rewrap"
        )

    def _rewrap(self, options: dict[str, Any]) -> None:
        if options["now"]:
            self.stdout.write(f"{rewrap_all(ring_name=self.ring_name)} values are under the active key now.")
            return
        job = enqueue("keys.rewrap", payload={"ring": self.ring_name}, key=f"{self.called}.rewrap")
        self.stdout.write(f"A worker does it (job {job.ref}). See: manage.py {self.called} status")

    def _retire(self, options: dict[str, Any]) -> None:
        path = retire_key(key_id=options["key_id"], ring_name=self.ring_name)
        self.stdout.write(f"Off the ring. It lies in {path}; delete it once no backup needs it any more.")
