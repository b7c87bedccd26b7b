"""A hall's day at full speed: citizens, clerks and a reservation office on many connections.

What the service acknowledges is told as it comes, as the deeds that the journal then must hold.
What was asked and not answered is kept apart: it may be in the ledger or not.
"""

import asyncio
import json
import random
import uuid
from datetime import datetime, timedelta, timezone

CITIZENS, OFFICES = 32, 2
WINDOWS = ["1", "2", "3", "4", "5", "6", "8", "11", "12", "13", "14", "15"]
# Of the sample hall, none of which needs a card; thirteen letters, each window has some.
SERVICES = [
    "enquiry-policy", "enquiry-guide", "unresolved-matter", "assistance", "collect-result",
    "cross-province", "cross-city", "food-permit", "company-change", "goods-transport",
    "tenancy-filing", "birth-service", "school-transfer", "disability-certificate",
    "id-card-lost", "vehicle-tax",
]  # fmt: skip
PRIORITIES = ["elder", "disabled", "pregnant", "servicemember"]
# What a clerk and a citizen who act at the same moment may be told; anything else is a mistake.
RACES = {
    "NotPossible", "NothingToFinish", "NotCallable", "CallAgainFirst", "NothingToUndo",
    "NoMoreReturns", "Elsewhere", "NotInHand",
}  # fmt: skip
BEIJING = timezone(timedelta(hours=8))


class Cut(Exception):
    """The service is gone."""


class Refused(Exception):
    """A race with somebody else, lost."""


def deed(kind, number=None, **fields):
    """A line the journal holds: what is not named here is not compared."""
    return {"kind": kind, "number": number} | fields


class Asked:
    """A call on its way: who asks, and what the journal holds once it is done."""

    def __init__(self, client, method, parameters, deeds):
        self.client = client
        self.method = method
        self.parameters = parameters
        self.deeds = deeds


class Crowd:
    """Everybody in the hall at once, until the service is gone.

    `heard` is called with each acknowledgement: {client, deeds, given}. `again` holds requests
    for a number that were not answered before; they are repeated first.
    """

    def __init__(self, socket, heard, again=()):
        self.socket = socket
        self.heard = heard
        self.again = list(again)
        self.lost = []

    async def run(self):
        people = [self._citizen() for _ in range(CITIZENS)]
        people += [self._office() for _ in range(OFFICES)]
        people += [Clerk(self, window).work() for window in WINDOWS]
        await asyncio.gather(*(self._until_cut(person) for person in people))

    async def _until_cut(self, person):
        try:
            await person
        except Cut:
            return

    async def connect(self):
        try:
            return Connection(self, *await asyncio.open_unix_connection(self.socket))
        except OSError as error:
            raise Cut from error

    async def _citizen(self):
        wire = await self.connect()
        while True:
            number, secret = await self._take(wire)
            proof = {"number": number, "secret": secret}
            if random.random() < 0.97:
                shown = deed("paper", number, why="shown")
                await wire.attempt(number, "Queue.HandOver", proof, lambda _: [shown])
            fate = random.random()
            if fate < 0.15:
                await self._leave_and_return(wire, number, proof)
            elif fate < 0.25:
                gone = deed("abandoned", number, to="abandoned")
                await wire.attempt(number, "Queue.GiveUp", proof, lambda _: [gone])

    async def _take(self, wire):
        if self.again:
            wish = self.again.pop()
        else:
            wish = {"requestId": str(uuid.uuid4()), "service": random.choice(SERVICES)}
            if random.random() < 0.15:
                wish["priority"] = random.choice(PRIORITIES)
            if random.random() < 0.15:
                others = [service for service in SERVICES if service != wish["service"]]
                wish["laterServices"] = random.sample(others, random.randint(1, 2))

        def issued(reply):
            number = reply["ticket"]["number"] if reply else None
            return [deed("issued", number, to="waiting")]

        reply = await wire.call(wish["requestId"], "Queue.TakeTicket", wish, issued)
        return reply["ticket"]["number"], reply["ticket"]["secret"]

    async def _leave_and_return(self, wire, number, proof):
        left, back = deed("left", number), deed("back", number)
        if await wire.attempt(number, "Queue.Leave", proof | {"minutes": 5}, lambda _: [left]):
            await wire.attempt(number, "Queue.Return", proof, lambda _: [back])

    async def _office(self):
        wire = await self.connect()
        while True:
            code = uuid.uuid4().hex[:12].upper()
            now = datetime.now(BEIJING)
            # A slot of today that has begun, so that windows may call its number at once.
            midnight = now.replace(hour=0, minute=0)
            begun = max(midnight, now - timedelta(minutes=5))
            until = now + timedelta(hours=1)
            wish = {
                "code": code,
                "service": random.choice(SERVICES),
                "from": f"{begun:%Y-%m-%dT%H:%M}",
                "until": f"{until:%Y-%m-%dT%H:%M}",
            }
            await wire.call(code, "Reservations.Book", wish, lambda _: [deed("booked", code=code)])
            if random.random() < 0.2:
                cancelled = deed("cancelled", code=code)
                wish = {"code": code}
                await wire.call(code, "Reservations.Cancel", wish, lambda _: [cancelled])
                continue

            def checked_in(reply):
                number = reply and reply["number"]
                issued = deed("issued", number, to="waiting")
                return [issued, deed("checkedIn", number, code=code)]

            arrival = {"requestId": str(uuid.uuid4()), "code": code}
            reply = await wire.call(code, "Reservations.CheckIn", arrival, checked_in)
            proof = {"number": reply["number"], "secret": reply["secret"]}
            shown = deed("paper", reply["number"], why="shown")
            await wire.attempt(code, "Queue.HandOver", proof, lambda _: [shown])


class Connection:
    """One person's connection; a call at a time."""

    def __init__(self, crowd, reader, writer):
        self.crowd = crowd
        self.reader = reader
        self.writer = writer

    async def ask(self, method, parameters):
        """A question, or a call that the caller keeps account of."""
        try:
            message = {"method": f"org.hallway.{method}", "parameters": parameters}
            self.writer.write(json.dumps(message).encode() + b"\0")
            await self.writer.drain()
            reply = json.loads((await self.reader.readuntil(b"\0"))[:-1])
        except (OSError, asyncio.IncompleteReadError) as error:
            self.writer.close()
            raise Cut from error
        if "error" in reply:
            name = reply["error"].rpartition(".")[2]
            assert name in RACES, f"{method} {parameters}: {reply}"
            raise Refused(name)
        return reply.get("parameters", {})

    async def call(self, client, method, parameters, deeds):
        """A change. `deeds` says what the journal then holds, with None where only the answer
        tells."""
        try:
            reply = await self.ask(method, parameters)
        except Cut:
            self.crowd.lost.append(Asked(client, method, parameters, deeds(None)))
            raise
        told = {"client": client, "method": method, "deeds": deeds(reply)}
        given = reply.get("ticket") or reply
        if "requestId" in parameters:
            told["given"] = [parameters["requestId"], given["number"], given["secret"]]
        self.crowd.heard(told)
        return reply

    async def attempt(self, client, method, parameters, deeds):
        """A change that somebody else may have made impossible; None then."""
        try:
            return await self.call(client, method, parameters, deeds)
        except Refused:
            return None


class Clerk:
    """One window at work."""

    def __init__(self, crowd, window):
        self.crowd = crowd
        self.window = window
        self.client = f"window {window}"
        self.number = self.state = None
        self.calls = 0
        self.held, self.passed = [], []
        # What the last step changed, to be taken back: (number, state before), and how we stood.
        self.last = None

    async def work(self):
        self.wire = await self.crowd.connect()
        await self.look()
        while True:
            try:
                await self.step()
            except Refused:
                await self.look()

    async def look(self):
        """How the window stands, after a start or when somebody came between."""
        windows = (await self.wire.ask("Counter.Windows", {}))["windows"]
        mine = next(window for window in windows if window["window"] == self.window)
        self.open = mine["open"]
        self.last = None
        await self.stand(mine.get("current"))

    async def stand(self, number):
        self.number, self.state, self.calls = number, None, 1
        if number:
            ticket = (await self.wire.ask("Queue.GetTicket", {"number": number}))["ticket"]
            self.state = ticket["state"]

    async def step(self):
        if not self.open:
            await self.turn("Open", "opened")
            self.open = True
        elif self.last and random.random() < 0.1:
            await self.undo()
        elif self.state == "called":
            verbs = [self.serve] * 8 + [self.recall] * 4 + [self.finish, self.hold, self.transfer]
            await (self.pass_by if self.calls >= 3 else random.choice(verbs))()
        elif self.state == "serving":
            verbs = [self.finish] * 6 + [self.call_next] * 3 + [self.hold, self.transfer]
            await random.choice(verbs)()
        else:
            await self.begin()

    async def begin(self):
        chance = random.random()
        if self.held and chance < 0.3:
            await self.resume(self.held.pop())
        elif self.passed and chance < 0.4:
            await self.back_in_line(self.passed.pop())
        elif self.passed and chance < 0.5:
            await self.call_number(self.passed.pop())
        elif chance < 0.51:
            await self.turn("Pause", "paused", reason="meeting")
            await self.turn("Unpause", "unpaused")
        elif chance < 0.52:
            await self.turn("Close", "closed")
            self.open = False
        else:
            await self.call_next()

    async def turn(self, verb, kind, **parameters):
        """A change of the window alone."""
        happened = [deed(kind, window=self.window)]
        await self.verb(verb, lambda _: happened, **parameters)
        self.last = None

    async def verb(self, verb, deeds, **parameters):
        parameters["window"] = self.window
        return await self.wire.call(self.client, f"Counter.{verb}", parameters, deeds)

    def finished_before(self):
        """Who is still at the window when the next is called is finished by that."""
        return [deed("finished", self.number)] if self.number else []

    async def change(self, verb, kind, to, state, **parameters):
        """A step on who is at the window."""
        number, before = self.number, self.state
        # What leaves the window may be written down without it.
        place = {"window": self.window} if state else {}

        def deeds(reply):
            return [deed(kind, number, to=reply["ticket"]["state"] if reply else to, **place)]

        reply = await self.verb(verb, deeds, **parameters)
        self.last = [(number, before)]
        self.state = state
        if state is None:
            self.number = None
        return reply["ticket"]

    async def serve(self):
        await self.change("Serve", "served", "serving", "serving")

    async def finish(self):
        await self.change("Finish", "finished", None, None)

    async def recall(self):
        ticket = await self.change("Recall", "recalled", "called", "called")
        self.calls = ticket["calls"]
        # The service takes back no call over the loudspeaker.
        self.last = None

    async def hold(self):
        number = self.number
        await self.change("Hold", "held", "onHold", None, why="a form is missing")
        self.held.append(number)

    async def pass_by(self):
        number = self.number
        await self.change("Pass", "passed", "passed", None)
        self.passed.append(number)

    async def transfer(self):
        goal = {"service": random.choice(SERVICES)}
        if random.random() < 0.3:
            goal = {"toWindow": random.choice([w for w in WINDOWS if w not in (self.window, "14")])}
        await self.change("Transfer", "transferred", "transferred", None, **goal)

    async def call_next(self):
        before, finished = (self.number, self.state), self.finished_before()

        def deeds(reply):
            if reply is not None and not reply.get("ticket"):
                return finished
            number = reply and reply["ticket"]["number"]
            return [*finished, deed("called", number, window=self.window, to="called")]

        reply = await self.verb("CallNext", deeds)
        called = (reply.get("ticket") or {}).get("number")
        changed = {before[0]: before[1], called: None}
        if before[0] == called:
            # Its next matter is for this window too: one step back and forth.
            changed = {called: before[1]}
        self.last = [(number, state) for number, state in changed.items() if number]
        self.number, self.state, self.calls = called, called and "called", 1
        if not called:
            # Nobody waits here: the others first.
            await asyncio.sleep(0.01)

    async def call_number(self, number):
        called = deed("called", number, window=self.window, to="called")
        await self.verb("CallNumber", lambda _: [called], number=number, why="came to the window")
        # Passed, or in line again after that was taken back.
        self.last = [(number, None)]
        self.number, self.state, self.calls = number, "called", 1

    async def resume(self, number):
        resumed = deed("resumed", number, window=self.window, to="serving")
        await self.verb("Resume", lambda _: [resumed], number=number)
        self.last = [(number, "onHold")]
        self.number, self.state = number, "serving"

    async def back_in_line(self, number):
        returned = deed("returned", number, to="returned")
        wish = {"number": number}
        await self.wire.call(self.client, "Counter.Return", wish, lambda _: [returned])

    async def undo(self):
        undone = [
            deed("undone", number, window=self.window, **({"to": state} if state else {}))
            for number, state in self.last
        ]
        self.last = None
        await self.verb("Undo", lambda _: undone)
        await self.look()
