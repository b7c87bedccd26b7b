"""The service under a systemd that is PID 1: installed as the README says, confined, used.

What the README's commands install is what runs here: a step that is missing there fails here.
"""

import re
import tempfile
import uuid
from pathlib import Path

import pytest
from boot.systemd import SystemdMachine
from hall import ROOT

PROGRAMS = ["hallwayd", "hallway"]
HALL = Path(__file__).with_name("guest") / "hall.yaml"


def readme_commands(beginning):
    """The README's block of commands that begins with this."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.S)
    found = [block for block in blocks if block.startswith(beginning)]
    assert len(found) == 1, f"the README has {len(found)} blocks that begin with {beginning!r}"
    return found[0]


@pytest.fixture(scope="module")
def machine():
    # Below /tmp: the guest mounts a tmpfs of its own over it and never looks in.
    with tempfile.TemporaryDirectory(prefix="hall-share-") as folder:
        with SystemdMachine(folder, programs=PROGRAMS) as machine:
            machine.state = machine.booted()
            yield machine


@pytest.fixture(scope="module")
def installed(machine):
    machine.run(
        f"set -e\ncd {ROOT}\n{readme_commands('install -m 644 systemd/hallway.sysusers.conf')}"
        f"install -D -m 644 {HALL} /etc/hallway/hallway.yaml\n"
        "systemctl enable --now hallwayd.socket hallwayd.service"
    )
    return machine


def test_the_machine_boots_without_a_failed_unit(machine):
    assert machine.state == "running", machine.run("systemctl --failed --no-pager")


def test_a_number_is_taken_of_the_installed_service(installed):
    given = installed.call("Queue.TakeTicket", service="enquiry", requestId=str(uuid.uuid4()))
    assert given["ticket"]["number"] in installed.run("hallway tickets")


def test_the_service_runs_as_its_unit_says(installed):
    told = installed.show(
        "hallwayd", "ActiveState", "SubState", "Type", "User", "NRestarts", "Result", "MainPID"
    )
    assert told.pop("MainPID") != "0"
    assert told == {
        "ActiveState": "active", "SubState": "running", "Type": "notify", "User": "hallway",
        "NRestarts": "0", "Result": "success",
    }  # fmt: skip
    status = installed.run("cat /proc/$(systemctl show hallwayd -P MainPID)/status")
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.M), status
    # Filtered, and without a capability.
    assert re.search(r"^Seccomp:\s+2$", status, re.M), status
    assert re.search(r"^CapBnd:\s+0+$", status, re.M), status
    assert installed.run("stat -c '%U %a' /var/lib/hallway").split() == ["hallway", "700"]


def test_the_socket_belongs_to_the_hall_and_its_group(installed):
    told = installed.run("stat -c '%U %G %a' /run/hallway/org.hallway").split()
    assert told == ["root", "hallway", "660"]
    stranger = "setpriv --reuid nobody --regid nogroup --clear-groups"
    said, status = installed.attempt(f"{stranger} test -w /run/hallway/org.hallway")
    assert status == 1, f"a stranger may connect: {said}"
    # In its group, the same person is let in.
    installed.run("setpriv --reuid nobody --regid nogroup --groups hallway hallway tickets")


def test_the_rules_of_devices_are_installed(installed):
    assert "HALLWAY_DRIVER=sam-v" in installed.run("systemd-hwdb query usb:v0400pC35A")
    assert installed.run("getent group hallway-devices")


def test_a_service_that_is_killed_comes_back_with_its_numbers(installed):
    given = installed.call("Queue.TakeTicket", service="enquiry", requestId=str(uuid.uuid4()))
    killed = installed.run("systemctl show hallwayd -P MainPID")
    installed.run("systemctl kill --signal=KILL hallwayd")
    installed.until(
        "another process of the service",
        f"test $(systemctl show hallwayd -P ActiveState) = active && "
        f"test $(systemctl show hallwayd -P MainPID) != {killed}",
    )
    assert given["ticket"]["number"] in installed.run("hallway tickets")


def test_the_machine_goes_off(machine):
    """The last one: nothing holds up the end."""
    machine.switch_off()
