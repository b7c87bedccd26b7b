"""The packages under a systemd that is PID 1: installed, confined, used, restarted, upgraded, purged.

What runs here is what `dpkg` puts into place. The tests follow one machine through its life, in the order in
which they stand.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import pytest
from boot.systemd import SystemdMachine
from hall import BIN, ROOT

sys.path.insert(0, str(ROOT / "packaging"))

import contents  # noqa: E402  (the path comes first)

FOLDER = Path(__file__).parent
HALL = FOLDER / "guest" / "hall.yaml"
OLD, NEW = "0.0.9", "0.1.0"
# Their files are in the package and nothing here calls them: the machine need not read 70 MB for each.
UNUSED = ["hallway-cases", "hallway-clerks", "hallway-devices", "hallway-doctor"]
# Packing takes half a minute; dpkg writes 150 MB in an emulated machine on a busy host.
PACK_SECONDS, DPKG_SECONDS = 900, 900


def pack(folder):
    """The package in two versions, of the programs that are built, or of `make deb`'s in a soak."""
    programs = folder / "programs"
    programs.mkdir()
    built = contents.BUILT if os.environ.get("HALLWAY_SOAK") and contents.BUILT.exists() else BIN
    for name in contents.programs("hallway"):
        if name in UNUSED:
            shutil.copyfile("/bin/true", programs / name)
            (programs / name).chmod(0o755)
        else:
            subprocess.run(["strip", "-o", programs / name, built / name], check=True)
    for version in OLD, NEW:
        subprocess.run(
            [
                ROOT / "packaging/deb", "--package=hallway", f"--version={version}", "--quick",
                "--programs", programs, "--into", folder,
            ],
            check=True, capture_output=True, timeout=PACK_SECONDS,
        )  # fmt: skip
    shutil.rmtree(programs)


@pytest.fixture(scope="module")
def machine():
    # Below /tmp: the guest mounts a tmpfs of its own over it and never looks in.
    with tempfile.TemporaryDirectory(prefix="hall-share-") as folder:
        pack(Path(folder))
        with SystemdMachine(folder) as machine:
            machine.state = machine.booted()
            yield machine


def dpkg(machine, *words):
    """Runs dpkg as an administrator does who keeps what the own file says."""
    return machine.run(
        "DEBIAN_FRONTEND=noninteractive dpkg --force-unsafe-io --force-confold " + " ".join(words),
        seconds=DPKG_SECONDS,
    )


def install(machine, version):
    dpkg(machine, "--install", f"/run/share/hallway_{version}_*.deb")


def take(machine):
    given = machine.call("Queue.TakeTicket", service="enquiry", requestId=str(uuid.uuid4()))
    return given["ticket"]["number"]


def numbers(machine):
    return set(re.findall(r"\b[A-Z]\d{3,}\b", machine.run("hallway tickets")))


# Where a package, its scripts or its service leave something. The machine's /usr is the host's, with ten
# times the files of a hall's: its large folders are looked into and not searched.
SEARCHED = "/etc /run /var/backups /var/spool /var/lib/systemd"
LOOKED_INTO = [
    "/var/lib/*hallway*", "/var/lib/dpkg/info/hallway*", "/usr/bin/hallway*", "/usr/lib/*/*hallway*",
    "/usr/lib/systemd/system/*hallway*", "/usr/lib/udev/*/*hallway*", "/usr/share/*/*hallway*",
    "/usr/share/man/man*/*hallway*", "/usr/share/lintian/overrides/*hallway*",
    "/usr/share/bash-completion/completions/*hallway*",
]  # fmt: skip


def traces(machine):
    """What there is of Hallway on the machine's own disk."""
    return machine.run(
        "exec 2>/dev/null; "
        f"find {SEARCHED} -xdev -path /run/share -prune -o -iname '*hallway*' -print; "
        f"find {SEARCHED} -xdev -path /run/share -prune -o \\( -nouser -o -nogroup \\) -print; "
        f"ls -d {' '.join(LOOKED_INTO)}; "
        "getent passwd | grep hallway; getent group | grep hallway; "
        "systemctl list-unit-files --no-legend 'hallway*'; "
        "systemctl list-units --no-legend --all 'hallway*'; true"
    ).splitlines()


@pytest.fixture(scope="module")
def installed(machine):
    # A container's policy that nothing may be started; a real machine has none.
    # Nor is every page of the host's manual read anew through the emulated machine.
    machine.run("rm -f /usr/sbin/policy-rc.d /var/lib/man-db/auto-update")
    machine.traces = traces(machine)
    install(machine, OLD)
    return machine


def test_the_machine_boots_without_a_failed_unit(machine):
    assert machine.state == "running", machine.run("systemctl --failed --no-pager")


def test_who_installs_the_package_has_a_hall_that_gives_numbers(installed):
    """Nothing was written by hand: the file, the user and the socket are the package's."""
    assert installed.show("hallwayd.service", "ActiveState")["ActiveState"] == "active"
    given = take(installed)
    assert given in numbers(installed)
    enabled = "hallwayd.socket hallwayd.service hallway-backup.timer hallway-selftest.timer"
    assert installed.run(f"systemctl is-enabled {enabled}").split() == ["enabled"] * 4
    assert installed.attempt("systemctl is-enabled hallway-cases")[0].strip() == "disabled"


def test_the_service_runs_as_its_unit_says(installed):
    # The hall of these tests, in the place of the package's own.
    installed.run(f"install -m 644 {HALL} /etc/hallway/hallway.yaml && systemctl restart hallwayd")
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
    given = take(installed)
    killed = installed.run("systemctl show hallwayd -P MainPID")
    installed.run("systemctl kill --signal=KILL hallwayd")
    another_process(installed, killed)
    assert given in numbers(installed)


def another_process(machine, than):
    machine.until(
        "another process of the service",
        "test $(systemctl show hallwayd -P ActiveState) = active && "
        f"test $(systemctl show hallwayd -P MainPID) != {than}",
    )


def test_the_hall_is_backed_up_by_the_unit_that_does_so_every_day(installed):
    installed.run("systemctl start hallway-backup.service")
    (backup,) = installed.run("ls /var/backups/hallway").split()
    told = installed.run(f"stat -c '%U %a' /var/backups/hallway/{backup}").split()
    assert told == ["hallway", "700"]
    installed.run(f"test -s /var/backups/hallway/{backup}/backup.json")
    timer = installed.show("hallway-backup.timer", "NextElapseUSecRealtime", "ActiveState")
    assert timer["ActiveState"] == "active" and timer["NextElapseUSecRealtime"]


def test_an_upgrade_keeps_numbers_and_the_administrators_file(installed):
    before, was = numbers(installed), installed.run("systemctl show hallwayd -P MainPID")
    socket = installed.run("systemctl show hallwayd.socket -P ActiveEnterTimestampMonotonic")
    install(installed, NEW)
    assert installed.run("dpkg-query -W -f '${Version}' hallway") == NEW
    assert installed.run("systemctl show hallwayd -P MainPID") != was
    # Nobody was turned away meanwhile: the socket stood all the time.
    assert installed.run("systemctl show hallwayd.socket -P ActiveEnterTimestampMonotonic") == socket
    assert installed.run("cat /etc/hallway/hallway.yaml") == HALL.read_text()
    assert numbers(installed) == before and take(installed) not in before
    assert "whole" in installed.run("hallway audit verify")


def test_what_is_removed_leaves_data_and_what_is_purged_nothing(installed):
    dpkg(installed, "--remove hallway")
    assert installed.attempt("systemctl is-active hallwayd.socket hallwayd.service")[1] != 0
    installed.run("test -s /var/lib/hallway/hall.sqlite && test -s /etc/hallway/hallway.yaml")
    dpkg(installed, "--purge hallway")
    assert traces(installed) == installed.traces
    assert "HALLWAY" not in installed.attempt("systemd-hwdb query usb:v0400pC35A")[0]


def test_the_machine_goes_off(machine):
    """The last one: nothing holds up the end."""
    machine.switch_off()
