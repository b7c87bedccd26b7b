"""Runs the checks and writes one line of JSON for each into the share."""

import json
import time
import traceback
from pathlib import Path

from checks import all_checks
from hall import Deadline

RESULTS = Path("/run/share/results.jsonl")


def run(bench, chosen=()):
    """Runs all checks, or those whose names contain one of the words."""
    with RESULTS.open("a") as results:
        for check in all_checks().values():
            if chosen and not any(word in check.name for word in chosen):
                continue
            outcome = _run_one(bench, check)
            print(f"{outcome['outcome']:7}{outcome['seconds']:7.1f} s  {check.name}", flush=True)
            results.write(json.dumps(outcome) + "\n")
            results.flush()


def _run_one(bench, check):
    line = {"check": check.name, "outcome": "passed"}
    begun = time.monotonic()
    try:
        with Deadline(check.seconds):
            bench.restore(served=check.served)
            line["figures"] = check.run(bench)
    except BaseException as error:  # noqa: BLE001  (also what Deadline raises)
        line["outcome"] = "failed"
        line["error"] = "".join(traceback.format_exception(error))
        if bench.service:
            line["service"] = bench.service.program.complaint()[-4000:]
    line["seconds"] = round(time.monotonic() - begun, 2)
    return line
