"""What people do with the devices, through the service: each use fails where it did not work."""

import contextlib
import time

from hall import Refusal, Wire, until

# A card is polled for every 400 ms and read within a second or two; here ten times slower, and
# ten times again where others keep the host busy.
CARD_SECONDS = 90


def read_card(service, reader, simulator, person="ouyang"):
    """Lays a card down and has it read; gives the masked name."""
    with Wire(service.socket, CARD_SECONDS) as wire:
        replies = wire.more("Cards.Read", reader=reader, timeoutSeconds=CARD_SECONDS)
        assert next(replies)["reading"]["state"] == "waiting"
        simulator.call("PlaceCard", person=person)
        try:
            for reply in replies:
                last = reply["reading"]
                if last["state"] == "retry":
                    # As a person does who is told to: after a replug a reader cannot know whether
                    # the card of before was lifted, and asks for it once.
                    simulator.call("RemoveCard")
                    simulator.call("PlaceCard", person=person)
        finally:
            simulator.call("RemoveCard")
    assert last["state"] == "card", last
    return last["name"]


@contextlib.contextmanager
def waiting_for_card(service, reader):
    """While the block runs the reader polls for a card; afterwards the call must have ended."""
    with Wire(service.socket, CARD_SECONDS) as wire:
        replies = wire.more("Cards.Read", reader=reader, timeoutSeconds=CARD_SECONDS)
        assert next(replies)["reading"]["state"] == "waiting"
        yield
        begun = time.monotonic()
        try:
            last = [reply["reading"] for reply in replies][-1:]
            raise AssertionError(f"no fault although {reader} is gone: {last}")
        except Refusal as refusal:
            assert refusal.name == "ReaderFault", refusal
        assert time.monotonic() - begun < CARD_SECONDS / 2


def print_ticket(service, simulator):
    """Takes a number; gives it when its paper has come out of this very printer, once."""
    # A service that was started anew counts from the beginning again.
    before = len(simulator.call("Tickets")["tickets"])
    ticket = service.take()
    paper = settled_paper(service, ticket)
    assert paper["state"] == "printed", paper
    numbers = [printed["number"] for printed in simulator.call("Tickets")["tickets"][before:]]
    assert numbers.count(ticket["number"]) == 1, f"{ticket['number']} among {numbers}"
    return ticket["number"]


def settled_paper(service, ticket):
    """The outcome of a ticket's paper: printed, failed or unknown."""

    def outcome():
        paper = service.call(
            "Queue.GetTicket", number=ticket["number"], secret=ticket["secret"]
        )["ticket"]["paper"]
        return paper if paper["state"] not in ("pending", "sent") else None

    return until(f"the paper of {ticket['number']} settles", outcome, CARD_SECONDS)


def rate(service, pad, window, level):
    """Serves somebody at a window, whose pad asks and has a key pressed: their rating."""
    ticket = serve_somebody(service, window)
    until("the pad asks", pad.asks)
    pad.press(level)
    until("the rating counts", lambda: rating_of(service, ticket) == level)


def serve_somebody(service, window):
    """Takes a number, has it called and served; gives the ticket that may be rated now."""
    ticket = service.take()
    service.call("Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
    # By its number: others may wait whose slips were somebody else's business.
    service.call("Counter.CallNumber", window=window, number=ticket["number"], why="pad")
    service.call("Counter.Finish", window=window)
    return ticket


def rating_of(service, ticket):
    """The level that the hall has for a ticket, None where it was not rated."""
    return service.call("Queue.GetTicket", number=ticket["number"], secret=ticket["secret"])[
        "ticket"
    ].get("rating")
