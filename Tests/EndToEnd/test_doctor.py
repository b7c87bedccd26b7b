"""`hallway doctor` beside a running hall: each fault is named by its word, and a healthy hall has none."""

import json
import os
import shutil
import sqlite3
import subprocess

import pytest
from hall import ROOT, Demo, program, until

# What the machine that runs the tests lacks is no fault of the hall: rules, NTP, time zone, terminal.
# A blade that is free again is tried when the cover is closed.
JAM_OUT = {"cutterStuck": False, "cover": "open"}
SAMPLE = ROOT / "Demo/hallway.yaml"
OF_THE_MACHINE = ("udev.", "clock.", "terminal.", "usb.", "device.autosuspend", "device.held", "device.meddler")


def doctor(demo, *words, config=None, state=None, socket=None):
    answer = subprocess.run(
        [
            program("hallway-doctor"), "--json", *words,
            "--state", state or demo.state, "--config", config or SAMPLE,
            "--socket", socket or demo.socket,
        ],
        capture_output=True, text=True, timeout=120,
    )
    assert answer.returncode in (0, 1, 2), answer.stderr
    report = json.loads(answer.stdout)
    return [f for one in report["examinations"] for f in one["findings"]]


def words(findings):
    return sorted(f["word"] for f in findings if not f["word"].startswith(OF_THE_MACHINE))


def named(demo, word, **place):
    """The finding of that word, as soon as the hall has noticed."""
    found = {}

    def there():
        found.update({f["word"]: f for f in doctor(demo, "--quick", **place)})
        return word in found

    until(f"doctor says {word}", there)
    return found[word]


def test_a_healthy_hall_has_no_finding(demo):
    demo.wait_for_devices()
    assert words(doctor(demo)) == []


@pytest.mark.parametrize(
    "word, method, broken, mended",
    [
        ("device.paperOut", "Simulator.SetPrinter", {"paper": "out"}, {"paper": "full"}),
        ("device.coverOpen", "Simulator.SetPrinter", {"cover": "open"}, {"cover": "closed"}),
        ("device.jam", "Simulator.SetPrinter", {"cutterStuck": True}, JAM_OUT),
        ("device.paperLow", "Simulator.SetPrinter", {"paper": "low"}, {"paper": "full"}),
        ("device.unplugged", "Simulator.Unplug", {"device": "printer"}, None),
    ],
)
def test_what_a_device_says_is_named_with_what_to_do(demo, word, method, broken, mended):
    demo.wait_for_devices()
    demo.call(method, **broken)
    try:
        finding = named(demo, word)
        assert finding["subject"] == "printer"
        assert finding["mend"] and finding["why"]
    finally:
        if mended:
            demo.call(method, **mended)
            demo.call("Simulator.SetPrinter", cover="closed")
        else:
            demo.call("Simulator.Plug", device="printer")
    demo.wait_for_devices()
    assert words(doctor(demo, "--quick")) == []


def test_a_file_with_a_fault_is_named_with_its_line(demo, tmp_path):
    folder = tmp_path / "hall"
    shutil.copytree(os.path.dirname(SAMPLE), folder)
    text = (folder / "hallway.yaml").read_text().replace("driver: sam-v", "driver: sam-w", 1)
    (folder / "hallway.yaml").write_text(text)
    finding = named(demo, "configuration.fault", config=folder / "hallway.yaml")
    line = text[: text.index("sam-w")].count("\n") + 1
    assert finding["subject"].endswith(f":{line}")
    assert "sam-v" in finding["what"], "the nearest name is proposed"


def test_keys_that_others_can_read(demo):
    os.chmod(f"{demo.state}/hall.key", 0o644)
    try:
        assert named(demo, "state.open")["mend"] == [f"chmod 600 {demo.state}/hall.key"]
    finally:
        os.chmod(f"{demo.state}/hall.key", 0o600)
    assert words(doctor(demo, "--quick")) == []


def test_a_socket_that_is_not_there_and_one_that_is_none(demo, tmp_path):
    named(demo, "hall.absent", socket=tmp_path / "nothing")
    (tmp_path / "file").write_text("")
    named(demo, "hall.nosocket", socket=tmp_path / "file")


def test_a_ledger_that_somebody_changed(state):
    with Demo(state) as demo:
        demo.take("id-card-lost")
        socket = demo.socket
    with sqlite3.connect(f"{state}/hall.sqlite") as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{trigger}"')
        db.execute("UPDATE journal SET at = at + 1 WHERE sequence = 1")
    db.close()
    found = {f["word"]: f for f in doctor(None, state=state, socket=socket)}
    assert found["ledger.broken"]["evidence"]
    with open(f"{state}/hall.sqlite", "r+b") as file:
        file.write(b"\0" * 4096)
    found = {f["word"]: f for f in doctor(None, state=state, socket=socket)}
    assert "ledger.unreadable" in found


def test_hallway_hands_over_and_ends_with_the_doctors_code(demo, tmp_path):
    answer = subprocess.run(
        [program("hallway"), "doctor", "--quick", "--state", demo.state, "--socket", tmp_path / "none",
         "--config", SAMPLE],
        capture_output=True, text=True, timeout=120,
    )
    assert answer.returncode == 2
    assert "FAULT   hall.absent" in answer.stdout and "mend: " in answer.stdout
