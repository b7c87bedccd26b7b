"""A bug report is a recording: made at the device, free of anybody's data, replayed anywhere."""

import os
import subprocess

import pytest
from hall import Program, Wire, invented_people, program, until

RECORD_SECONDS = 120


def addresses(simulator):
    with Wire(simulator) as wire:
        devices = wire.call("Simulator.Devices")["devices"]
    return {device["id"]: device["address"] for device in devices}


def record(state, driver, address, command, act=lambda: None, options=()):
    """What `hallway devices record` wrote while somebody acted."""
    path = f"{state}/{driver}.recording"
    recorder = Program(
        "hallway", "devices", "record", driver, address, path,
        "--seconds", "1", "--command", command, "--note", "from a test", *(word for option in options for word in ("--option", option)),
    )  # fmt: skip
    try:
        until(f"{driver} is online", lambda: "online" in recorder.line())
        act()
        status = recorder.wait(RECORD_SECONDS)
        assert status == 0, recorder.complaint()
    finally:
        recorder.kill()
    return path


def replay(path):
    return subprocess.run(
        [program("hallway"), "devices", "replay", path],
        capture_output=True, text=True, timeout=RECORD_SECONDS, check=False,
    )  # fmt: skip


def bytes_of(path):
    """Every byte of a recording, and its text."""
    text = open(path).read()
    parts = [line.split()[2:] for line in text.splitlines() if line[:2] in ("w ", "r ")]
    return bytes.fromhex("".join(word for words in parts for word in words if word != "*")), text


def assert_nobody_in(path):
    data, text = bytes_of(path)
    numbers, names = invented_people()
    assert numbers and names
    for secret in numbers | names:
        assert secret not in text
        for encoding in ("utf-16-le", "utf-8", "gb18030"):
            assert secret.encode(encoding) not in data, f"{secret} as {encoding}"


def test_a_reading_is_recorded_without_the_person_and_replays_without_the_reader(state, simulator):
    def lay_a_card_down():
        with Wire(simulator) as wire:
            wire.call("Simulator.PlaceCard", person="ouyang")

    path = record(state, "sam-v", addresses(simulator)["reader"], "readCard", lay_a_card_down)
    assert os.stat(path).st_mode & 0o777 == 0o600
    data, text = bytes_of(path)
    assert "c " in text and "readCard" in text
    # The whole base message is there, 1295 bytes, with somebody else in it.
    assert len(data) > 1295
    assert_nobody_in(path)

    with Wire(simulator) as wire:
        wire.call("Simulator.Unplug", device="reader")
    replayed = replay(path)
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    assert "a card of kind resident" in replayed.stdout


def test_a_driver_that_does_something_else_than_the_recording_is_told(state, simulator):
    path = record(state, "ff68", addresses(simulator)["pad-1"], "invite")
    assert replay(path).returncode == 0
    lines = open(path).read().splitlines()
    wrong = [line.replace("0B", "0C") if line.startswith("w ") else line for line in lines]
    assert wrong != lines
    with open(f"{state}/wrong.recording", "w") as file:
        file.write("\n".join(wrong))
    replayed = replay(f"{state}/wrong.recording")
    assert replayed.returncode == 1
    assert "was not reached" in replayed.stdout


def test_a_recording_replays_with_the_options_it_was_made_with(state):
    socket = f"{state}/simulator"
    pads = Program("hallway-simulator", "--state", state, "--socket", socket, "--pad", "2")
    try:
        pads.line()
        address = addresses(socket)["pad-2"]
        path = record(state, "ff68", address, "invite", options=["station=2"])
        assert "# option: station=2" in open(path).read()
        assert replay(path).returncode == 0
    finally:
        pads.kill()


def test_a_mistake_on_the_command_line_is_told_before_anything_is_opened(state):
    def refusal(*words):
        ended = subprocess.run(
            [program("hallway"), "devices", "record", *words, f"{state}/x"],
            capture_output=True, text=True, timeout=RECORD_SECONDS, check=False,
        )  # fmt: skip
        assert ended.returncode != 0 and not os.path.exists(f"{state}/x")
        return ended.stderr

    assert "it has readCard" in refusal("sam-v", "usb:auto", "--command", "readcard")
    assert "'station=0'" in refusal("sam-v", "usb:auto", "--option", "station=0")
    assert "is no value of station" in refusal("ff68", "serial:/x", "--option", "station=0")
    assert "there are" in refusal("samv", "usb:auto")


def test_a_device_that_never_becomes_ready_ends_the_recording_in_time(state):
    ended = subprocess.run(
        [program("hallway"), "devices", "record", "sam-v", "usb:dead:beef", f"{state}/x",
         "--seconds", "1", "--command", "readCard"],
        capture_output=True, text=True, timeout=RECORD_SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "never became ready" in ended.stderr
    assert "nothing that usb:dead:beef selects is there" in ended.stdout


def test_a_file_that_is_no_recording_is_refused_with_its_line(state):
    path = f"{state}/x.recording"
    with open(path, "w") as file:
        file.write("# driver: sam-v\nw 0ms AA\nnonsense\n")
    replayed = replay(path)
    assert replayed.returncode != 0
    assert "line 3" in replayed.stderr
