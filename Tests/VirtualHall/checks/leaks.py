"""After everything else: many cables at random moments, all at once, and nothing piles up."""

import random
import statistics
import threading
import time

from checks import SOAK, single
from checks.plugs import SERVED, milliseconds

CYCLES = 500 if SOAK else 16
# Whoever flaps is opened again at a slower pace: seconds a cycle.
SECONDS = 2400 if SOAK else 720
# What a service may keep open or hold more than before: caches, an allocator's slack.
SPARE_DESCRIPTORS = 8
SPARE_KILOBYTES = 40_000
SEED = 2026
CLOCK_TOLERANCE = 0.1


class Cycles:
    """Each unit's cable is pulled by a thread of its own, until all cycles are done."""

    def __init__(self, bench, count):
        self.bench = bench
        self.left = count
        self.lock = threading.Lock()
        self.times = {name: [] for name in SERVED}
        self.failures = []
        threads = [threading.Thread(target=self._pull, args=[name]) for name in SERVED]
        for thread in threads:
            thread.daemon = True
            thread.start()
        for thread in threads:
            thread.join()
        assert not self.failures, "\n".join(self.failures)

    def _next(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0 and not self.failures

    def _pull(self, name):
        dice = random.Random(f"{SEED} {name}")
        try:
            while self._next():
                self.times[name].append(cycle(self.bench, self.bench.units[name], dice))
        except BaseException as error:  # noqa: BLE001  (told by the thread that waits)
            self.failures.append(f"{name}, after {len(self.times[name])} cycles: {error!r}")


def cycle(bench, unit, dice):
    """Pulls a cable at a random moment, in use or not; gives the time until it was ready again."""
    service = bench.service
    if dice.random() < 0.3:
        with unit.busy(service):
            time.sleep(dice.random() * 0.5)
            unit.unplug()
    else:
        unit.unplug()
        time.sleep(dice.random() * 0.2)
    if noticed := dice.random() < 0.7:
        service.wait_for(unit.name, "absent", "faulted")
    put_back = time.monotonic()
    unit.plug()
    if not noticed:
        # It may not know yet that it was gone: let it find out.
        time.sleep(0.5)
    ready = service.wait_for(unit.name, "ready")
    return milliseconds(put_back, max(ready, put_back))


def nothing_piles_up(bench):
    """Crashes, hangs and leaks over many cycles of all kinds; the figures are told."""
    service = bench.service
    # Each once: what is loaded at its first use is not a leak.
    Cycles(bench, len(SERVED))
    service.wait_for_all()
    before = service.descriptors(), service.resident_kilobytes()
    times = Cycles(bench, CYCLES).times
    service.wait_for_all()
    for name in SERVED:
        bench.units[name].use(service)
    after = service.descriptors(), service.resident_kilobytes()
    assert service.alive()
    assert after[0] <= before[0] + SPARE_DESCRIPTORS, (before, after)
    assert after[1] <= before[1] + SPARE_KILOBYTES, (before, after)
    return {
        "cycles": CYCLES,
        "crashes": 0,
        "hangs": 0,
        "descriptors": f"{before[0]} -> {after[0]}",
        "resident_kb": f"{before[1]} -> {after[1]}",
        "ready_ms": {
            name: f"median {round(statistics.median(taken))}, max {max(taken)}, n {len(taken)}"
            for name, taken in times.items()
            if taken
        },
    }


def ends_when_asked(bench):
    """With every device plugged in, SIGTERM ends the service in order."""
    begun = time.monotonic()
    status = bench.end_service()
    assert status == 0, f"hallwayd ended with {status}"
    return {"end_ms": milliseconds(begun, time.monotonic())}


def the_clock_goes_right(bench):
    """Times measured in the hall are times: the share's files have the host's clock."""
    host, own = bench.host_seconds() - bench.began[0], time.monotonic() - bench.began[1]
    assert abs(own / host - 1) < CLOCK_TOLERANCE, (own, host)
    return {"guest_seconds": round(own, 1), "host_seconds": round(host, 1)}


CHECKS = [*single(nothing_piles_up, seconds=SECONDS), *single(ends_when_asked), *single(the_clock_goes_right, served=False)]
