"""Two programs written by others use the hall by nothing but its published interfaces.

`varlink` is the reference implementation, `asyncvarlink` a second one; neither is ours.
"""

import asyncio
import contextlib
import dataclasses
import re
import typing
import uuid

import asyncvarlink
import pytest
import varlink
from asyncvarlink.message import VarlinkMethodCall
from hall import ANSWER_SECONDS, ROOT, Demo, ShortDirectory, Wire, encoded, invented_people, rows, sample_hall, until
from varlink.scanner import Interface

OURS = [
    "Cards", "Cases", "Counter", "Devices", "Figures", "Hall", "Queue", "Ratings", "Reservations",
    "Scans", "Cameras", "Notices", "Guides", "Letters", "Privacy", "Help",
]  # fmt: skip


@pytest.fixture
def reference(demo):
    """Opens interfaces with the reference client, each on a connection of its own."""
    with contextlib.ExitStack() as open_things:
        client = open_things.enter_context(varlink.Client.new_with_address(f"unix:{demo.socket}"))

        def connect(interface):
            return open_things.enter_context(client.open(f"org.hallway.{interface}"))

        connect.client = client
        yield connect


def ask_second(path, method, parameters):
    """One call with the second client, which sends whatever it is given."""

    async def ask():
        transport, protocol = await asyncvarlink.connect_unix_varlink(
            asyncvarlink.VarlinkClientProtocol, path
        )
        try:
            reply, _ = await protocol.call(VarlinkMethodCall(method, parameters))
            return reply
        finally:
            transport.close()

    return asyncio.run(asyncio.wait_for(ask(), ANSWER_SECONDS))


# Descriptions


def test_every_interface_is_listed_and_described_in_words_another_parser_reads(reference):
    found = reference.client.get_interfaces()
    assert set(found) == {"org.varlink.service"} | {f"org.hallway.{name}" for name in OURS}
    for name in OURS:
        full = f"org.hallway.{name}"
        text = reference.client.get_interface(full).get_description()
        source = ROOT / "Sources/HallAPI/Interfaces" / f"{full}.varlink"
        assert text.strip() == source.read_text().strip()
        parsed = Interface(text)
        assert parsed.name == full
        methods = re.findall(r"^method (\w+)", text, re.M)
        assert methods
        for method in methods:
            assert parsed.get_method(method)


def test_the_service_says_who_it_is(demo):
    info = ask_second(demo.socket, "org.varlink.service.GetInfo", {}).parameters
    assert info["vendor"] == "Hallway" and info["product"] == "hallwayd"
    assert info["version"] and info["url"].startswith("https://")
    assert len(info["interfaces"]) == len(OURS) + 1


# A visit, with either client


def test_a_visit_with_the_reference_client(demo, reference):
    queue, counter, ratings = reference("Queue"), reference("Counter"), reference("Ratings")
    board = reference("Queue").Board(_more=True)
    before = next(board)["waiting"]

    ticket = queue.TakeTicket(service="company-change", requestId=str(uuid.uuid4()))["ticket"]
    number, secret = ticket["number"], ticket["secret"]
    assert re.fullmatch(r"J\d{3}", number) and re.fullmatch(r"\d{6}", secret)
    assert ticket["state"] == "waiting" and ticket["ahead"] == 0
    # Window 14, the green channel, is for those with a reason.
    assert ticket["windows"] == ["4", "5"]
    assert await_board(board, lambda b: b["waiting"] == before + 1)

    called = counter.CallNext(window="4")["ticket"]
    assert called["number"] == number
    shown = await_board(board, lambda b: number in [call["number"] for call in b["calls"]])
    assert {"number": number, "window": "4"}.items() <= shown["calls"][0].items()
    line = next(line for line in shown["lines"] if line["window"] == "4")
    assert line["current"] == number
    assert queue.GetTicket(number=number)["ticket"]["window"] == "4"

    counter.Finish(window="4")
    press_when_asked(demo, "pad-4", 5)
    until(
        "the rating is in the ledger",
        lambda: queue.GetTicket(number=number, secret=secret)["ticket"].get("rating") == 5,
    )
    without_proof = queue.GetTicket(number=number)["ticket"]
    assert [without_proof.get(key) for key in ("rating", "secret", "holder")] == [None] * 3
    # Of a day that is not over, so few ratings are told to nobody.
    totals = ratings.Totals()
    assert all(sum(c["count"] for c in g["counts"]) % 5 == 0 for g in totals["groups"])
    edition = ratings.Catalogue()
    assert [level["level"] for level in edition["levels"]] == [5, 4, 3, 2, 1]
    assert all(len(level["reasons"]) == 8 for level in edition["levels"])


@dataclasses.dataclass
class Text:
    zh: str
    en: str


@dataclasses.dataclass
class BoardCall:
    number: str
    window: str
    calledAt: str
    calls: int
    voice: typing.Optional[Text] = None


@dataclasses.dataclass
class WindowLine:
    window: str
    name: Text
    waiting: int
    open: bool
    current: typing.Optional[str] = None
    pause: typing.Optional[str] = None
    backAt: typing.Optional[str] = None


@dataclasses.dataclass
class ServiceLine:
    service: str
    name: Text
    waiting: int


class Board(typing.TypedDict):
    calls: list[BoardCall]
    lines: list[WindowLine]
    services: list[ServiceLine]
    waiting: int
    pause: typing.Optional[str]
    backAt: typing.Optional[str]


@dataclasses.dataclass
class Reason:
    code: str
    text: Text


@dataclasses.dataclass
class Level:
    level: int
    text: Text
    reasons: list[Reason]


class Catalogue(typing.TypedDict):
    edition: str
    name: Text
    source: Text
    validFrom: str
    validUntil: typing.Optional[str]
    textLimit: int
    levels: list[Level]


class QueueInterface(asyncvarlink.VarlinkInterface, name="org.hallway.Queue"):
    @asyncvarlink.varlinkmethod(return_parameter=None)
    def Board(self) -> typing.Iterator[Board]: ...


class RatingsInterface(asyncvarlink.VarlinkInterface, name="org.hallway.Ratings"):
    @asyncvarlink.varlinkmethod
    def Catalogue(self) -> Catalogue: ...


def test_a_visit_with_the_second_client_and_its_own_types(demo):
    asyncio.run(asyncio.wait_for(visit_with_types(demo), 2 * ANSWER_SECONDS))


async def visit_with_types(demo):
    async with contextlib.AsyncExitStack() as open_things:

        async def connect():
            transport, protocol = await asyncvarlink.connect_unix_varlink(
                asyncvarlink.VarlinkClientProtocol, demo.socket
            )
            open_things.callback(transport.close)
            return protocol

        talk, watch = await connect(), await connect()

        async def call(method, **parameters):
            reply, _ = await talk.call(VarlinkMethodCall(f"org.hallway.{method}", parameters))
            assert reply.error is None, reply
            return reply.parameters

        board = watch.make_proxy(QueueInterface).Board()
        before = (await anext(board))["waiting"]
        ratings = talk.make_proxy(RatingsInterface)
        levels = (await ratings.Catalogue())["levels"]
        assert [level.text.zh for level in levels][:2] == ["非常满意", "满意"]

        ticket = (
            await call(
                "Queue.TakeTicket", service="tenancy-filing", requestId=str(uuid.uuid4()), language="en"
            )
        )["ticket"]
        await call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
        while (shown := await anext(board))["waiting"] == before:
            pass  # Its paper changes what the board knows, and not what it shows.
        assert shown["waiting"] == before + 1
        called = (await call("Counter.CallNext", window="4"))["ticket"]
        assert called["number"] == ticket["number"]
        while not (shown := await anext(board))["calls"]:
            pass
        assert (shown["calls"][0].number, shown["calls"][0].window) == (ticket["number"], "4")
        await call("Counter.Finish", window="4")
        await asyncio.to_thread(press_when_asked, demo, "pad-4", 2)

        async def rating():
            proof = {"number": ticket["number"], "secret": ticket["secret"]}
            return (await call("Queue.GetTicket", **proof))["ticket"].get("rating")

        while await rating() is None:
            await asyncio.sleep(0.02)
        assert await rating() == 2


def await_board(board, condition):
    """The first board like that; the client's connection ends the wait should none come."""
    return next(state for state in board if condition(state))


def press_when_asked(demo, pad, key):
    def asks():
        pads = demo.call("Simulator.Pads")["pads"]
        return next(p for p in pads if p["id"] == pad)["asksForRating"]

    until(f"{pad} asks for a rating", asks)
    demo.call("Simulator.PressPad", pad=pad, key=key)


def test_a_ticket_is_followed_from_waiting_to_finished(demo):
    ticket = demo.take("unresolved-matter")
    proof = {"number": ticket["number"], "secret": ticket["secret"]}
    with Wire(demo.socket) as follower:
        stream = follower.more("Queue.Follow", **proof)
        states = [next(stream)["ticket"]["state"]]
        demo.serve("13", ticket["number"])
        states += [reply["ticket"]["state"] for reply in stream]
    assert [s for i, s in enumerate(states) if i == 0 or states[i - 1] != s] in (
        ["waiting", "called", "finished"],
        # Both changes may have happened before the follower was asked again.
        ["waiting", "finished"],
    )


# Cases


def test_a_case_by_receipt_and_password(reference):
    (case,) = reference("Cases").Lookup(receipt="202611160007", password="357913")["cases"]
    assert case["state"] == "examining" and case["applicant"] == "示**"
    assert [(d["kind"], d["day"]) for d in case["deadlines"]] == [
        ("promised", "2026-11-30"), ("legal", "2026-12-14")
    ]  # fmt: skip
    assert "营业场所" in case["nextStep"]["zh"] and case["firstHandler"] == "0003"
    assert [step["at"][:16] for step in case["steps"]] == sorted(
        step["at"][:16] for step in case["steps"]
    )


def test_all_cases_of_a_person_by_card(demo, reference):
    cases = reference("Cases").Lookup(card=demo.token("ouyang"))["cases"]
    assert {case["receipt"] for case in cases} == {"202610200012", "202611180031"}
    assert {case["applicant"] for case in cases} == {"欧**"}
    assert reference("Cases").Lookup(card=demo.token("child"))["cases"] == []


# Order


def test_a_request_repeated_gives_the_same_ticket(demo):
    request = str(uuid.uuid4())
    first = demo.take("enquiry-policy", requestId=request)
    second = demo.take("enquiry-policy", requestId=request)
    assert (first["number"], first["secret"]) == (second["number"], second["secret"])
    count = rows(demo.state, "SELECT count(*) FROM ticket WHERE requestID = ?", request)
    assert count == [(1,)]
    refusal = demo.refusal("Queue.TakeTicket", service="assistance", requestId=request)
    assert (refusal.name, refusal.fields) == ("RequestMismatch", {"requestId": request})


def test_priority_goes_first_and_says_why(demo):
    usual = [demo.take_in_hand("collect-result")["number"] for _ in range(2)]
    elder = demo.take_in_hand("collect-result", priority="elder")
    assert (elder["number"], elder["ahead"]) == ("VU003", 0)
    called = [demo.call("Counter.CallNext", window="11")["ticket"] for _ in range(3)]
    assert [ticket["number"] for ticket in called] == [elder["number"], *usual]
    assert [ticket.get("priority") for ticket in called] == ["elder", None, None]
    demo.call("Counter.Finish", window="11")
    assert "ticket" not in demo.call("Counter.CallNext", window="11")


# Refusals, each with its fields, read by both clients

REFUSED = [
    ("Queue.TakeTicket", {"service": "no-such", "requestId": "r"}, "NoSuchService",
     {"service": "no-such"}),
    ("Queue.TakeTicket", {"service": "passport", "requestId": "r"}, "CardRequired",
     {"service": "passport"}),
    ("Queue.TakeTicket", {"service": "passport", "requestId": "r", "card": "0" * 32},
     "CardExpired", {}),
    ("Cases.Lookup", {"card": "0" * 32}, "CardExpired", {}),
    ("Cases.Lookup", {"receipt": "202611160007", "password": "000000"}, "NoMatch", {}),
    ("Cases.Lookup", {"receipt": "202611160007"}, "NothingToLookUp", {}),
    ("Queue.GetTicket", {"number": "A999"}, "NoSuchTicket", {"number": "A999"}),
    ("Queue.Reprint", {"number": "A999", "secret": "000000"}, "NoSuchTicket",
     {"number": "A999"}),
    ("Ratings.Submit", {"level": 6, "requestId": "r", "pad": "pad-1"}, "BadLevel", {"level": 6}),
    ("Ratings.Submit", {"level": 0, "requestId": "r", "pad": "pad-1"}, "BadLevel", {"level": 0}),
    ("Ratings.Submit", {"level": 5, "requestId": "r", "ticket": "A999", "secret": "000000"},
     "NoSuchTicket", {"number": "A999"}),
    ("Ratings.Submit", {"level": 5, "requestId": "r", "pad": "pad-9"}, "NotRateable",
     {"reason": "noSuchPad"}),
    ("Ratings.Submit", {"level": 5, "requestId": "r", "pad": "pad-3"}, "NotRateable",
     {"reason": "nobodyServed"}),
    ("Counter.CallNext", {"window": "99"}, "NoSuchWindow", {"window": "99"}),
    ("Counter.Finish", {"window": "99"}, "NoSuchWindow", {"window": "99"}),
    ("Counter.Finish", {"window": "6"}, "NothingToFinish", {"window": "6"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "parameters", "name", "fields"), REFUSED, ids=[f"{r[0]}-{r[2]}" for r in REFUSED]
)
def test_a_refusal_names_itself_and_its_reason(demo, reference, method, parameters, name, fields):
    interface, _, word = method.partition(".")
    with pytest.raises(varlink.VarlinkError) as refused:
        getattr(reference(interface), word)(**parameters)
    assert refused.value.error() == f"org.hallway.{interface}.{name}"
    assert (refused.value.parameters() or {}) == fields
    reply = ask_second(demo.socket, f"org.hallway.{method}", parameters)
    assert (reply.error, reply.parameters) == (f"org.hallway.{interface}.{name}", fields)


PROTOCOL_REFUSALS = [
    ("org.hallway.Counter.CallNext", {"windw": "1"}, "InvalidParameter", {"parameter"}),
    ("org.hallway.Counter.CallNext", {"window": "1", "extra": 1}, "InvalidParameter",
     {"parameter"}),
    ("org.hallway.Counter.CallNext", {}, "InvalidParameter", {"parameter"}),
    ("org.hallway.Counter.CallNext", {"window": 1}, "InvalidParameter", {"parameter"}),
    ("org.hallway.Queue.TakeTicket",
     {"service": "assistance", "requestId": "r", "priority": "rich"}, "InvalidParameter",
     {"parameter"}),
    ("org.hallway.Queue.TakeTicket", {"service": "assistance", "requestId": ""},
     "InvalidParameter", {"parameter"}),
    ("org.hallway.Queue.TakeTicket", {"service": "assistance", "requestId": "r" * 129},
     "InvalidParameter", {"parameter"}),
    ("org.hallway.Ratings.Seal", {"day": "yesterday"}, "InvalidParameter", {"parameter"}),
    ("org.hallway.Queue.Board", {}, "ExpectedMore", set()),
    ("org.hallway.Queue.Dance", {}, "MethodNotFound", {"method"}),
    ("org.hallway.Bar.Dance", {}, "InterfaceNotFound", {"interface"}),
]  # fmt: skip
FAULTY = {0: "windw", 1: "extra", 2: "window", 3: "window", 4: "priority", 5: "requestId",
          6: "requestId", 7: "day"}  # fmt: skip


@pytest.mark.parametrize("index", range(len(PROTOCOL_REFUSALS)))
def test_a_call_that_breaks_the_interface_is_told_how(demo, index):
    method, parameters, name, fields = PROTOCOL_REFUSALS[index]
    reply = ask_second(demo.socket, method, parameters)
    assert reply.error == f"org.varlink.service.{name}"
    assert set(reply.parameters) == fields
    if index in FAULTY:
        assert reply.parameters["parameter"] == FAULTY[index]


def test_who_waits_already_is_told_the_number(demo):
    number = demo.take("goods-transport", card=demo.token("longest"))["number"]
    refusal = demo.refusal(
        "Queue.TakeTicket",
        service="goods-transport",
        requestId=str(uuid.uuid4()),
        card=demo.token("longest"),
    )
    expected = {"service": "goods-transport", "number": number}
    assert (refusal.name, refusal.fields) == ("AlreadyWaiting", expected)
    # For another matter the same person may wait as well.
    assert demo.take("vehicle-certificate", card=demo.token("longest"))["number"] != number


def test_the_first_rating_counts_and_only_after_the_service(demo):
    ticket = demo.take("cross-city")
    proof = {"ticket": ticket["number"], "secret": ticket["secret"]}
    early = demo.refusal("Ratings.Submit", level=1, requestId="early", **proof)
    assert (early.name, early.fields) == ("NotRateable", {"reason": "notFinished"})
    demo.serve("15", ticket["number"])
    first = demo.call("Ratings.Submit", level=4, requestId="first", **proof)
    assert first["level"] == 4
    # The same request once more is the lost answer of the first, not a second rating.
    assert demo.call("Ratings.Submit", level=4, requestId="first", **proof) == first
    again = demo.refusal("Ratings.Submit", level=1, requestId="again", **proof)
    assert (again.name, again.fields) == ("AlreadyRated", {})
    assert demo.ticket(ticket["number"], ticket["secret"])["rating"] == 4
    wrong = demo.refusal(
        "Queue.GetTicket", number=ticket["number"], secret="000000"
    )
    assert (wrong.name, wrong.fields) == ("NoSuchTicket", {"number": ticket["number"]})


def test_guessing_passwords_has_to_pause(state):
    with Demo(state) as demo:
        for guess in range(5):
            refusal = demo.refusal("Cases.Lookup", receipt="202611160007", password=f"{guess:06}")
            assert refusal.name == "NoMatch"
        # Now even the right one, which would tell a guesser too much.
        refusal = demo.refusal("Cases.Lookup", receipt="202611160007", password="357913")
        assert refusal.name == "TryLater" and 0 < refusal.fields["seconds"] <= 60
        # A card proves the person and needs no guessing.
        assert len(demo.call("Cases.Lookup", card=demo.token("yulan"))["cases"]) == 1


def test_a_closed_hall_says_when_it_opens(state):
    closed = sample_hall().replace("outside: allow", "outside: refuse")
    closed = re.sub(r"  weekly:\n(    \w{3}: .*\n)+", "  weekly:\n    mon: []\n", closed)
    config = f"{state}/closed.yaml"
    with open(config, "w") as file:
        file.write(closed)
    with Demo(state, "--config", config) as demo:
        assert demo.call("Hall.Describe")["hours"]["openNow"] is False
        refusal = demo.refusal("Queue.TakeTicket", service="assistance", requestId="r")
        assert refusal.name == "ServiceClosed"
        assert refusal.fields["service"] == "assistance"


# Nothing of a person leaves the card


def test_id_numbers_and_names_are_nowhere(state):
    numbers, names = invented_people()
    assert len(numbers) >= 13 and len(names) >= 13
    with Demo(state) as demo:
        heard = everything_heard_about_everybody(demo)
        complaint = demo.complaint()
        check_files(state, numbers, names)
    # Once more after the end, when the write-ahead log has gone into the database.
    check_files(state, numbers, names)
    for secret in encoded(numbers | names):
        assert secret not in heard and secret not in complaint.encode()


def everything_heard_about_everybody(demo):
    """Every byte the hall sends while each person takes a number, is served and looks up cases."""
    heard = b""
    for person in demo.call("Simulator.People")["people"]:
        token = demo.token(person["id"])
        with Wire(demo.socket) as wire:
            taken = wire.call(
                "Queue.TakeTicket", service="id-card-renewal", requestId=token, card=token
            )["ticket"]
            proof = {"number": taken["number"], "secret": taken["secret"]}
            assert wire.call("Queue.GetTicket", **proof)["ticket"]["holder"].endswith("**")
            wire.call("Queue.HandOver", **proof)
            wire.call("Cases.Lookup", card=token)
            served = wire.call("Counter.CallNext", window="6")["ticket"]
            assert served["holder"].endswith("**")
            wire.call("Counter.Finish", window="6")
            heard += wire.received
        demo.wait_for_paper(taken, "printed")
    with Wire(demo.socket) as wire:
        wire.call("Counter.List")
        wire.call("Devices.List")
        next(wire.more("Queue.Board"))
        heard += wire.received
    return heard


def check_files(state, numbers, names):
    searched = 0
    for path in state_files(state):
        content = path.read_bytes()
        searched += 1
        for secret in encoded(numbers | names):
            assert secret not in content, f"{path} has {secret.decode(errors='replace')}"
    assert searched > 20


def state_files(state):
    from pathlib import Path

    return [path for path in Path(state).rglob("*") if path.is_file() and not path.is_symlink()]
