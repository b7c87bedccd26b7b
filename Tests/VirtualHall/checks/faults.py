"""Devices that are there and wrong: silent, talking nonsense, stalled, taking nothing."""

import contextlib
import itertools
import time

from checks import SOAK, for_units
from checks.plugs import SERVED, UNITS, milliseconds, others
from hall import Refusal, until

# Long enough for a word on its way to those who watch.
WORD_SECONDS = 10

TURN = itertools.count()


def with_knob(knob):
    """Who plays a fault: one unit of each driver, and in the long run all that can."""
    able = [name for name in SERVED if knob in UNITS[name].knobs]
    if SOAK:
        return able
    first = {}
    for name in able:
        first.setdefault(UNITS[name].driver, name)
    return list(first.values())


def next_two(names):
    """Others take turns at being used meanwhile; using all of them each time takes minutes."""
    return [names[next(TURN) % len(names)] for _ in range(min(2, len(names)))]


def set_and_recover(bench, name, knob):
    """With the fault on the device is told as faulted or absent and the others work; with the
    fault gone it is ready again by itself and works."""
    unit, service = bench.units[name], bench.service
    turn = getattr(unit, f"set_{knob}")
    begun = time.monotonic()
    turn(True)
    faulted = service.wait_for(name, "faulted", "absent")
    for other in next_two(others(name)):
        bench.units[other].use(service)
    cured = time.monotonic()
    turn(False)
    ready = service.wait_for(name, "ready")
    unit.use(service)
    assert not service.left_ready(begun, others(name))
    return {
        "faulted_ms": milliseconds(begun, faulted),
        "ready_ms": milliseconds(cured, ready),
    }


def falls_silent(bench, name):
    return set_and_recover(bench, name, "silent")


def talks_nonsense(bench, name):
    return set_and_recover(bench, name, "garbage")


def takes_nothing(bench, name):
    return set_and_recover(bench, name, "deaf")


def stalls(bench, name):
    """A halted pipe is cleared without anybody's help. Who meets it is told the truth: the one use
    may fail, and the next works."""
    unit, service = bench.units[name], bench.service
    begun = time.monotonic()
    unit.stall()
    told = "nothing"
    try:
        unit.use(service)
    except (AssertionError, Refusal) as error:
        told = str(error)
        # The caller hears of a fault before those who watch do, and "ready" of before is not meant;
        # a pipe that was cleared in place never leaves that state.
        with contextlib.suppress(AssertionError):
            until("", lambda: service.left_ready(begun, [name]), WORD_SECONDS)
    ready = service.wait_for(name, "ready")
    unit.use(service)
    assert not service.left_ready(begun, others(name))
    return {"ready_ms": milliseconds(begun, ready), "first_use_was_told": told}


CHECKS = [
    *for_units(with_knob("silent"), falls_silent),
    *for_units(with_knob("garbage"), talks_nonsense),
    *for_units(with_knob("deaf"), takes_nothing),
    *for_units(with_knob("stall"), stalls),
]
