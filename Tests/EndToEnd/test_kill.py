"""`kill -9` under load: every number that was promised exists once, and none is there twice.

A short run by default; HALLWAY_SOAK=1 kills fifty times among fifty thousand calls.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import uuid
from collections import Counter

from alone import Hall
from hall import Demo, rows

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
# Every call has a connection of its own and all are in flight at once: 1,000 is just below what
# one user may have (1,024).
KILLS, CALLS = (50, 1000) if SOAK else (5, 1000)
CONNECTIONS = CALLS
LOAD_SECONDS = 300
# Of five letters, so that their counters are crossed.
SERVICES = ["enquiry-policy", "unresolved-matter", "assistance", "work-injury", "food-permit"]


async def connected(path):
    """A connection, also while a thousand others wait to be accepted."""
    while True:
        try:
            return await asyncio.open_unix_connection(path)
        except BlockingIOError:  # the accept queue is full
            await asyncio.sleep(0.01)


async def take(path, service, request):
    """One call on a connection of its own; None where the answer was lost."""
    writer = None
    try:
        reader, writer = await connected(path)
        call = {
            "method": "org.hallway.Queue.TakeTicket",
            "parameters": {"service": service, "requestId": request},
        }
        writer.write(json.dumps(call).encode() + b"\0")
        await writer.drain()
        reply = json.loads((await reader.readuntil(b"\0"))[:-1])
    except (OSError, asyncio.IncompleteReadError):
        return None
    finally:
        if writer:
            writer.close()
    assert "error" not in reply, reply
    return reply["parameters"]["ticket"]


async def load(path, requests, acknowledged, pid=None, kill_after=None):
    """Sends every request from many connections, killing the service in the middle."""
    waiting = list(requests.items())

    async def citizen():
        while waiting:
            request, service = waiting.pop()
            if ticket := await take(path, service, request):
                acknowledged[request] = ticket["number"], ticket["secret"]
                if pid and len(acknowledged) == kill_after:
                    os.kill(pid, signal.SIGKILL)
            elif pid is None:
                # Turned away: a connection just closed may still count against the user's limit.
                waiting.append((request, service))
                await asyncio.sleep(0.01)

    await asyncio.wait_for(asyncio.gather(*(citizen() for _ in range(CONNECTIONS))), LOAD_SECONDS)


def new_requests(count):
    return {str(uuid.uuid4()): random.choice(SERVICES) for _ in range(count)}


def check_ledger(state, acknowledged):
    stored = rows(state, "SELECT requestID, number, secret, letter, serial FROM ticket")
    by_request = {request: (number, secret) for request, number, secret, _, _ in stored}
    assert len(by_request) == len(stored), "a request was stored twice"
    twice = [number for number, n in Counter(row[1] for row in stored).items() if n > 1]
    assert not twice
    lost = [answer for request, answer in acknowledged.items() if by_request.get(request) != answer]
    assert not lost
    for letter in {row[3] for row in stored}:
        serials = sorted(row[4] for row in stored if row[3] == letter)
        assert serials == list(range(1, len(serials) + 1)), f"{letter} has gaps"
    (verdict,) = rows(state, "PRAGMA integrity_check")
    assert verdict == ("ok",)
    return by_request


def test_no_acknowledged_number_is_lost_or_given_twice(state):
    hall = Hall(state)
    everything, acknowledged, kills, cut_short = {}, {}, 0, 0
    latest = CALLS * 3 // 4
    # A kill that came when all was answered proves nothing: there are more then, and earlier ones,
    # as where this program is slower than the service. The test's deadline ends it.
    while kills < KILLS or cut_short <= KILLS // 2:
        kills += 1
        service = hall.start()
        requests = new_requests(CALLS)
        everything |= requests
        target = len(acknowledged) + random.randint(min(latest, CALLS // 10), latest)
        before = len(acknowledged)
        asyncio.run(load(hall.socket, requests, acknowledged, service.process.pid, target))
        assert service.wait() == -signal.SIGKILL
        service.kill()
        # Answers of one commit arrive together, so that now and then the last came before the kill.
        assert target <= len(acknowledged) <= before + CALLS
        if len(acknowledged) < before + CALLS:
            cut_short += 1
        else:
            latest = max(1, latest // 3)
        check_ledger(state, acknowledged)

    service = hall.start()
    unanswered = {r: s for r, s in everything.items() if r not in acknowledged}
    known = check_ledger(state, acknowledged)
    written = sum(request in known for request in unanswered)
    asyncio.run(load(hall.socket, unanswered, acknowledged))
    by_request = check_ledger(state, acknowledged)
    assert set(by_request) == set(everything) == set(acknowledged)
    print(
        f"{kills} kills ({cut_short} cut answers off), {len(everything)} requests,"
        f" {len(unanswered)} answers lost, {written} of them already in the ledger"
    )
    assert service.end() == 0
    service.kill()


def test_a_retry_after_a_kill_needs_no_second_card(state):
    """The token is forgotten with the process; the number it was given for is not."""
    with Demo(state) as demo:
        token = demo.token("taiwan")
        request = str(uuid.uuid4())
        first = demo.take("company-closing", requestId=request, card=token)
        os.kill(demo.ready["hallwaydPid"], signal.SIGKILL)
        demo.announced()
        again = demo.take("company-closing", requestId=request, card=token)
        assert (again["number"], again["secret"]) == (first["number"], first["secret"])
        refusal = demo.refusal(
            "Queue.TakeTicket", service="company-closing", requestId="other", card=token
        )
        assert refusal.name == "CardExpired"


def test_a_ticket_whose_paper_was_on_its_way_is_honest_about_it(state):
    with Demo(state) as demo:
        demo.call("Simulator.SetPrinter", bytesPerSecond=50)
        ticket = demo.take("assistance")
        assert ticket["paper"]["state"] == "pending"
        demo.wait_for_paper(ticket, "sent")
        os.kill(demo.ready["hallwaydPid"], signal.SIGKILL)
        demo.announced()
        demo.call("Simulator.SetPrinter", bytesPerSecond=0)
        assert demo.wait_for_paper(ticket, "unknown")


def test_a_kill_while_nothing_happens_starts_again_in_seconds(state):
    hall = Hall(state)
    service = hall.start()
    for _ in range(3):
        service.send(signal.SIGKILL)
        assert service.wait() == -signal.SIGKILL
        service.kill()
        service = hall.start()
    assert service.end() == 0
    service.kill()
    listing = subprocess.run(["ls", state], capture_output=True, text=True, check=True).stdout
    assert "hallway.socket" not in listing
