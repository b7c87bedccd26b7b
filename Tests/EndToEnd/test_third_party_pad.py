"""A window's pad that somebody else wrote: PyPI's `varlink` and the published interface, no more.

The pad below knows the socket's address and its window. Everything else it reads from the service.
"""

import contextlib
import threading
import uuid

import pytest
import varlink
from hall import until

WINDOW, SERVICE = "12", "enquiry-policy"


class ThirdPartyPad(threading.Thread):
    """Shows what the hall says; presses a key where it is asked to rate."""

    def __init__(self, address, window, press):
        super().__init__(daemon=True)
        self.address, self.window, self.press = address, window, press
        self.shown, self.receipts, self.refusals = [], [], []

    def run(self):
        # The hall's end is the pad's.
        with (
            contextlib.suppress(BrokenPipeError),
            varlink.Client.new_with_address(self.address) as client,
            client.open("org.hallway.Ratings") as board,
            client.open("org.hallway.Ratings") as desk,
        ):
            levels = {level["level"]: level for level in desk.Catalogue()["levels"]}
            for reply in board.Await(window=self.window, _more=True):
                self.shown.append(reply)
                if reply["state"] != "pleaseRate":
                    continue
                level = self.press()
                reasons = [reason["code"] for reason in levels[level]["reasons"][:2]]
                request = {
                    "level": level,
                    "reasons": reasons,
                    "evaluation": reply["evaluation"]["id"],
                    "requestId": str(uuid.uuid4()),
                }
                self.receipts.append(desk.Submit(**request))
                # An answer that was lost is asked for again, by the same name.
                self.receipts.append(desk.Submit(**request))
                try:
                    desk.Submit(**{**request, "level": 5, "reasons": [], "requestId": "other"})
                except varlink.VarlinkError as refusal:
                    self.refusals.append(refusal.error())

    def states(self):
        return [reply["state"] for reply in self.shown]


@pytest.fixture
def third(demo):
    pad = ThirdPartyPad(f"unix:{demo.socket}", WINDOW, lambda: 1)
    pad.start()
    until("the pad shows something", lambda: pad.shown)
    return pad


def test_a_pad_written_by_others_rates_from_the_interface_alone(demo, third):
    ticket = demo.take_in_hand(SERVICE)
    called = demo.call("Counter.CallNext", window=WINDOW)["ticket"]
    assert called["number"] == ticket["number"]
    until("the pad knows that somebody is served", lambda: "serving" in third.states())
    demo.call("Counter.Finish", window=WINDOW)
    until("the pad has rated", lambda: third.refusals)
    first, again = third.receipts
    assert first == again and first["level"] == 1
    assert third.refusals == ["org.hallway.Ratings.AlreadyRated"]
    until("the pad thanks", lambda: "thanks" in third.states())
    assert demo.ticket(ticket["number"], ticket["secret"])["rating"] == 1
    asked = next(reply for reply in third.shown if reply["state"] == "pleaseRate")
    assert asked["evaluation"]["ticket"] == ticket["number"]
    assert third.states().count("pleaseRate") == 1
