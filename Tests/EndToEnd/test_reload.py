"""SIGHUP reads the hall's file anew, and nobody who waits is lost by it."""

import pytest
from alone import Hall, call, reload, running, take_in_hand
from hall import Refusal

WINDOW, SERVICE = "12", "enquiry-policy"


@pytest.fixture
def hall(state):
    with running(Hall(state)) as hall:
        yield hall


def test_rules_change_while_people_wait_and_nobody_is_lost(hall):
    numbers = [take_in_hand(hall, SERVICE)["number"] for _ in range(3)]
    call(hall, "Counter.CallNext", window=WINDOW)
    with pytest.raises(Refusal, match="CallAgainFirst"):
        call(hall, "Counter.Pass", window=WINDOW)
    reload(hall, r"callsBeforePass: 3", "callsBeforePass: 1")
    assert call(hall, "Counter.Pass", window=WINDOW)["ticket"]["number"] == numbers[0]
    waiting = [call(hall, "Counter.CallNext", window=WINDOW)["ticket"]["number"] for _ in range(2)]
    assert waiting == numbers[1:]
    assert take_in_hand(hall, SERVICE)["number"] == "S004"


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
    number = take_in_hand(hall, SERVICE)["number"]
    reload(hall, pattern, replacement, "nothing changed")
    assert why in hall.service.complaint()
    assert call(hall, "Hall.Describe")["hall"]["id"] == "houjie"
    assert call(hall, "Counter.CallNext", window=WINDOW)["ticket"]["number"] == number
