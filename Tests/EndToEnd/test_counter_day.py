"""A whole day at the counter, driven by the reference Varlink client: nothing of ours but the hall."""

import contextlib
import uuid

import pytest
import varlink
from alone import Hall
from hall import rows, until

WINDOW, OTHER = "12", "13"
SERVICE, OTHER_SERVICE = "enquiry-policy", "unresolved-matter"


@pytest.fixture
def hall(state):
    """hallwayd without devices: numbers are shown on screens."""
    hall = Hall(state)
    service = hall.start()
    try:
        yield hall
        assert service.end() == 0
    finally:
        service.kill()


@pytest.fixture
def connect(hall):
    with contextlib.ExitStack() as open_things:
        client = open_things.enter_context(varlink.Client.new_with_address(f"unix:{hall.socket}"))
        yield lambda name: open_things.enter_context(client.open(f"org.hallway.{name}"))


def take(queue, service=SERVICE, **more):
    """A number that is in its citizen's hand."""
    ticket = queue.TakeTicket(service=service, requestId=str(uuid.uuid4()), **more)["ticket"]
    return queue.HandOver(number=ticket["number"], secret=ticket["secret"])["ticket"]


def refusal(method, **parameters):
    with pytest.raises(varlink.VarlinkError) as refused:
        method(**parameters)
    return refused.value.error().rsplit(".", 1)[1], refused.value.parameters() or {}


def test_a_day_at_the_counter(hall, connect):
    queue, counter, figures = connect("Queue"), connect("Counter"), connect("Figures")

    opened = counter.Open(window=WINDOW, clerk="07")["window"]
    assert (opened["open"], opened["clerk"], opened["waiting"]) == (True, "07", 0)
    assert counter.CallNext(window=WINDOW).get("ticket") is None

    first, second, third, fourth = (take(queue) for _ in range(4))
    assert [t["number"] for t in (first, second, third, fourth)] == ["S001", "S002", "S003", "S004"]

    # Called, called again, served, finished.
    called = counter.CallNext(window=WINDOW)["ticket"]
    assert (called["number"], called["calls"], called["reason"]) == ("S001", 1, "longestWait")
    assert counter.Recall(window=WINDOW)["ticket"]["calls"] == 2
    assert counter.Serve(window=WINDOW)["ticket"]["state"] == "serving"
    assert counter.Finish(window=WINDOW)["ticket"]["state"] == "finished"

    # Passed after three calls, and not before; back in line a few places behind, once.
    assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "S002"
    assert refusal(counter.Pass, window=WINDOW) == ("CallAgainFirst", {"calls": 1, "needed": 3})
    for _ in range(2):
        counter.Recall(window=WINDOW)
    assert counter.Pass(window=WINDOW)["ticket"]["state"] == "passed"
    mine = {"number": "S002", "secret": second["secret"]}
    assert queue.GetTicket(**mine)["ticket"]["mayReturn"] is True
    assert queue.Return(**mine)["ticket"]["state"] == "returned"
    assert queue.GetTicket(**mine)["ticket"]["ahead"] == 2

    # Sent on with a note, keeping the age: first in the other line.
    later = take(queue, OTHER_SERVICE)
    assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "S003"
    toward = {"window": WINDOW, "service": OTHER_SERVICE, "toWindow": OTHER}
    assert refusal(counter.Transfer, **toward)[0] == "NotPossible", "nobody is at that window"
    counter.Open(window=OTHER)
    sent = counter.Transfer(
        window=WINDOW, service=OTHER_SERVICE, toWindow=OTHER, note="has the form"
    )["ticket"]
    assert (sent["state"], sent["service"]) == ("transferred", OTHER_SERVICE)
    received = counter.CallNext(window=OTHER)["ticket"]
    assert (received["number"], received["note"], received["reason"]) == (
        "S003", "has the form", "transferred",
    )  # fmt: skip
    explained = queue.Explain(number="S003")
    assert "转来" in explained["words"]["zh"] and explained["reason"] == "transferred"
    assert counter.CallNext(window=OTHER)["ticket"]["number"] == later["number"]
    counter.Serve(window=OTHER)

    # On hold: the window calls others, then goes on.
    assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "S004"
    counter.Serve(window=WINDOW)
    assert counter.Hold(window=WINDOW, why="fetches a copy")["ticket"]["state"] == "onHold"
    assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "S002"
    counter.Finish(window=WINDOW)
    assert counter.Resume(window=WINDOW, number="S004")["ticket"]["state"] == "serving"
    # A slip of the finger is taken back.
    counter.Finish(window=WINDOW)
    assert counter.Undo(window=WINDOW)["window"]["current"] == "S004"
    assert refusal(counter.Undo, window=WINDOW) == ("NothingToUndo", {"window": WINDOW})
    counter.Finish(window=WINDOW)

    # Lunch, and home.
    paused = counter.Pause(window=WINDOW, reason="lunch", backAt="23:59")["window"]
    assert paused["pause"] == "lunch" and "T23:59" in paused["backAt"]
    assert counter.Unpause(window=WINDOW)["window"].get("pause") is None
    closed = counter.Close(window=WINDOW)["window"]
    assert (closed["open"], closed["today"]) == (False, 3)
    counter.Close(window=OTHER)

    report = figures.Report()
    assert report["total"]["issued"] == 5 and report["total"]["finished"] == 5
    assert report["total"]["passed"] == 1 and report["neededWindows"] == 1
    assert report["neededStaff"] == 2


def test_every_step_is_in_the_journal_with_who_where_and_why(hall, connect):
    queue, counter = connect("Queue"), connect("Counter")
    take(queue, priority="elder")
    counter.CallNext(window=WINDOW)
    counter.Hold(window=WINDOW, why="fetches a copy")
    lines = rows(hall.state, "SELECT kind, number, window, who, why FROM journal ORDER BY sequence")
    kinds = [line[0] for line in lines if line[1] == "VS001"]
    assert kinds == ["issued", "paper", "called", "held"]
    issued, *_, held = (line for line in lines if line[1] == "VS001")
    assert issued[4] == "elder"
    assert held[2:] == (WINDOW, "uid 0", "fetches a copy")


def test_what_a_clerk_may_not_do_is_refused_with_its_reason(hall, connect):
    queue, counter = connect("Queue"), connect("Counter")
    assert refusal(counter.Recall, window=WINDOW) == ("NothingToFinish", {"window": WINDOW})
    assert refusal(counter.Open, window="99") == ("NoSuchWindow", {"window": "99"})
    ticket = queue.TakeTicket(service=SERVICE, requestId="not in hand")["ticket"]
    call = {"window": WINDOW, "number": ticket["number"], "why": "a wheelchair"}
    assert refusal(counter.CallNumber, **call)[0] == "NotCallable"
    assert counter.CallNext(window=WINDOW).get("ticket") is None, "nobody holds it yet"
    queue.HandOver(number=ticket["number"], secret=ticket["secret"])
    assert refusal(counter.CallNumber, **call | {"why": " "})[0] == "ReasonNeeded"
    phone = call | {"why": "tel 13800138000"}
    assert refusal(counter.CallNumber, **phone) == ("InvalidParameter", {"parameter": "why"})
    assert counter.CallNumber(**call)["ticket"]["reason"] == "named"
    assert refusal(counter.CallNumber, **call | {"window": OTHER}) == (
        "Elsewhere", {"window": WINDOW},
    )  # fmt: skip


def test_who_reserved_checks_in_once_and_goes_in_the_slot(hall, connect):
    queue, counter, reservations = connect("Queue"), connect("Counter"), connect("Reservations")
    waiting = take(queue)
    wall = queue.GetTicket(number=waiting["number"])["ticket"]["takenAt"]
    day, minute = wall[:10], wall[11:16]
    slot = {"code": "DG1", "service": SERVICE, "from": f"{day}T{minute}", "until": f"{day}T23:59"}
    assert reservations.Book(**slot)["reservation"]["state"] == "booked"
    assert reservations.Book(**slot)["reservation"]["state"] == "booked", "an import is repeatable"
    checked = reservations.CheckIn(requestId="kiosk", code="DG1")
    assert checked["number"] == "YS002" and checked["reservation"]["state"] == "checkedIn"
    again = reservations.CheckIn(requestId="kiosk", code="DG1")
    assert (again["number"], again["secret"]) == (checked["number"], checked["secret"])
    # A code read over a shoulder shows nobody the secret.
    assert refusal(reservations.CheckIn, requestId="somebody else", code="DG1") == (
        "ReservationOver", {"state": "checkedIn"},
    )  # fmt: skip
    queue.HandOver(number=checked["number"], secret=checked["secret"])
    called = counter.CallNext(window=WINDOW)["ticket"]
    assert (called["number"], called["reason"]) == ("YS002", "reserved")
    assert refusal(reservations.CheckIn, requestId="x", code="nobody's") == (
        "NoSuchReservation", {},
    )  # fmt: skip


def test_a_number_from_the_emergency_block_is_entered_with_its_real_times(hall, connect):
    queue, counter = connect("Queue"), connect("Counter")
    now = take(queue)["takenAt"][11:16]
    assert counter.PrintBlock(letter="E", count=3)["numbers"] == ["E001", "E002", "E003"]
    assert refusal(counter.PrintBlock, letter="A", count=3)[0] == "InvalidParameter"
    late = {"number": "E001", "service": SERVICE, "takenAt": "00:00"}
    done = late | {"calledAt": "00:00", "finishedAt": now, "window": WINDOW}
    assert counter.EnterLate(**done)["number"] == "E001"
    assert refusal(counter.EnterLate, **done)[0] == "NumberTaken"
    counter.EnterLate(**late | {"number": "E002"})
    # Who was not called while the machines stood still is older than everybody at the kiosk.
    assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "E002"


def test_calls_survive_a_restart_in_the_middle(state):
    hall = Hall(state)
    service = hall.start()
    try:
        with varlink.Client.new_with_address(f"unix:{hall.socket}") as client:
            with client.open("org.hallway.Queue") as queue:
                take(queue), take(queue)
            with client.open("org.hallway.Counter") as counter:
                counter.Open(window=WINDOW, clerk="07")
                counter.CallNext(window=WINDOW)
                counter.Serve(window=WINDOW)
        service.process.kill()
        service.wait()
        service.kill()
        service = hall.start()
        with varlink.Client.new_with_address(f"unix:{hall.socket}") as client:
            with client.open("org.hallway.Counter") as counter:
                window = until(
                    "the window is known",
                    lambda: next(
                        w for w in counter.Windows()["windows"] if w["window"] == WINDOW
                    ),
                )
                assert (window["current"], window["clerk"], window["waiting"]) == ("S001", "07", 1)
                assert counter.Finish(window=WINDOW)["ticket"]["number"] == "S001"
                assert counter.CallNext(window=WINDOW)["ticket"]["number"] == "S002"
        assert service.end() == 0
    finally:
        service.kill()
