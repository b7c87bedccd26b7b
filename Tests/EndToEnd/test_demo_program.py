"""The programs as an administrator meets them: starting, ending, refusing, complaining."""

import json
import os
import re
import resource
import signal
import socket
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from hall import (
    BIN, ROOT, START_SECONDS, Demo, Program, Wire, processes_naming, program, rows, sample_hall,
    serves, until,
)  # fmt: skip


def run(name, *arguments, **options):
    return subprocess.run(
        [program(name), *map(str, arguments)],
        capture_output=True, text=True, timeout=START_SECONDS, stdin=subprocess.DEVNULL, **options,
    )  # fmt: skip


def check_nothing_runs(state):
    until("no process is left", lambda: not processes_naming(state))
    for name in ("hallway.socket", "simulator.socket"):
        assert not os.path.exists(f"{state}/{name}"), f"{name} is left"


# Ends


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_demo_and_all_it_started(state, number):
    demo = Demo(state)
    assert len(processes_naming(state)) == 3
    assert demo.end(number) == 0, demo.complaint()
    check_nothing_runs(state)
    demo.kill()


def test_the_end_of_input_ends_the_demo(state):
    demo = Demo(state)
    demo.process.stdin.close()
    assert demo.wait() == 0
    check_nothing_runs(state)
    demo.kill()


def test_a_killed_demo_takes_its_children_along(state):
    demo = Demo(state)
    demo.end(signal.SIGKILL)
    until("the children end by themselves", lambda: not processes_naming(state))
    demo.kill()
    # And nothing that was left keeps the next one from starting.
    with Demo(state) as again:
        assert again.take("assistance")["number"]


def test_a_killed_service_is_started_again_and_announced(state):
    with Demo(state) as demo:
        number = demo.take("assistance")["number"]
        os.kill(demo.ready["hallwaydPid"], signal.SIGKILL)
        again = demo.announced()
        assert {**again, "hallwaydPid": 0} == {**demo.ready, "hallwaydPid": 0}
        assert again["hallwaydPid"] != demo.ready["hallwaydPid"]
        assert demo.ticket(number)["state"] == "waiting"


def test_numbers_survive_from_one_run_to_the_next(state):
    with Demo(state) as demo:
        first = demo.take("enquiry-policy")
        demo.wait_for_paper(first, "printed")
    with Demo(state) as demo:
        kept = demo.ticket(first["number"], first["secret"])
        assert (kept["state"], kept["paper"]["state"]) == ("waiting", "printed")
        second = demo.take("enquiry-policy")
        assert (first["number"], second["number"]) == ("S001", "S002")
        assert second["ahead"] == 1


# Starts that are refused, or only look as if


def test_two_demos_cannot_share_a_state(state):
    with Demo(state) as demo:
        second = Demo(state, waits=False)
        assert second.wait() != 0
        assert f"another demo (process {demo.process.pid}) runs on {state}" in second.complaint()
        assert "--state" in second.complaint()
        second.kill()
        assert demo.take("assistance")["number"] == "X001"


def test_two_demos_with_their_own_states_run_beside_each_other(state):
    with Demo(f"{state}/a") as one, Demo(f"{state}/b") as other:
        assert one.take("assistance")["number"] == other.take("assistance")["number"] == "X001"


def test_a_socket_of_somebody_else_is_not_taken_over(state):
    with Demo(f"{state}/a") as demo:
        arguments = ["--config", ROOT / "Demo/hallway.yaml", "--state", f"{state}/b"]
        second = run("hallwayd", *arguments, "--socket", demo.socket)
        assert second.returncode != 0 and demo.socket in second.stderr
        assert demo.take("assistance")["number"] == "X001"


def test_a_stale_socket_is_replaced(state):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(f"{state}/hallway.socket")
    with Demo(state) as demo:
        assert demo.take("assistance")["number"] == "X001"


def test_a_file_in_the_place_of_the_socket_is_not_removed(state):
    with open(f"{state}/hallway.socket", "w") as file:
        file.write("precious")
    demo = Demo(state, waits=False)
    assert demo.wait() != 0 and "hallway.socket" in demo.complaint()
    demo.kill()
    with open(f"{state}/hallway.socket") as file:
        assert file.read() == "precious"


def test_a_path_too_long_for_a_socket_is_named(state):
    demo = Demo(f"{state}/{'x' * 90}", waits=False)
    assert demo.wait() != 0
    assert "107 bytes" in demo.complaint()
    demo.kill()


def test_a_directory_that_cannot_be_made_is_named():
    done = run("hallway", "demo", "--state", "/proc/none", "--socket", "/tmp/hw-none")
    assert done.returncode != 0
    assert "/proc/none cannot be made: No such file or directory\n" in done.stderr


# A full disk


def test_a_full_disk_refuses_in_words_and_loses_nothing(state):
    """No file may grow beyond two megabytes: the ledger meets the end of its room."""
    limit = 2 << 20
    service = Program(
        "hallwayd", "--config", str(ROOT / "Demo/hallway.yaml"), "--state", state,
        "--socket", f"{state}/hallway.socket", "--until-eof",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    check_full_disk(state, service)


def test_a_full_file_system_refuses_in_words_and_loses_nothing(state):
    """A real file system of two megabytes, full."""
    disk = f"{state}/disk"
    os.mkdir(disk)
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        # Not allowed here; the limit on files above is the same refusal by another way.
        return
    try:
        service = Program(
            "hallwayd", "--config", str(ROOT / "Demo/hallway.yaml"), "--state", disk,
            "--socket", f"{state}/hallway.socket", "--until-eof",
        )  # fmt: skip
        check_full_disk(state, service, ledger=disk)
    finally:
        subprocess.run(["umount", disk], check=True)


def check_full_disk(state, service, ledger=None):
    path = f"{state}/hallway.socket"
    until("hallwayd answers", lambda: serves(path), START_SECONDS)
    acknowledged, refusal = [], None
    with Wire(path) as wire:
        for index in range(20_000):
            wire.send("Queue.TakeTicket", {"service": "assistance", "requestId": f"full-{index}"})
            reply = wire.receive()
            if "error" in reply:
                refusal = reply
                break
            acknowledged.append(reply["parameters"]["ticket"]["number"])
        assert refusal, "the disk is never full"
        assert refusal["error"] == "org.hallway.Hall.Unavailable"
        assert refusal["parameters"]["reason"] in ("diskFull", "storage")
        # What needs no room still works, and nothing that was promised is gone.
        assert wire.call("Hall.Describe")["hall"]["id"] == "houjie"
        assert wire.call("Queue.GetTicket", number=acknowledged[-1])["ticket"]["ahead"] >= 0
    assert service.end() == 0, service.complaint()
    service.kill()
    stored = [number for (number,) in rows(ledger or state, "SELECT number FROM ticket ORDER BY id")]
    assert stored == acknowledged


# The hall's file


def test_every_fault_of_the_hall_file_is_listed_with_its_line_and_key(state):
    lines = (ROOT / "Demo/hallway.yaml").read_text().splitlines()
    faults = {
        "  id: houjie ": ("  id: hou jie ", "hall.id"),
        "    kind: enquiry": ("    kind: enquiries", "kind"),
        "    mon: [": ('    mon: ["09:00-08:00"]', "mon"),
        "  - {id: reader, driver: sam-v": (
            '  - {id: reader, driver: sam-x, address: "serial:devices/reader"}', "driver"),
        "  padSeconds: ": ("  padSeconds: soon", "padSeconds"),
    }  # fmt: skip
    expected = {}
    for start, (replacement, key) in faults.items():
        (index,) = [i for i, line in enumerate(lines) if line.startswith(start)]
        lines[index] = replacement
        expected[index + 1] = key
    config = f"{state}/hallway.yaml"
    with open(config, "w") as file:
        file.write("\n".join(lines) + "\n")

    done = run("hallwayd", "--config", config, "--check")
    assert done.returncode != 0
    found = dict(re.findall(rf"{re.escape(config)}:(\d+): ([^:]+):", done.stderr))
    for line, key in expected.items():
        assert key in found.get(str(line), ""), f"line {line} is not blamed:\n{done.stderr}"

    demo = Demo(f"{state}/s", "--config", config, waits=False)
    assert demo.wait() != 0
    for line in expected:
        assert f"{config}:{line}: " in demo.complaint()
    demo.kill()


def test_the_sample_hall_has_no_faults():
    done = run("hallwayd", "--config", ROOT / "Demo/hallway.yaml", "--check")
    assert done.returncode == 0 and "no faults" in done.stdout


def test_a_year_that_nobody_announced_is_refused_by_the_check_and_closed_by_the_hall(state):
    with open(f"{state}/2001.yaml", "w") as file:
        file.write(
            'year: 2001\nsource: an old notice\nannounced: "2000-12-01"\nholidays:\n'
            '  - {name: {zh: 元旦, en: New Year}, first: "2001-01-01", last: "2001-01-01"}\n'
        )
    text = sample_hall().replace("outside: allow", "outside: refuse")
    text = re.sub(r"calendar: \[.*\]", "calendar: [2001.yaml]", text)
    config = f"{state}/hallway.yaml"
    with open(config, "w") as file:
        file.write(text)

    done = run("hallwayd", "--config", config, "--check")
    assert done.returncode != 0
    line = 1 + [i for i, row in enumerate(text.splitlines()) if "calendar: [" in row][0]
    assert f"{config}:{line}: hours.calendar: the calendar does not know 2" in done.stderr

    with Demo(state, "--config", config) as demo:
        assert demo.call("Hall.Describe")["hours"]["openNow"] is False
        refusal = demo.refusal("Queue.TakeTicket", service="assistance", requestId="r")
        assert refusal.name == "ServiceClosed" and refusal.fields.get("opensAt") is None


def test_a_missing_hall_file_is_named(state):
    done = run("hallwayd", "--config", f"{state}/none.yaml", "--check")
    assert done.returncode != 0 and f"{state}/none.yaml" in done.stderr


# The command line


def test_a_counters_day_on_the_command_line(demo):
    def hallway(*arguments):
        return run("hallway", *arguments, "--socket", demo.socket)

    def data(*arguments):
        done = hallway(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert hallway("call", "13").stdout == "nobody waits for window 13\n"
    assert data("call", "13") == {}
    number = demo.take("unresolved-matter")["number"]
    assert number in hallway("tickets").stdout
    (line,) = [t for t in data("tickets")["tickets"] if t["number"] == number]
    assert line["state"] == "waiting" and line["service"] == "unresolved-matter"
    assert hallway("call", "13").stdout.startswith(f"{number} to window 13")
    assert data("finish", "13")["ticket"]["number"] == number
    # Totals are of days that are over; of today is told only that something is withheld.
    today = datetime.now(timezone(timedelta(hours=8))).date().isoformat()
    totals = data("ratings", "totals", "--from", today, "--to", today)
    assert totals["groups"] == [] and totals["withheld"] >= 1
    assert "of today or too few" in hallway(
        "ratings", "totals", "--from", today, "--to", today
    ).stdout
    assert data("ratings")["to"] < today
    assert {d["id"]: d["state"] for d in data("devices")["devices"]}["printer"] == "ready"
    assert "printer" in hallway("devices").stdout
    assert len(data("describe")["windows"]) == 15
    assert "政策咨询" in hallway("describe").stdout


def test_the_board_follows_on_the_command_line(demo):
    board = Program("hallway", "board", "--json", "--socket", demo.socket)
    before = json.loads(board.line())["waiting"]
    demo.take("enquiry-policy")
    assert json.loads(board.line())["waiting"] == before + 1
    board.end(signal.SIGINT)
    board.kill()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["call", "99"], "there is no window 99; `hallway describe` lists them"),
        (["finish", "9"], "window 9 serves nobody; call a number first"),
        (["ratings", "seal", "--day", "now"], "that is no day; write it like 2026-11-23"),
    ],
)
def test_a_refusal_is_a_sentence_and_a_status(demo, arguments, sentence):
    done = run("hallway", *arguments, "--socket", demo.socket)
    assert done.returncode == 1 and done.stdout == ""
    assert sentence in done.stderr


def test_no_hall_is_a_sentence_too(state):
    done = run("hallway", "tickets", "--socket", f"{state}/none")
    assert done.returncode == 1
    sentence = f"no hall answers at {state}/none; is hallwayd running, and is this its --socket?"
    assert done.stderr == f"Error: {sentence}\n"


@pytest.mark.parametrize("arguments", [["cal", "3"], ["call"], ["tickets", "--jsn"]])
def test_a_wrong_command_line_is_explained(arguments):
    done = run("hallway", *arguments)
    assert done.returncode == 64 and "Usage: hallway" in done.stderr


@pytest.mark.parametrize("name", ["hallway", "hallwayd", "hallway-kiosk", "hallway-simulator"])
def test_every_program_explains_itself(name):
    assert (BIN / name).exists()
    done = run(name, "--help")
    assert done.returncode == 0 and "xample" in done.stdout.replace("XAMPLE", "xample")
