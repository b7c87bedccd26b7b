"""Cables: pulled, put back, put elsewhere, exchanged. Everybody else must not notice."""

import time

from checks import for_units, single
from devices import all_units
from guest.gadget import PORTS
from guest.unit import Unit

UNITS = all_units()
SERVED = [name for name, unit in UNITS.items() if unit.driver]
# Pads and scanners are never busy: they speak when somebody presses or scans.
INTERRUPTIBLE = [name for name in SERVED if type(UNITS[name]).busy is not Unit.busy]
FOLLOWING = [name for name in SERVED if UNITS[name].follows]
BOUND = [name for name in SERVED if UNITS[name].movable and not UNITS[name].follows]
PAIRS = [
    f"{one}+{other}"
    for one, other in (("reader-b", "reader-c"), ("hid-pad-1", "hid-pad-2"))
    if one in SERVED and other in SERVED
]
# From a unit's home to a port where nobody stands.
AWAY = PORTS // 2
# Long enough for a driver to have found a device at a wrong port, if it looked there.
NOTICE_SECONDS = 2


def others(name):
    return [other for other in SERVED if other != name and UNITS[other].steady]


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


def is_found_at_another_port(bench, name):
    """It is named by what it is: whatever port it comes to, it is taken there."""
    unit, service = bench.units[name], bench.service
    begun = time.monotonic()
    unit.unplug()
    service.wait_for(name, "absent")
    moved = time.monotonic()
    unit.plug(unit.home + AWAY)
    ready = service.wait_for(name, "ready")
    unit.use(service)
    assert not service.left_ready(begun, others(name))
    return {"ready_ms": milliseconds(moved, ready)}


def none_is_taken_for_itself_at_a_wrong_port(bench):
    """Who is bound to a port is absent while something like it is elsewhere, and back at home."""
    service = bench.service
    for name in BOUND:
        bench.units[name].unplug()
    for name in BOUND:
        service.wait_for(name, "absent")
    for name in BOUND:
        bench.units[name].plug(bench.units[name].home + AWAY)
    time.sleep(NOTICE_SECONDS)
    wrong = {name: service.state_of(name) for name in BOUND}
    assert all(state == "absent" for state, _ in wrong.values()), wrong
    for name in BOUND:
        bench.units[name].unplug()
        bench.units[name].plug()
    service.wait_for_all(BOUND)
    for name in BOUND:
        bench.units[name].use(service)


def identical_ones_change_places(bench, pair):
    """Two that nothing tells apart but the port: the name stays with the port."""
    service = bench.service
    one, other = (bench.units[name] for name in pair.split("+"))
    begun = time.monotonic()
    one.unplug()
    other.unplug()
    service.wait_for(one.name, "absent")
    service.wait_for(other.name, "absent")
    one.plug(other.home)
    other.plug(one.home)
    service.wait_for_all([one.name, other.name])
    # The one answers under the other's name, and the other under the one's.
    one.use(service, known_as=other)
    other.use(service, known_as=one)
    bystanders = [name for name in others(one.name) if name != other.name]
    assert not service.left_ready(begun, bystanders)


CHECKS = [
    *for_units(SERVED, works),
    *for_units(SERVED, comes_back),
    *for_units(INTERRUPTIBLE, is_pulled_while_busy),
    *for_units(FOLLOWING, is_found_at_another_port),
    *for_units(PAIRS, identical_ones_change_places),
    *(single(none_is_taken_for_itself_at_a_wrong_port) if BOUND else []),
]
