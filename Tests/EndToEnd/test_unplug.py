"""Cables pulled and put back, again and again: everything comes back, and nothing piles up.

A short run by default; HALLWAY_SOAK=1 pulls two hundred times.
"""

import os
import random
import time
from pathlib import Path

from hall import Wire, until

PULLS = 200 if os.environ.get("HALLWAY_SOAK") else 12
DEVICES = ["reader", "printer", "pad-1", "pad-2"]
# What a service may keep open or hold more than before: caches, an allocator's slack.
SPARE_DESCRIPTORS = 8
SPARE_KILOBYTES = 40_000


def descriptors(pid):
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def resident_kilobytes(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pull(demo, device, dice):
    """Unplugs one device, half the times while it is being used, and plugs it in again."""
    if device == "reader" and dice.random() < 0.5:
        with Wire(demo.socket) as wire:
            replies = wire.more("Cards.Read", timeoutSeconds=30)
            assert next(replies)["reading"]["state"] == "waiting"
            demo.call("Simulator.Unplug", device=device)
            wire_error = "".join(str(reply) for reply in swallow(replies))
            assert "ReaderFault" in wire_error, wire_error
    elif device == "printer" and dice.random() < 0.5:
        ticket = demo.take("enquiry-guide")
        demo.call("Simulator.Unplug", device=device)
        demo.wait_for_paper(ticket, "printed", "failed", "unknown")
        assert demo.ticket(ticket["number"])["state"] == "waiting"
    else:
        demo.call("Simulator.Unplug", device=device)
    demo.wait_for_device(device, state="absent")
    demo.call("Simulator.Plug", device=device)
    demo.wait_for_device(device, state="ready")


def swallow(replies):
    try:
        yield from replies
    except Exception as refusal:
        yield refusal


def test_cables_pulled_again_and_again(demo):
    dice = random.Random(2026)
    pid = demo.ready["hallwaydPid"]
    for device in DEVICES:
        pull(demo, device, dice)
    before = descriptors(pid), resident_kilobytes(pid)

    for _ in range(PULLS):
        pull(demo, dice.choice(DEVICES), dice)
    ticket = demo.take("enquiry-guide")
    assert demo.wait_for_paper(ticket, "printed", "failed", "unknown")["state"] == "printed"

    after = descriptors(pid), resident_kilobytes(pid)
    print(f"{PULLS} pulls: descriptors {before[0]} -> {after[0]}, kB {before[1]} -> {after[1]}")
    assert after[0] <= before[0] + SPARE_DESCRIPTORS
    assert after[1] <= before[1] + SPARE_KILOBYTES


def test_absent_devices_cost_no_processor_time(demo):
    pid = demo.ready["hallwaydPid"]
    for device in DEVICES:
        demo.call("Simulator.Unplug", device=device)
        demo.wait_for_device(device, state="absent")
    begun, watched = processor_seconds(pid), 3
    time.sleep(watched)
    used = processor_seconds(pid) - begun
    for device in DEVICES:
        demo.call("Simulator.Plug", device=device)
    until("all are back", lambda: all(d["state"] == "ready" for d in demo.devices().values()))
    # A loop that spins on a dead descriptor (trap 12) uses all of it.
    assert used < watched / 2
