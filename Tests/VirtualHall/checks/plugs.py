"""Cables: pulled, put back, put elsewhere, exchanged. Everybody else must not notice."""

import time

from checks import for_units, single
from devices import all_units

UNITS = all_units()
SERVED = [name for name, unit in UNITS.items() if unit.driver]
MOVABLE = [name for name in SERVED if UNITS[name].movable]
# A port nobody stands at.
SPARE_PORT = 16
# Long enough for a driver to have found a device at a wrong port, if it looked there.
NOTICE_SECONDS = 3


def others(name):
    return [other for other in SERVED if other != name]


def milliseconds(begun, ended):
    return round((ended - begun) * 1000)


def works(bench, name):
    """What people do with it, from the first byte to the outcome."""
    bench.units[name].use(bench.service)


def comes_back(bench, name):
    """Pulled while idle: told as absent; put back: ready, and works. Nobody else is disturbed."""
    unit, service = bench.units[name], bench.service
    pulled = time.monotonic()
    unit.unplug()
    absent = service.wait_for(name, "absent")
    put_back = time.monotonic()
    unit.plug()
    ready = service.wait_for(name, "ready")
    unit.use(service)
    assert not service.left_ready(pulled, others(name))
    return {
        "absent_ms": milliseconds(pulled, absent),
        "ready_ms": milliseconds(put_back, ready),
    }


def is_pulled_while_busy(bench, name):
    """In the middle of a use: the use ends with the truth, and the device comes back."""
    unit, service = bench.units[name], bench.service
    begun = time.monotonic()
    with unit.busy(service):
        time.sleep(0.3)
        unit.unplug()
    service.wait_for(name, "absent")
    put_back = time.monotonic()
    unit.plug()
    ready = service.wait_for(name, "ready")
    unit.use(service)
    assert not service.left_ready(begun, others(name))
    return {"ready_ms": milliseconds(put_back, ready)}


def stays_absent_at_a_wrong_port(bench, name):
    """It is bound to its port: elsewhere it is not taken for itself, at home it is."""
    unit, service = bench.units[name], bench.service
    begun = time.monotonic()
    unit.unplug()
    service.wait_for(name, "absent")
    unit.plug(SPARE_PORT)
    time.sleep(NOTICE_SECONDS)
    assert service.state_of(name)[0] == "absent", service.state_of(name)
    unit.unplug()
    unit.plug()
    service.wait_for(name, "ready")
    assert not service.left_ready(begun, others(name))


CHECKS = [
    *for_units(SERVED, works),
    *for_units(SERVED, comes_back),
    *for_units(SERVED, is_pulled_while_busy),
    *for_units(MOVABLE, stays_absent_at_a_wrong_port),
]
