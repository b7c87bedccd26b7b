"""A window's own devices: the clerk's keypad calls, the strip shows it, the pad takes the rating."""

import re

import pytest
from hall import Program, Wire, rows, sample_hall, until

# Enquiries need no card (PIPL art. 6).
WINDOW = "12"
SERVICE = "enquiry-policy"


class Hall:
    """hallwayd on the sample hall, with the devices of one window and nothing else."""

    def __init__(self, state):
        self.socket, self.simulator = f"{state}/hall", f"{state}/simulator"
        self.ledger = f"{state}/ledger"
        self.hardware = Program(
            "hallway-simulator", "--state", state, "--socket", self.simulator,
            "--keypad", WINDOW, "--strip", WINDOW, "--qp1-pad", WINDOW,
        )  # fmt: skip
        self.hardware.line()
        found = {d["id"]: d["address"] for d in self.call("Simulator.Devices")["devices"]}
        self.ids = {kind: next(name for name in found if name.startswith(kind))
                    for kind in ("keypad", "strip", "pad")}  # fmt: skip
        devices = [
            f'  - {{id: {kind}, driver: {driver}, address: "{found[self.ids[kind]]}", window: "{WINDOW}"{more}}}'
            for kind, driver, more in (
                ("keypad", "ff68-keypad", f", station: {WINDOW}"), ("strip", "onbon", f", screen: {WINDOW}"),
                ("pad", "qp1-pad", f", station: {WINDOW}"),
            )
        ]
        demo = sample_hall()
        # Everything between the list of devices and the kiosks is replaced.
        text = re.sub(
            r"^devices:\n.*?^kiosks:\n.*?\n\n", "devices:\n" + "\n".join(devices) + "\n\n",
            demo, flags=re.M | re.S,
        )  # fmt: skip
        text = re.sub(r"^cases: .*$", "", text, flags=re.M)
        with open(f"{state}/hallway.yaml", "w") as file:
            file.write(text)
        self.config = f"{state}/hallway.yaml"
        self.start()

    def start(self):
        self.service = Program(
            "hallwayd", "--config", self.config, "--state", self.ledger, "--socket", self.socket
        )

    def call(self, method, **parameters):
        with Wire(self.simulator if method.startswith("Simulator.") else self.socket) as wire:
            return wire.call(method, **parameters)

    def take(self, request):
        """A number read off the screen: this hall has no printer."""
        ticket = self.call("Queue.TakeTicket", service=SERVICE, requestId=request)["ticket"]
        return self.call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])["ticket"]

    def states(self):
        try:
            return [device["state"] for device in self.call("Devices.List")["devices"]]
        except OSError:
            return []

    def strip(self):
        return self.call("Simulator.Strips")["strips"][0]["text"]

    def end(self):
        assert self.service.end() == 0, self.service.complaint()
        assert self.hardware.end() == 0


@pytest.fixture
def hall(state):
    hall = Hall(state)
    try:
        until("three devices are ready", lambda: hall.states() == ["ready"] * 3)
        yield hall
        hall.end()
    finally:
        hall.service.kill()
        hall.hardware.kill()


def test_a_keypad_calls_a_strip_shows_it_and_a_pad_rates_it_once(hall):
    ticket = hall.take("r1")

    hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="callNext")
    until("the strip shows the number", lambda: ticket["number"] in hall.strip())

    hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="askRating")
    pad = hall.ids["pad"]
    until("the pad asks", lambda: any(
        p["asksForRating"] for p in hall.call("Simulator.Pads")["pads"] if p["id"] == pad))  # fmt: skip
    for key in (5, 1):
        hall.call("Simulator.PressPad", pad=pad, key=key)

    def levels():
        return rows(hall.ledger, "SELECT level FROM rating")

    until("the service is rated", levels)
    assert levels() == [(5,)], "the first press counts"


@pytest.mark.parametrize("is_heard", [False, True], ids=["before it is heard", "once it is stored"])
def test_a_rating_that_the_pad_keeps_over_a_restart_counts_once(hall, is_heard):
    """QP1: a pad keeps its answer until it is acknowledged, however often the service is killed."""
    hall.take("r3")
    hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="callNext")
    hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="askRating")
    pad = hall.ids["pad"]

    def face():
        return next(p for p in hall.call("Simulator.Pads")["pads"] if p["id"] == pad)

    def levels():
        return rows(hall.ledger, "SELECT level FROM rating")

    until("the pad asks", lambda: face()["asksForRating"])
    if is_heard:
        # The answer to its press is lost with the service.
        hall.call("Simulator.PressPad", pad=pad, key=2)
        until("it is stored", levels)
    hall.service.kill()
    if not is_heard:
        hall.call("Simulator.PressPad", pad=pad, key=2)
    hall.start()
    until("it is stored", levels)
    until("three devices are ready", lambda: hall.states() == ["ready"] * 3)
    until("the pad is told", lambda: face()["acknowledged"] == 1)
    assert levels() == [(2,)]
    assert rows(hall.ledger, "SELECT count(*) FROM ratingRow WHERE kind = 'rated'") == [(1,)]
    assert hall.call("Ratings.Verify")["rows"] > 0


def test_a_strip_that_is_pulled_out_keeps_no_clerk_waiting(hall):
    hall.call("Simulator.Unplug", device=hall.ids["strip"])
    until("the strip is missed", lambda: "absent" in hall.states())
    number = hall.take("r2")["number"]
    hall.call("Simulator.PressKeypad", keypad=hall.ids["keypad"], key="callNext")

    def served():
        return [w for w in hall.call("Counter.List")["tickets"]
                if w["number"] == number and w["state"] == "called"]  # fmt: skip

    until("the number is called all the same", served)
    hall.call("Simulator.Plug", device=hall.ids["strip"])
    until("the strip shows it when it is back", lambda: number in hall.strip())
