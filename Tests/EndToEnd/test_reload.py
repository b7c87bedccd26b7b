"""SIGHUP reads the hall's file anew, and nobody who waits is lost by it."""

import re
import signal
import uuid

import pytest
from hall import Refusal, Wire, until
from test_kill import Hall

WINDOW, SERVICE = "12", "enquiry-policy"


@pytest.fixture
def hall(state):
    hall = Hall(state)
    hall.service = hall.start()
    try:
        yield hall
        assert hall.service.end() == 0
    finally:
        hall.service.kill()


def call(hall, method, **parameters):
    with Wire(hall.socket) as wire:
        return wire.call(method, **parameters)


def take(hall):
    ticket = call(hall, "Queue.TakeTicket", service=SERVICE, requestId=str(uuid.uuid4()))["ticket"]
    proof = {"number": ticket["number"], "secret": ticket["secret"]}
    return call(hall, "Queue.HandOver", **proof)["ticket"]


def reload(hall, pattern, replacement, said):
    """Changes the file, sends the signal and waits until the log says what came of it."""
    with open(hall.config) as file:
        text = file.read()
    changed = re.sub(pattern, replacement, text, count=1, flags=re.S | re.M)
    assert changed != text
    with open(hall.config, "w") as file:
        file.write(changed)
    before = hall.service.complaint().count(said)
    hall.service.send(signal.SIGHUP)
    until(said, lambda: hall.service.complaint().count(said) > before)
    return text


def test_rules_change_while_people_wait_and_nobody_is_lost(hall):
    numbers = [take(hall)["number"] for _ in range(3)]
    call(hall, "Counter.CallNext", window=WINDOW)
    with pytest.raises(Refusal, match="CallAgainFirst"):
        call(hall, "Counter.Pass", window=WINDOW)
    reload(hall, r"callsBeforePass: 3", "callsBeforePass: 1", "hall file read anew")
    assert call(hall, "Counter.Pass", window=WINDOW)["ticket"]["number"] == numbers[0]
    waiting = [call(hall, "Counter.CallNext", window=WINDOW)["ticket"]["number"] for _ in range(2)]
    assert waiting == numbers[1:]
    assert take(hall)["number"] == "S004"


@pytest.mark.parametrize(
    ("pattern", "replacement", "why"),
    [
        (r"callsBeforePass: 3", "callsBeforePass: 99", "queue.order.callsBeforePass"),
        (r"\A", "]", "hallway"),
        (r"id: houjie", "id: elsewhere", "hall.id was houjie"),
        # Window 12 serves nothing but the enquiries somebody waits for.
        (r'enquiry-policy, enquiry-guide, assistance', "enquiry-guide, assistance", SERVICE),
    ],
    ids=["a value", "no YAML", "another hall", "an orphan"],
)  # fmt: skip
def test_a_file_that_would_do_harm_changes_nothing_and_says_why(hall, pattern, replacement, why):
    number = take(hall)["number"]
    reload(hall, pattern, replacement, "nothing changed")
    assert why in hall.service.complaint()
    assert call(hall, "Hall.Describe")["hall"]["id"] == "houjie"
    assert call(hall, "Counter.CallNext", window=WINDOW)["ticket"]["number"] == number
