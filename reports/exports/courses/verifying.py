"""What the verifier does with a bundle of course certificates; both files travel as one."""

from __future__ import annotations

import json
import sys

from reports.exports.verify_bundle import TEXTS, Verifier, Wrong, attachments, main

# From here on both files are one.
TEXTS["completions"] = [
    "{} completed courses are committed to in the chain",
    "{} abgeschlossene Schulungen sind in der Kette hinterlegt",
]


class CourseVerifier(Verifier):
    """Record, commitment, certificate and table of every completed course agree."""

    format, table = "leitplanke-training-bundle/1", "completions.csv"

    def run(self, known_head: str) -> None:
        self.check_files()
        self.check_chain(known_head)
        self.keys = json.loads(self.bundle.read("keys.json"))["keys"]
        listed = self.manifest["completions"]
        names = {one["serial"]: (one["ref"], self.check_completion(one)) for one in listed}
        self.say("completions", len(names))
        self.say("pdfs", sum(name.endswith(".pdf") for name in self.hashes))
        self.check_table(names)
        if self.erased:
            self.say("erased", self.erased)

    def check_completion(self, one: dict) -> str:
        """Returns the person's name. What was written together has no entry of its own until it is issued."""
        text = self.bundle.read(one["record"])
        record = json.loads(text)
        if (record["completion"], record["subject"]["ref"]) != (one["ref"], one["person"]):
            raise Wrong("record", one["record"])
        if ("completion.recorded", one["ref"]) in self.events:
            self.check_commitment(one, "record", text, "completion.recorded")
        else:
            self.check_commitment(one, "record", text, "certificate.issued")
        self.check_course_certificate(one["certificate"], one, record)
        return record["subject"]["name"]

    def check_course_certificate(self, name: str, one: dict, record: dict) -> None:
        inside = [json.loads(found) for found in attachments(self.check_pdf(name))]
        issue = next((found for found in inside if "serial" in found), {})
        if record not in inside or issue.get("completion") != one["ref"]:
            raise Wrong("attached", name, one["record"])
        if any(self.link(issue[place]["seq"]) != issue[place]["hash"] for place in ("event", "head")):
            raise Wrong("issue", name)


if __name__ == "__main__":
    sys.exit(main(verifier=CourseVerifier))
