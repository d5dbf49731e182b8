"""The report of a verification as JSON that follows a published schema (signing/schemas/report.json)."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from signing.verdict import Verdict

SCHEMA = "odr/report/1"


@cache
def report_schema() -> dict[str, Any]:
    """The published schema of a report, for whoever reads reports by machine."""
    return json.loads(files("signing").joinpath("schemas", "report.json").read_text("utf-8"))


def report(verdict: Verdict, verifier: str) -> dict[str, Any]:
    """The verdict as a report; `verifier` says which of ours gave it: heqi-verify, web or offline-page."""
    return {"schema": SCHEMA, "verifier": verifier, "decided": True, **verdict.as_json()}


def breaks_schema(value: Any) -> str:
    """Where a report breaks the schema, or an empty string."""
    error = next(iter(Draft202012Validator(report_schema()).iter_errors(value)), None)
    return "" if error is None else error.json_path
