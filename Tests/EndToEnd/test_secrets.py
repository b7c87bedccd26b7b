"""Planted people: whatever a hall writes for technicians, and what a crash leaves, is searched for them."""

import os
import resource
import signal
import subprocess
import tarfile

import pytest
from hall import ROOT, Program, Refusal, Wire, encoded, invented_people, program, until

PHONE = "13800138555"
WORDS = "这是一句只给大厅的话"


@pytest.fixture
def hall(state, simulator):
    """A hall that records its devices, tells metrics and logs everything, and may dump core."""
    with Wire(simulator) as wire:
        devices = wire.call("Simulator.Devices")["devices"]
    os.makedirs(f"{state}/recordings", mode=0o700)
    service = Program(
        "hallwayd", "--config", str(ROOT / "Demo/hallway.yaml"), "--state", state,
        "--socket", f"{state}/socket", "--metrics", f"{state}/metrics", "--record", f"{state}/recordings",
        "--log-level", "debug", "--until-eof",
        *(f"--device={device['id']}={device['address']}" for device in devices),
        # As the unit has it: Swift's own crash report prints memory, and takes minutes to write.
        cwd=state, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2),
    )  # fmt: skip
    try:
        until("hallwayd answers", lambda: ready(f"{state}/socket"))
        yield service
    finally:
        service.kill()


def ready(socket):
    try:
        with Wire(socket) as wire:
            states = {d["id"]: d["state"] for d in wire.call("Devices.List")["devices"]}
            return states["reader"] == states["printer"] == "ready"
    except OSError:
        return False


def live_a_day(state, simulator):
    """Everybody's card is read, numbers and cases are asked for, something goes wrong at each step."""
    with Wire(simulator) as hands, Wire(f"{state}/socket") as wire:
        for person in hands.call("Simulator.People")["people"]:
            readings = wire.more("Cards.Read", timeoutSeconds=30)
            next(readings)
            hands.call("Simulator.PlaceCard", person=person["id"])
            token = [reply["reading"] for reply in readings][-1]["token"]
            hands.call("Simulator.RemoveCard")
            ticket = wire.call(
                "Queue.TakeTicket", service="id-card-renewal", requestId=token, card=token, phone=PHONE
            )["ticket"]
            wire.call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
            wire.call("Cases.Lookup", card=token)
            wire.call("Counter.CallNext", window="6")
            wire.call("Counter.Finish", window="6")
            for wrong in ({"receipt": PHONE, "password": "000000"}, {"receipt": "R", "password": PHONE}):
                with pytest.raises(Refusal):
                    wire.call("Cases.Lookup", **wrong)
            wire.call(
                "Ratings.Submit", level=1, text=WORDS, requestId=f"rate {token}",
                ticket=ticket["number"], secret=ticket["secret"],
            )  # fmt: skip


def search(name, data, secrets):
    for form in encoded(secrets):
        assert form not in data, f"{form!r} is in {name}"


def test_nothing_for_technicians_holds_a_citizen_and_a_crash_leaves_nothing(hall, state, simulator):
    numbers, names = invented_people()
    secrets = numbers | names | {PHONE, WORDS}
    live_a_day(state, simulator)

    bundle = f"{state}/bundle.tar"
    report = subprocess.run(
        [program("hallway-doctor"), "--state", state, "--socket", f"{state}/socket",
         "--config", ROOT / "Demo/hallway.yaml", "--bundle", bundle, "--metrics", f"{state}/metrics"],
        capture_output=True, timeout=120,
    )  # fmt: skip
    assert report.returncode in (0, 1, 2) and report.stdout, report.stderr
    search("the doctor's report", report.stdout + report.stderr, secrets)
    assert os.stat(bundle).st_mode & 0o777 == 0o600
    with tarfile.open(bundle) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive.getmembers()}
    assert {"report.json", "devices.json", "metrics.txt", "versions.txt"} <= {os.path.basename(n) for n in files}
    assert b"hallway_commit_seconds_count" in files["hallway-bundle/metrics.txt"]
    for name, data in files.items():
        search(name, data, secrets)

    recordings = [f"{state}/recordings/{name}" for name in os.listdir(f"{state}/recordings")]
    assert any("reader" in path for path in recordings)
    for path in recordings:
        data = open(path, "rb").read()
        parts = [line.split()[2:] for line in data.decode().splitlines() if line[:2] in ("w ", "r ")]
        wire = bytes.fromhex("".join(word for words in parts for word in words if word != "*"))
        search(path, data + wire, secrets)

    # The program dies as by a bug, with a card's bytes in its memory a moment ago.
    hall.process.send_signal(signal.SIGABRT)
    hall.process.wait(60)
    cores = [name for name in os.listdir(state) if name.startswith("core")]
    assert cores == []
    search("the log", hall.complaint().encode(), secrets)
