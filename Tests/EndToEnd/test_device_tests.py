"""`hallway devices test` and `hallway selftest` over every kind of device the simulators have.

A camera has no simulator; the virtual hall tests the kernel's own (Tests/VirtualHall/checks/tested.py).
"""

import json
import re

import pytest
from hall import Program, Wire, command, invented_people, rows, sample_hall, until

# Window -> what stands there; no two pads share one.
PAD, QP1_PAD, DESK = "1", "2", "3"
DEVICES = {
    "reader": ("sam-v", "reader", ""),
    "printer": ("esc-pos", "printer", ", columns: 48"),
    "scanner": ("serial-scanner", "scanner", ""),
    "pad-1": ("ff68", "pad-1", f', window: "{PAD}", station: 1'),
    "pad-2": ("qp1-pad", "pad-2", f', window: "{QP1_PAD}", station: 2'),
    "keypad": ("ff68-keypad", "keypad-3", f', window: "{DESK}", station: 3'),
    "strip": ("onbon", "strip-3", f', window: "{DESK}", screen: 3'),
}


class Hall:
    """hallwayd on the sample hall, with one device of every kind."""

    def __init__(self, state):
        self.socket, self.simulator, self.ledger = f"{state}/hall", f"{state}/simulator", f"{state}/ledger"
        self.hardware = Program(
            "hallway-simulator", "--state", state, "--socket", self.simulator, "--reader", "reader",
            "--printer", "printer", "--scanner", "scanner", "--pad", PAD, "--qp1-pad", QP1_PAD,
            "--keypad", DESK, "--strip", DESK,
        )  # fmt: skip
        self.hardware.line()
        found = {d["id"]: d["address"] for d in self.call("Simulator.Devices")["devices"]}
        lines = [
            f'  - {{id: {name}, driver: {driver}, address: "{found[unit]}"{more}}}'
            for name, (driver, unit, more) in DEVICES.items()
        ]
        text = re.sub(
            r"^devices:\n.*?^kiosks:\n.*?\n\n", "devices:\n" + "\n".join(lines) + "\n\n",
            sample_hall(), flags=re.M | re.S,
        )  # fmt: skip
        self.config = f"{state}/hallway.yaml"
        with open(self.config, "w") as file:
            file.write(text)
        self.start()

    def start(self):
        self.service = Program(
            "hallwayd", "--config", self.config, "--state", self.ledger, "--socket", self.socket
        )
        until("all devices are ready", lambda: set(self.states().values()) == {"ready"})

    def call(self, method, **parameters):
        with Wire(self.simulator if method.startswith("Simulator.") else self.socket) as wire:
            return wire.call(method, **parameters)

    def devices(self):
        return {device["id"]: device for device in self.call("Devices.List")["devices"]}

    def states(self):
        try:
            return {name: device["state"] for name, device in self.devices().items()}
        except OSError:
            return {}

    def hand(self, step):
        """What a person does who is asked for this."""
        device, what = DEVICES[step["device"]][1], step["step"]
        if what == "readCard":
            self.call("Simulator.PlaceCard")
        elif what == "scan":
            self.call("Simulator.Scan", scanner=device, text="A0042")
        elif step["device"] == "keypad":
            self.call("Simulator.PressKeypad", keypad=device, key=what.removeprefix("key "))
        else:
            self.call("Simulator.PressPad", pad=device, key=int(what.removeprefix("key ")))

    def test(self, *words):
        """The guided test with simulated hands: its exit status, the results by device, all lines."""
        test = Program("hallway", "devices", "test", "--json", "--socket", self.socket, *words)
        lines, results = [], {}
        while (line := test.lines.get()) is not None:
            lines.append(line)
            told = json.loads(line)
            if told.get("step", {}).get("state") == "person":
                self.hand(told["step"])
            if result := told.get("result"):
                results[result["subject"]] = result
        status = test.wait()
        test.kill()
        return status, results, lines

    def end(self):
        assert self.service.end() == 0, self.service.complaint()
        assert self.hardware.end() == 0


@pytest.fixture
def hall(state):
    hall = Hall(state)
    try:
        yield hall
        hall.end()
    finally:
        hall.service.kill()
        hall.hardware.kill()


def test_every_kind_passes_with_simulated_hands_and_nothing_of_it_is_anybodys(hall):
    status, results, lines = hall.test()
    outcomes = {name: result["outcome"] for name, result in results.items()}
    assert outcomes == dict.fromkeys(DEVICES, "passed"), results
    assert status == 0
    # Masked is what is told, and nobody was rated or called.
    numbers, names = invented_people()
    told = "".join(lines)
    assert "***" in results["reader"]["detail"]
    assert not [secret for secret in numbers | names if secret in told]
    assert rows(hall.ledger, "SELECT count(*) FROM ratingRow")[0][0] == 0
    assert [t for t in hall.call("Simulator.Tickets")["tickets"] if "测试小票" in t["text"]]
    # What a device shows is its window's again.
    until("the strip shows its window", lambda: "测试" not in hall.call("Simulator.Strips")["strips"][0]["text"])


def test_a_device_that_is_gone_taken_or_left_alone_is_told_with_its_reason(hall):
    hall.call("Simulator.Unplug", device="pad-1")
    until("the pad is absent", lambda: hall.states()["pad-1"] == "absent")
    status, results, _ = hall.test("pad-1", "strip")
    assert status == 1
    assert results["pad-1"]["outcome"] == "failed" and results["pad-1"]["detail"]
    assert results["strip"]["outcome"] == "passed"

    # A citizen has the reader.
    with Wire(hall.socket) as wire:
        assert next(wire.more("Cards.Read", timeoutSeconds=60))["reading"]["state"] == "waiting"
        status, results, _ = hall.test("reader")
    assert (status, results["reader"]["outcome"]) == (3, "skipped")

    # Nobody scans; the wait ends.
    hall.hand = lambda step: None
    status, results, _ = hall.test("scanner", "--seconds", "1")
    assert (status, results["scanner"]["outcome"]) == (1, "failed")
    assert "within 1 s" in results["scanner"]["detail"]
    status, _, complaint = command("devices", "test", "nothing", hall=hall)
    assert status == 64 and "no device nothing" in complaint


def test_who_gives_up_gives_the_device_back(hall):
    with Wire(hall.socket) as wire:
        steps = wire.more("Devices.Test", device="reader", seconds=600)
        while next(steps)["step"]["state"] != "person":
            pass
        assert hall.test("reader")[1]["reader"]["outcome"] == "skipped"
    until("the reader is free", lambda: hall.test("reader")[1]["reader"]["outcome"] == "passed")


def test_the_self_test_needs_no_hands_and_keeps_its_record(hall):
    status, _, complaint = command("selftest", "last", hall=hall)
    assert status == 1 and "no self-test" in complaint
    status, said, complaint = command("selftest", hall=hall)
    assert status == 0, said + complaint
    assert {d.get("selfTest") for d in hall.devices().values()} == {"passed"}
    sheets = [t["text"] for t in hall.call("Simulator.Tickets")["tickets"] if "自检" in t["text"]]
    assert len(sheets) == 1 and "reader" in sheets[0]

    hall.call("Simulator.SetPrinter", paper="out")
    hall.call("Simulator.Unplug", device="reader")
    until("the reader is absent", lambda: hall.states()["reader"] == "absent")
    status, said, _ = command("selftest", hall=hall)
    assert status == 1 and "failed: " in said
    failed = {name for name, d in hall.devices().items() if d.get("selfTest") == "failed"}
    assert failed == {"reader", "printer"}

    # The record outlives the hall.
    hall.call("Simulator.SetPrinter", paper="full")
    hall.call("Simulator.Plug", device="reader")
    assert hall.service.end() == 0
    hall.service.kill()
    hall.start()
    status, said, _ = command("selftest", "last", "--json", hall=hall)
    record = json.loads(said)["record"]
    assert status == 1 and not record["passed"]
    assert {r["subject"] for r in record["results"] if r["outcome"] == "failed"} == failed
    assert {"clock", "disk"} <= {r["subject"] for r in record["results"]}


def test_list_and_show_say_driver_place_and_what_a_device_says_it_is(hall):
    status, said, _ = command("devices", hall=hall)
    assert status == 0 and "sam-v" in said and "SAM " in said
    status, said, _ = command("devices", "show", "pad-1", hall=hall)
    assert status == 0 and "ff68" in said and "window" in said
    units = json.loads(command("devices", "show", "reader", "--json", hall=hall)[1])["units"]
    assert [unit["driver"] for unit in units] == ["sam-v"]
    status, _, complaint = command("devices", "show", "nothing", hall=hall)
    assert status != 0 and "no device nothing" in complaint
    status, said, _ = command("devices", "explain", "/dev/null")
    assert status == 1 and "nothing" in said
