"""`kill -9` among everything that people and clerks do: what was acknowledged stays, in order.

Five kills by default; HALLWAY_SOAK=1 kills two hundred times. test_kill.py kills among a thousand
connections that all want numbers; here each change of a ticket, window or reservation counts.
"""

import asyncio
import os
import random
import signal
import time
from collections import Counter

from alone import Hall, goes_on_where_it_stood, verify
from crowd import SERVICES, Crowd, deed
from hall import ShortDirectory
from proof import Proof

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
KILLS = 200 if SOAK else 5
# Kills of one day in one ledger. Each is followed by a look at everything that is in it.
KILLS_OF_A_DAY = 20
# Acknowledged changes before the kill: from the first clerks at their windows to a full hall.
FEWEST, MOST = 30, 1200
LOAD_SECONDS = 300


def load_until_killed(hall, service, again):
    """Everything at once, and the end of it at a moment nobody knows."""
    told = []
    target = random.randint(FEWEST, MOST)

    def heard(one):
        told.append(one)
        if len(told) == target:
            # Between two commits as well as in one: a few milliseconds more or less.
            asyncio.get_running_loop().call_later(
                random.uniform(0, 0.02), os.kill, service.process.pid, signal.SIGKILL
            )

    crowd = Crowd(hall.socket, heard, again)
    asyncio.run(asyncio.wait_for(crowd.run(), LOAD_SECONDS))
    assert service.wait() == -signal.SIGKILL, service.complaint()
    service.kill()
    return told, crowd.lost


def requests_of(lost):
    return [one.parameters for one in lost if one.method == "Queue.TakeTicket"]


def a_day(state, kills, figures):
    """One ledger, killed so often; the figures are added to those of other days."""
    hall, proof, again = Hall(state), Proof(), []
    for kill in range(kills + 1):
        service = hall.start()
        given = goes_on_where_it_stood(hall, SERVICES)
        told = [
            {"client": r, "deeds": [deed("issued", n)], "given": [r, n, secret]}
            for r, (n, secret) in given.items()
        ]
        if kill == kills:
            assert service.end() == 0
            service.kill()
            proof.check(state, told)
            verify(state)
            break
        more, lost = load_until_killed(hall, service, again)
        figures["written"] += proof.check(state, told + more, lost)
        figures["lost"] += len(lost)
        again = requests_of(lost)
        verify(state)
    return proof.heard


def test_no_acknowledged_change_is_undone_by_a_kill():
    begun = time.monotonic()
    figures, kinds, killed = Counter(), Counter(), 0
    # A proof without all that must happen would prove less than it says: what the dice left out
    # makes it longer, and the test's deadline ends it where something never happens.
    while killed < KILLS or MUST_HAPPEN - set(kinds) or not figures["lost"]:
        kills = max(1, min(KILLS_OF_A_DAY, KILLS - killed))
        with ShortDirectory() as state:
            kinds += a_day(state, kills, figures)
        killed += kills
    print(
        f"{killed} kills in {time.monotonic() - begun:.0f} s; {sum(kinds.values())} acknowledged"
        f" changes, all there; {figures['lost']} answers lost, {figures['written']} of them of"
        f" changes that were written"
    )
    print(", ".join(f"{kind} {times}" for kind, times in kinds.most_common()))


MUST_HAPPEN = {
    "issued", "paper", "called", "recalled", "served", "held", "passed", "transferred", "finished",
    "abandoned", "undone", "left", "back", "opened", "booked", "checkedIn",
}  # fmt: skip
