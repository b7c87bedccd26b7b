"""Cables pulled between the key press and its answer: no rating lost, none doubled."""

import random
import time

from checks import SOAK, for_units
from checks.plugs import UNITS
from guest.uses import rating_of, serve_somebody
from hall import until

PADS = [name for name, unit in UNITS.items() if hasattr(unit, "press") and "window" in unit.extras]
# Once a pad in the short run, which is to stay under five minutes with everything else.
ROUNDS = 100 if SOAK else 1
# A pull takes its place anywhere from the key itself to the lamp, which is lit within some
# hundredths of a second here.
LATEST_PULL_SECONDS = 0.12
# A pulled and plugged cable is known within a few seconds, emulated and on a busy host.
ROUND_SECONDS = 30
# A person looks this long for the answer before pressing the key again.
LOOK_SECONDS = 3
# Whatever the dice say can be said again.
SEED = 5210


def no_rating_is_lost_or_doubled(bench, name):
    """Somebody presses, the cable goes at a random moment and comes back. A pad with a memory sends
    its press again; at another the citizen presses again who saw no answer. One rating each."""
    unit, service = bench.units[name], bench.service
    dice = random.Random(SEED)
    figures = {"rounds": ROUNDS, "pressed_again": 0}
    tickets = []
    for number in range(ROUNDS):
        level = 1 + number % 5
        ticket = serve_somebody(service, unit.extras["window"])
        until(f"{name} asks", unit.asks, ROUND_SECONDS)
        answered = unit.answers(level)
        unit.press(level)
        time.sleep(dice.uniform(0, LATEST_PULL_SECONDS))
        unit.unplug()
        service.wait_for(name, "absent")
        unit.plug()
        service.wait_for(name, "ready")
        while unit.answers(level) == answered:
            if not unit.remembers:
                figures["pressed_again"] += 1
                unit.press(level)
            try:
                until("", lambda: unit.answers(level) != answered, LOOK_SECONDS)
            except AssertionError:
                assert time.monotonic() < service.changes[-1][0] + ROUND_SECONDS, "no answer"
        tickets.append((ticket, level))
    wrong = [
        (ticket["number"], level, rating_of(service, ticket))
        for ticket, level in tickets
        if rating_of(service, ticket) != level
    ]
    assert not wrong, f"number, pressed, in the ledger: {wrong}"
    stored = service.ledger_ratings([ticket["number"] for ticket, _ in tickets])
    assert stored == ROUNDS, f"{stored} ratings of {ROUNDS} services"
    return figures


# The soak's pulls take their time.
CHECKS = for_units(PADS, no_rating_is_lost_or_doubled, seconds=ROUNDS * ROUND_SECONDS)
