"""Notices to phones, from a citizen's number to a web address, through the example program."""

import http.server
import json
import shutil
import subprocess
import threading
import uuid

import pytest
from alone import Hall
from hall import ANSWER_SECONDS, BIN, ROOT, Wire, rows, until

# Plainly nobody's number.
PHONE = "13800001234"
SECRET = "Bearer plainly-a-test"
WINDOW, SERVICE = "12", "enquiry-policy"


class Gateway(http.server.ThreadingHTTPServer):
    """A web address that takes notices, and answers as a test says."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.received = 200, []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/send"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def until_received(self, count):
        until(f"{count} notices", lambda: len(self.received) >= count)
        return [notice for _, notice in self.received]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def gateway():
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def webhook(state, gateway):
    """The example as a site would set it up."""
    program = shutil.copy(ROOT / "Demo/notices/webhook.sh", f"{state}/webhook.sh")
    with open(f"{state}/webhook.conf", "w") as file:
        file.write(f'url = "{gateway.url}"\nheader = "Authorization: {SECRET}"\n')
    return program


@pytest.fixture
def hall(state, webhook):
    hall = Hall(state)
    with open(hall.config) as file:
        text = file.read()
    with open(hall.config, "w") as file:
        file.write(text.replace('  program: ""', f'  program: "{webhook}"'))
    return hall


def take(hall, **more):
    with Wire(hall.socket) as wire:
        request = str(uuid.uuid4())
        ticket = wire.call("Queue.TakeTicket", service=SERVICE, requestId=request, **more)["ticket"]
        proof = {"number": ticket["number"], "secret": ticket["secret"]}
        return wire.call("Queue.HandOver", **proof)["ticket"]


def call(hall, method, **parameters):
    with Wire(hall.socket) as wire:
        return wire.call(method, **parameters)


def states(hall):
    return sorted(rows(hall.state, "SELECT kind, state FROM notice"))


def test_a_citizen_with_a_phone_is_told_and_one_without_is_not(hall, gateway):
    service = hall.start()
    try:
        call(hall, "Counter.Open", window=WINDOW)
        take(hall)
        number = take(hall, phone=PHONE)["number"]
        gateway.until_received(1)
        call(hall, "Counter.CallNext", window=WINDOW)
        call(hall, "Counter.CallNext", window=WINDOW)
        until("both are sent", lambda: [s for _, s in states(hall)] == ["sent", "sent"])
        near, called = sorted(gateway.until_received(2), key=lambda n: n["kind"], reverse=True)
        assert (near["kind"], near["number"], near["phone"]) == ("nearTurn", number, PHONE)
        assert called["text"] == f"请{number}号到{WINDOW}号窗口办理。祝您愉快。"
        assert {secret for secret, _ in gateway.received} == {SECRET}
        listed = subprocess.run(
            [BIN / "hallway", "notices", "--socket", hall.socket],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        assert [line.split() for line in listed.splitlines()[2:]] == [
            ["nearTurn", "0", "1", "0", "0"], ["called", "0", "1", "0", "0"],
        ]  # fmt: skip
        assert service.end() == 0
        log = service.complaint()
        assert PHONE not in log and PHONE[3:] not in log
    finally:
        service.kill()


def test_a_killed_service_sends_what_was_waiting_once(hall, gateway):
    gateway.status = 503
    service = hall.start()
    try:
        call(hall, "Counter.Open", window=WINDOW)
        take(hall, phone=PHONE)
        gateway.until_received(1)
    finally:
        service.kill()
    assert states(hall) == [("nearTurn", "waiting")]
    gateway.status = 200
    service = hall.start()
    try:
        until("it is sent", lambda: states(hall) == [("nearTurn", "sent")], 120)
        assert service.end() == 0
    finally:
        service.kill()
    taken = gateway.until_received(2)
    assert len({notice["id"] for notice in taken}) == 1, "one id, whatever the number of attempts"


@pytest.mark.parametrize(
    ("answer", "status"), [(204, 0), (400, 1), (404, 1), (408, 75), (429, 75), (500, 75)]
)
def test_the_example_says_what_the_gateway_said(gateway, webhook, answer, status):
    gateway.status = answer
    ended = subprocess.run([webhook], input=b'{"phone":"13800001234"}', timeout=ANSWER_SECONDS)
    assert ended.returncode == status
    assert [notice for _, notice in gateway.received] == [{"phone": "13800001234"}]


def test_the_example_asks_for_more_time_where_nobody_answers(gateway, webhook):
    gateway.server_close()
    assert subprocess.run([webhook], input=b"{}", timeout=ANSWER_SECONDS).returncode == 75


def test_a_program_that_everybody_may_change_keeps_the_hall_from_opening(hall, webhook):
    subprocess.run(["chmod", "o+w", webhook], check=True)
    checked = subprocess.run(
        [BIN / "hallwayd", "--config", hall.config, "--check"], capture_output=True, text=True
    )
    assert checked.returncode != 0
    assert f"notices.program: {webhook}: can be changed by others" in checked.stderr
