"""Validate the RO-Crate of a bundle, offline, with roc-validator in an environment of its own.

roc-validator holds packages back that the lock needs newer, so it is no part of it:

    python -m venv /tmp/roc && /tmp/roc/bin/pip install roc-validator rocrate
    /tmp/roc/bin/python tests/crate.py results/open/release/*-open.zip

The JSON-LD context of RO-Crate 1.1, which the validator would load from the network, is made of the one
that the package rocrate ships (1.3), with the five terms that differ.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from importlib.resources import files
from typing import Any

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
BIOSCHEMAS = "https://bioschemas.org/ComputationalWorkflow"
OF_1_1 = {
    "ComputationalWorkflow": BIOSCHEMAS,
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "input": f"{BIOSCHEMAS}#input",
    "output": f"{BIOSCHEMAS}#output",
    "funding": "http://schema.org/funding",
}
PROFILES = (
    *("ro-crate-1.1", "workflow-ro-crate-1.0"),
    *("process-run-crate-0.5", "workflow-run-crate-0.5"),
)


class Answer:
    """What the validator gets for the context, instead of the network's answer."""

    status_code = 200
    ok = True
    url = CONTEXT

    def __init__(self) -> None:
        content = json.loads(files("rocrate").joinpath("data/ro-crate.jsonld").read_text("utf-8"))
        content["@context"].update(OF_1_1)
        self.content = {**content, "@id": CONTEXT, "version": "1.1.3"}
        self.text = json.dumps(self.content)
        self.headers = {"Content-Type": "application/ld+json"}

    def json(self) -> Any:
        return self.content

    def raise_for_status(self) -> None:
        return None


def main(bundle: str) -> int:
    from rocrate_validator import models, services
    from rocrate_validator.utils import http

    answer = Answer()

    def get(_: object, url: str, *__: object, **___: object) -> Answer:
        if url != CONTEXT:
            raise OSError(f"nothing but the context may be asked for: {url}")
        return answer

    http.HttpRequester.get = http.HttpRequester.head = get
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(bundle).extractall(folder)
        for profile in PROFILES:
            settings = services.ValidationSettings(
                rocrate_uri=folder,
                profile_identifier=profile,
                requirement_severity=models.Severity.REQUIRED,
            )
            result = services.validate(settings)
            print(f"{profile:<24} {'fails' if result.has_issues() else 'conforms'}")
            for issue in result.get_issues():
                print(f"  {issue.check.identifier}: {issue.message}")
            failed += bool(result.has_issues())
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
