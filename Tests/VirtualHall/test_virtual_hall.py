"""Every check of the virtual hall, as a test of the machine it ran on."""

import json

import pytest
from checks import all_checks


@pytest.mark.parametrize("check", all_checks())
def test_virtual_hall(run, check):
    outcome = run.outcomes.get(check)
    assert outcome, f"never came to {check} ({run.timed_out or 'it ended'}):\n{run.console}"
    if outcome.get("figures"):
        print(check, json.dumps(outcome["figures"]))
    assert outcome["outcome"] == "passed", outcome["error"] + outcome.get("service", "")


def test_the_machine_went_off_by_itself(run):
    assert run.status == "0" and not run.timed_out, run.console


def test_the_kernel_complained_about_nothing(run):
    """No oops, no lockup, no reference count gone wrong on any stack we touched."""
    log = (run.folder / "kernel.log").read_text()
    complaints = [line for line in log.splitlines() if any(word in line for word in COMPLAINTS)]
    assert not complaints, "\n".join(complaints)


COMPLAINTS = ["Oops", "BUG:", "WARNING:", "Call Trace", "soft lockup", "hung task", "refcount_t"]
