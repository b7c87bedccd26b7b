"""What the links owe the kernel and each other: interfaces given back, owners named."""

import fcntl
import os
import struct
import time

from checks import single
from checks.kernel import USBDEVFS_CLAIMINTERFACE, open_usbfs
from checks.plugs import SERVED, milliseconds
from hall import until

SETTLE_SECONDS = 5


def usblp_has_its_printer_back(bench):
    """Trap 3: the kernel's driver is detached while hallwayd has the printer, and no longer."""
    unit = bench.units["printer"]
    until("hallwayd has the printer", lambda: not unit.node())
    begun = time.monotonic()
    assert bench.end_service() == 0
    until("usblp has the printer again", unit.node)
    return {"back_ms": milliseconds(begun, time.monotonic())}


def whoever_has_an_interface_is_named(bench):
    """Trap 3: BUSY says who, and the device is ready by itself when they are gone."""
    unit = bench.units["reader-b"]
    bench.end_service()
    file = open_usbfs(unit)
    try:
        fcntl.ioctl(file, USBDEVFS_CLAIMINTERFACE, struct.pack("I", 0))
        service = bench.start_service("hall-busy")
        until("busy is told", lambda: "another program has it" in service.program.complaint())
        service.wait_for_all([name for name in SERVED if name != "reader-b"])
    finally:
        os.close(file)
    released = time.monotonic()
    ready = service.wait_for("reader-b", "ready")
    unit.use(service)
    return {"ready_ms": milliseconds(released, ready)}


def a_write_in_flight_outlives_no_cable(bench):
    """Traps 1 and 12: pulled while an OUT transfer waits at a device that takes nothing."""
    unit, service = bench.units["reader-a"], bench.service
    unit.set_deaf(True)
    time.sleep(0.3)
    pulled = time.monotonic()
    unit.unplug()
    absent = service.wait_for("reader-a", "absent")
    unit.set_deaf(False)
    # What the unplugging itself costs is over by then; what is left is waiting.
    time.sleep(SETTLE_SECONDS)
    before = service.processor_seconds()
    time.sleep(SETTLE_SECONDS)
    spent = service.processor_seconds() - before
    assert spent < SETTLE_SECONDS / 4, f"{spent} s of processor in {SETTLE_SECONDS} s of absence"
    unit.plug()
    service.wait_for("reader-a", "ready")
    return {"absent_ms": milliseconds(pulled, absent), "processor_seconds": round(spent, 2)}


CHECKS = [
    *single(usblp_has_its_printer_back),
    *single(whoever_has_an_interface_is_named),
    *single(a_write_in_flight_outlives_no_cable),
]
