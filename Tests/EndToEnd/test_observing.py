"""What a running hall tells whoever keeps it running: metrics, health, log lines with fields."""

import contextlib
import os
import re
import socket
import subprocess

import pytest
from alone import Hall, call, running, take, take_in_hand
from hall import until

# A sample of OpenMetrics 1.0: name, labels, value.
SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? (-?[0-9.e+-]+|\+Inf|NaN)$')


@pytest.fixture
def hall(state):
    with running(Hall(state, "--metrics", f"{state}/metrics")) as hall:
        yield hall


def scrape(hall):
    done = subprocess.run(
        ["curl", "--silent", "--fail", "--unix-socket", f"{hall.state}/metrics", "http://hall/metrics"],
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def value(text, name):
    lines = [line for line in text.splitlines() if line.startswith(name + " ")]
    return float(lines[0].split()[-1]) if lines else None


def test_metrics_follow_the_queue_and_are_openmetrics(hall):
    before = scrape(hall)
    assert value(before, 'hallway_queue_waiting{service="id-card-lost"}') == 0
    ticket = take_in_hand(hall, "id-card-lost")
    text = scrape(hall)
    assert value(text, 'hallway_queue_waiting{service="id-card-lost"}') == 1
    assert value(text, 'hallway_journal_lines_total{kind="issued"}') == 1
    call(hall, "Counter.Open", window="6")
    assert call(hall, "Counter.CallNext", window="6")["ticket"]["number"] == ticket["number"]
    text = scrape(hall)
    assert value(text, "hallway_wait_minutes_count") == 1
    assert value(text, "hallway_commit_seconds_count") >= 3
    lines = text.splitlines()
    assert lines[-1] == "# EOF"
    wrong = [line for line in lines if not line.startswith("# ") and not SAMPLE.match(line)]
    assert wrong == []
    types = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert types == sorted(set(types)), "a family stands once"


def test_the_metrics_socket_is_the_groups_and_refuses_what_is_no_question(hall):
    path = f"{hall.state}/metrics"
    assert os.stat(path).st_mode & 0o777 == 0o660
    for nonsense in (b"\0" * 4096, b"POST /metrics HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(60)
            wire.connect(path)
            wire.sendall(nonsense)
            wire.shutdown(socket.SHUT_WR)
            # Answered or cut off, never held.
            with contextlib.suppress(ConnectionResetError):
                while wire.recv(4096):
                    pass
    assert "# EOF" in scrape(hall)


def test_a_hall_without_its_metrics_socket_serves_all_the_same(state):
    with running(Hall(state, "--metrics", f"{state}/no/such/folder/metrics")) as hall:
        assert take(hall, "id-card-lost")["number"]


def test_health_is_one_look(hall):
    assert call(hall, "Hall.Health") == {
        "ledger": True, "open": call(hall, "Hall.Describe")["hours"]["openNow"], "waiting": 0,
        "windows": 0, "ailing": [],
    }
    take_in_hand(hall, "id-card-lost")
    call(hall, "Counter.Open", window="6")
    health = call(hall, "Hall.Health")
    assert (health["waiting"], health["windows"]) == (1, 1)


def test_systemd_is_told_how_the_hall_is(state):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"{state}/notify")
        manager.settimeout(60)
        with running(Hall(state, env={**os.environ, "NOTIFY_SOCKET": f"{state}/notify"})) as hall:
            words = []

            def told(word):
                while word not in words:
                    words.append(manager.recv(4096).decode())
                return True

            assert told("READY=1")
            assert told("STATUS=0 waiting, 0 windows open")
            take_in_hand(hall, "id-card-lost")
            until("the line is told", lambda: told("STATUS=1 waiting, 0 windows open"))
