"""`hallway doctor` in the hall: twenty faults, each named by its word and mended by what it says; none
on the healthy hall."""

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from checks import single
from guest.gadget import port_path
from guest.service import Service
from hall import ROOT, program, until

# Emulated it takes some ten seconds; most of it are fonts and /proc.
DOCTOR_SECONDS = 300
# The hall notices within seconds, emulated within some tens.
NOTICE_SECONDS = 120
UNIT = Path("/etc/systemd/system/hallwayd.service")
RULES = Path("/run/udev/rules.d/60-hallway.rules")
USBDEVFS_RESET = 0x5514
# adjtimex(2)
ADJ_MAXERROR, ADJ_STATUS, STA_UNSYNC = 0x0004, 0x0010, 0x0040


class Timex(ctypes.Structure):
    _fields_ = [
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long), ("esterror", ctypes.c_long), ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    ]  # fmt: skip


def keep_clock(kept):
    """What timesyncd tells the kernel, or what the kernel thinks without it."""
    libc = ctypes.CDLL(None, use_errno=True)
    state = Timex(modes=0)
    libc.adjtimex(ctypes.byref(state))
    # The kernel unsets the bit again by itself while the error it reckons with is large.
    state.modes = ADJ_STATUS | ADJ_MAXERROR
    state.maxerror = 1000
    state.status = state.status & ~STA_UNSYNC if kept else state.status | STA_UNSYNC
    assert libc.adjtimex(ctypes.byref(state)) >= 0, os.strerror(ctypes.get_errno())


def furnish():
    """What the packages and a careful technician do to a machine, which the bench leaves out."""
    zone = Path("/etc/localtime")
    zone.unlink(missing_ok=True)
    zone.symlink_to("/usr/share/zoneinfo/Asia/Shanghai")
    keep_clock(True)
    UNIT.parent.mkdir(parents=True, exist_ok=True)
    UNIT.write_bytes((ROOT / "systemd/hallwayd.service").read_bytes())
    known = subprocess.run(["id", "-u", "hallway"], capture_output=True).returncode == 0
    if not known:
        subprocess.run(
            ["useradd", "--system", "--gid", "hallway", "--no-create-home", "hallway"], check=True
        )


class Doctor:
    def __init__(self, bench):
        self.bench = bench
        self.service = bench.service
        self.table = []

    def examine(self, **place):
        state = self.service.state
        answer = subprocess.run(
            [
                program("hallway-doctor"), "--json", "--quick",
                "--state", str(place.get("state", state)),
                "--config", str(place.get("config", state / "hall.yaml")),
                "--socket", str(place.get("socket", self.service.socket)),
            ],
            capture_output=True, text=True, timeout=DOCTOR_SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert answer.returncode in (0, 1, 2), answer.stderr
        report = json.loads(answer.stdout)
        return [finding for one in report["examinations"] for finding in one["findings"]]

    def sees(self, fault, word, subject=None, **place):
        """Until the doctor names it: the hall takes a moment to notice a device."""
        seen = []

        def named():
            seen[:] = self.examine(**place)
            return [
                f for f in seen if f["word"] == word and (subject is None or subject in f["subject"])
            ]

        try:
            until("", named, NOTICE_SECONDS)
        except AssertionError:
            raise AssertionError(f"{fault}: no {word} of {subject} in {seen}") from None
        finding = next(f for f in seen if f["word"] == word)
        assert finding["mend"], fault
        self.table.append(f"{fault:42} {word:22} {finding['mend'][0]}")

    def is_content(self):
        """No finding at all on the healthy hall."""
        seen = []

        def healthy():
            seen[:] = self.examine()
            return not seen

        try:
            until("", healthy, NOTICE_SECONDS)
        except AssertionError:
            raise AssertionError(f"false findings: {seen}") from None


@contextlib.contextmanager
def knob(turn, on, off):
    turn(on)
    try:
        yield
    finally:
        turn(off)


@contextlib.contextmanager
def changed(path, text):
    before = path.read_bytes()
    path.write_text(text)
    try:
        yield
    finally:
        path.write_bytes(before)


def devices(bench, doctor):
    """What devices say, and where they are."""
    units, service = bench.units, bench.service
    reader, printer = units["reader-a"], units["printer"]
    simulator = printer.simulator

    reader.unplug()
    doctor.sees("reader pulled", "device.unplugged", "reader-a")
    reader.plug(reader.home + 16)
    doctor.sees("reader at another port", "device.moved", "reader-a")
    reader.unplug()
    reader.plug()
    service.wait_for("reader-a", "ready")

    for fault, word, broken, well in (
        ("no paper", "device.paperOut", {"paper": "out"}, {"paper": "full"}),
        ("cover open", "device.coverOpen", {"cover": "open"}, {"cover": "closed"}),
        ("paper jammed in the cutter", "device.jam", {"cutterStuck": True}, {"cutterStuck": False}),
        ("paper nearly used up", "device.paperLow", {"paper": "low"}, {"paper": "full"}),
    ):
        simulator.call("SetPrinter", **broken)
        doctor.sees(fault, word, "printer")
        simulator.call("SetPrinter", **well)
        # A blade that is free again is tried when the cover is closed.
        simulator.call("SetPrinter", cover="open")
        simulator.call("SetPrinter", cover="closed")
        service.wait_for("printer", "ready")

    for fault, name, turn, words in (
        ("reader on a line answers nothing", "serial-reader", "set_silent", "device.silent"),
        ("reader talks nonsense", "reader-b", "set_garbage", "device."),
    ):
        with knob(getattr(units[name], turn), True, False):
            service.wait_for(name, "faulted")
            told = "device.garbage" if service.state_of(name)[1] == "protocolError" else "device.silent"
            assert told.startswith(words)
            doctor.sees(fault, told, name)
        service.wait_for(name, "ready")


def nodes(bench, doctor):
    """What is wrong around nodes: rights, holders, power, the kernel's word."""
    reader = bench.units["reader-a"]
    bus = int(port_path(reader.port).split("-")[0])
    device = next(
        Path(f"/dev/bus/usb/{bus:03d}/{int((folder / 'devnum').read_text()):03d}")
        for folder in [reader.gadget.sysfs]
    )
    status = device.stat()
    os.chown(device, 0, 0)
    os.chmod(device, 0o600)
    doctor.sees("node is root's alone", "device.permission", str(device))
    os.chown(device, status.st_uid, status.st_gid)
    os.chmod(device, status.st_mode & 0o7777)

    held = os.open(device, os.O_RDWR)
    doctor.sees("another program has the reader open", "device.held", str(device))
    os.close(held)

    with changed(reader.gadget.sysfs / "power/control", "auto"):
        doctor.sees("reader may fall asleep", "device.autosuspend", port_path(reader.port))

    shutil.copy("/bin/sleep", "/tmp/brltty")
    meddler = subprocess.Popen(["/tmp/brltty", "600"])
    doctor.sees("brltty runs", "device.meddler", "brltty")
    meddler.kill()
    meddler.wait()

    # Last of these: the kernel remembers it for an hour, so the healthy hall comes before.
    doctor.is_content()
    handle = os.open(device, os.O_WRONLY)
    for _ in range(5):
        fcntl.ioctl(handle, USBDEVFS_RESET)
        time.sleep(0.2)
    os.close(handle)
    doctor.sees("port that resets again and again", "usb.errors", f"port {port_path(reader.port)}")


def machine(bench, doctor):
    """What is wrong with the machine and the hall's files."""
    state = bench.service.state
    rules = RULES.read_text()
    with changed(RULES, rules.replace('MODE="0660"', 'MODE="0600"')):
        doctor.sees("udev rules of another version", "udev.stale")
    shutil.move(RULES, "/tmp/rules")
    doctor.sees("udev rules not installed", "udev.missing")
    shutil.move("/tmp/rules", RULES)

    wrong = Path("/tmp/wrong.yaml")
    wrong.write_text((state / "hall.yaml").read_text().replace('"sam-v"', '"sam-w"', 1))
    doctor.sees("wrong driver in the hall's file", "configuration.fault", config=wrong)

    os.chmod(state / "hall.key", 0o644)
    doctor.sees("key that others can read", "state.open", "hall.key")
    os.chmod(state / "hall.key", 0o600)

    small = Path("/run/small")
    small.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "none", small], check=True)
    doctor.sees("disk full", "disk.full", state=small)
    subprocess.run(["umount", small], check=True)

    before, asleep = time.time(), time.monotonic()
    time.clock_settime(time.CLOCK_REALTIME, before - 7200)
    doctor.sees("clock put back two hours", "clock.backwards")
    time.clock_settime(time.CLOCK_REALTIME, 86_400)
    doctor.sees("clock of 1970", "clock.wrong")
    time.clock_settime(time.CLOCK_REALTIME, before + time.monotonic() - asleep)
    keep_clock(False)
    doctor.sees("nobody keeps the clock", "clock.unsynchronised")
    keep_clock(True)

    doctor.sees("hall not running", "hall.absent", socket="/run/nothing")
    os.kill(bench.service.pid, signal.SIGSTOP)
    doctor.sees("hall hangs", "hall.silent")
    os.kill(bench.service.pid, signal.SIGCONT)


def exchanged_twins(bench, doctor):
    """Two identical pads, each at the other's port: told apart by their serial numbers."""
    pads = [bench.units["hid-pad-1"], bench.units["hid-pad-2"]]
    bench.end_service()
    named = [f"--device={pad.name}={pad.configured_address()}#{pad.serial}" for pad in pads]
    bench.service = doctor.service = Service(list(bench.units.values()), "/run/hall-twins", *named)
    bench.service.wait_for_all()
    for pad in pads:
        pad.unplug()
    for pad, other in zip(pads, reversed(pads)):
        pad.plug(other.home)
    for pad in pads:
        bench.service.wait_for(pad.name, "absent", "faulted")
    doctor.sees("two identical pads exchanged", "device.swapped", "hid-pad-1, hid-pad-2")
    # The next check begins with a hall of its own.
    bench.end_service()


def the_doctor_names_each_fault(bench):
    furnish()
    doctor = Doctor(bench)
    bench.service.wait_for_all()
    doctor.is_content()
    for part in (devices, machine, nodes, exchanged_twins):
        part(bench, doctor)
    print("\n".join(["fault, the doctor's word, the first thing to do:", *doctor.table]), flush=True)
    return {"faults": len(doctor.table), "table": doctor.table}


CHECKS = single(the_doctor_names_each_fault, seconds=1200)
