"""A hall in which every role is another user, for those who try what their role may not."""

import contextlib
import os
import pwd
import re
import uuid

import pytest
import rating_chain as chain
from alone import Hall as Alone
from alone import running
from hall import Refusal, ShortDirectory, Wire, rows

# Users that every Debian has; the kernel tells the hall who calls.
USERS = {
    "clerk": "daemon", "pad4": "bin", "pad5": "sys", "citizen": "games", "manager": "man",
    "reviewer": "lp", "board": "news", "technician": "mail", "nobody": "nobody",
}  # fmt: skip
WINDOWS = {"pad4": "4", "pad5": "5"}
SERVICE = "company-change"


class As(Wire):
    """A connection of another user: the credentials are those of the moment it is opened."""

    def __init__(self, path, role):
        user = pwd.getpwnam(USERS[role])
        os.seteuid(user.pw_uid)
        try:
            super().__init__(path)
        finally:
            os.seteuid(0)


class RatingHall(Alone):
    """The sample hall without devices, with named users."""

    def __init__(self, place, pad_seconds=120):
        state = f"{place}/state"
        os.makedirs(state, 0o700, exist_ok=True)
        os.chmod(place, 0o711)
        super().__init__(state)
        self.socket = f"{place}/hallway.socket"
        text = open(self.config).read()
        text = re.sub(r"^access:\n(  .*\n)+", self.access(), text, flags=re.M)
        text = re.sub(r"padSeconds: \d+", f"padSeconds: {pad_seconds}", text)
        with open(self.config, "w") as file:
            file.write(text)

    @staticmethod
    def access():
        pads = ", ".join(
            f'{{user: {USERS[pad]}, windows: ["{window}"]}}' for pad, window in WINDOWS.items()
        )
        lines = [f"  pad: [{pads}]"] + [
            f"  {role}: [{USERS[role]}]"
            for role in ("citizen", "clerk", "technician", "manager", "reviewer", "board")
        ]
        return "access:\n" + "\n".join(lines) + "\n"

    def start(self):
        service = super().start()
        os.chmod(self.socket, 0o666)
        return service

    def call(self, role, method, **parameters):
        """One call of a role; root stands for whoever just makes things happen."""
        with Wire(self.socket) if role == "root" else As(self.socket, role) as wire:
            return wire.call(method, **parameters)

    def take(self):
        ticket = self.call(
            "root", "Queue.TakeTicket", service=SERVICE, requestId=str(uuid.uuid4())
        )["ticket"]
        self.call("root", "Queue.HandOver", number=ticket["number"], secret=ticket["secret"])
        return ticket

    def called(self, window="4"):
        """A ticket that stands at a window."""
        self.clear(window)
        ticket = self.take()
        while True:
            called = self.call("clerk", "Counter.CallNext", window=window)["ticket"]
            if called["number"] == ticket["number"]:
                return ticket

    def clear(self, window):
        if self.call("root", "Counter.Windows") and any(
            w["window"] == window and w.get("current")
            for w in self.call("root", "Counter.Windows")["windows"]
        ):
            self.call("clerk", "Counter.Finish", window=window)

    def finished(self, window="4"):
        """A ticket that was just served at a window."""
        ticket = self.called(window)
        self.call("clerk", "Counter.Finish", window=window)
        return ticket

    def evaluation(self, window="4"):
        """What the window's pad is asked to rate."""
        pad = {w: role for role, w in WINDOWS.items()}[window]
        with As(self.socket, pad) as wire:
            for view in wire.more("Ratings.Await", window=window):
                if view.get("evaluation"):
                    return view["evaluation"]

    def asked(self, window="4"):
        """A ticket that was just served, and its evaluation."""
        ticket = self.finished(window)
        evaluation = self.evaluation(window)
        assert evaluation["ticket"] == ticket["number"]
        return ticket, evaluation


def proof(ticket):
    return {"ticket": ticket["number"], "secret": ticket["secret"]}


def fresh():
    return {"requestId": str(uuid.uuid4())}


def submit(hall, role, evaluation, level=5, **more):
    return hall.call(
        role, "Ratings.Submit", **{"level": level, "evaluation": evaluation["id"]} | fresh() | more
    )


@contextlib.contextmanager
def open_hall():
    """A hall that runs; at its end the chain in its ledger is verified by other means than its own."""
    with ShortDirectory() as place:
        hall = RatingHall(place)
        with running(hall):
            yield hall
        with chain.readable(hall.state) as ledger:
            chain.verify(ledger, chain.key_of(hall.state))


def refused(hall, role, method, **parameters):
    with pytest.raises(Refusal) as refusal:
        hall.call(role, method, **parameters)
    return refusal.value


def denied(hall, role, method, **parameters):
    assert refused(hall, role, method, **parameters).name == "PermissionDenied"


def why(refusal):
    return refusal.name, refusal.fields.get("reason")


def levels(hall, ticket):
    """What the ledger says was rated of a ticket today."""
    return [
        level
        for (level,) in rows(
            hall.state,
            "SELECT level FROM ratingRow WHERE kind = 'rated' AND number = ? ORDER BY sequence",
            ticket["number"],
        )
    ]


def refusals(hall, ticket):
    query = "SELECT word FROM ratingRow WHERE kind = 'refused' AND number = ?"
    return [word for (word,) in rows(hall.state, query, ticket["number"])]
