"""Every check of the virtual hall, as a test of the machine it ran on."""

import json
import subprocess

import pytest
from checks import all_checks
from checks.recordings import RECORDED
from hall import program

# A replay keeps the recording's pauses, and a busy machine adds its own.
REPLAY_SECONDS = 120


@pytest.mark.parametrize("check", all_checks())
def test_virtual_hall(run, check):
    outcome = run.outcomes.get(check)
    assert outcome, f"never came to {check} ({run.timed_out or 'it ended'}):\n{run.console}"
    if outcome.get("figures"):
        print(check, json.dumps(outcome["figures"]))
    assert outcome["outcome"] == "passed", outcome["error"] + outcome.get("service", "")


@pytest.mark.parametrize("unit", RECORDED)
def test_a_recording_made_in_the_hall_replays_without_it(run, unit):
    """On this machine, which has no such device: the driver does what the recording has."""
    assert run.outcomes.get("all_are_recorded", {}).get("outcome") == "passed", run.console
    recording = run.folder / "recordings" / f"{unit}.recording"
    replay = subprocess.run(
        [program("hallway-devices"), "replay", recording],
        capture_output=True,
        text=True,
        timeout=REPLAY_SECONDS,
    )
    assert replay.returncode == 0, replay.stdout + replay.stderr + recording.read_text()


def test_the_machine_went_off_by_itself(run):
    assert run.status == "0" and not run.timed_out, run.console


def test_the_kernel_complained_about_nothing(run):
    """No oops, no lockup, no reference count gone wrong on any stack we touched."""
    log = (run.folder / "kernel.log").read_text()
    complaints = [line for line in log.splitlines() if any(word in line for word in COMPLAINTS)]
    assert not complaints, "\n".join(complaints)


COMPLAINTS = ["Oops", "BUG:", "WARNING:", "Call Trace", "soft lockup", "hung task", "refcount_t"]
