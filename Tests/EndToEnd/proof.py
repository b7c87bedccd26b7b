"""What was acknowledged, held against the ledger as SQLite alone reads it."""

from bisect import bisect_right
from collections import Counter

from hall import rows

LINES = """
    SELECT sequence, hash, kind, ticket, number, window, fromState, toState, why FROM journal
    WHERE sequence > ? ORDER BY sequence
"""


class Line:
    """A line of the journal; who was told of it has claimed it."""

    def __init__(self, sequence, mark, kind, ticket, number, window, before, to, why):
        self.sequence = sequence
        self.hash = mark
        self.kind = kind
        self.ticket = ticket
        self.number = number
        self.window = window
        self.before = before
        self.to = to
        self.why = why
        self.claimed = False

    def fits(self, deed):
        return all(getattr(self, name) == value for name, value in deed.items() if value)


class Proof:
    """Remembers everything that was acknowledged on one ledger, through all its crashes."""

    def __init__(self):
        self.given = {}
        self.heard = Counter()
        self._lines_about = {}
        self._last = None
        self._state = {}
        self._away = {}
        self._shown = set()
        # Of each client the line last claimed: answers on one connection come in order.
        self._after = Counter()

    def check(self, state, told, lost=()):
        """Holds what was told since the last check, and all that was told before, against it.

        Gives how many of the lost were written all the same.
        """
        self._read_journal(state)
        codes = dict(rows(state, "SELECT code, id FROM booking"))
        for one in told:
            for deed in one["deeds"]:
                line = self._claim(one["client"], deed, codes)
                assert line, self._missing(one, deed)
                self.heard[line.kind] += 1
                if line.kind == "paper":
                    self._shown.add(line.ticket)
            if given := one.get("given"):
                request, number, secret = given
                assert self.given.setdefault(request, (number, secret)) == (number, secret)
        self._check_tickets(state)
        self._check_windows(state)
        assert rows(state, "PRAGMA integrity_check") == [("ok",)]
        return sum(self._was_written(state, asked, codes) for asked in lost)

    def _read_journal(self, state):
        since = self._last.sequence if self._last else 0
        if self._last:
            # What was there before a crash is the same after it.
            query = "SELECT hash FROM journal WHERE sequence = ?"
            assert rows(state, query, since) == [(self._last.hash,)], "the journal was shortened"
        for row in rows(state, LINES, since):
            line = Line(*row)
            assert line.sequence == (self._last.sequence if self._last else 0) + 1
            self._last = line
            self._follow(line)
            about = [("number", line.number), ("window", line.window)]
            if line.why and line.why.startswith("booking "):
                about.append(("booking", line.why.split(",")[0]))
            for key in about:
                if key[1]:
                    self._lines_about.setdefault(key, []).append(line)

    def _follow(self, line):
        """Each line of a ticket goes on from the one before."""
        if line.ticket is None:
            return
        # A line that changes no state may leave out where it came from.
        before = self._state.get(line.ticket)
        assert line.before in (before, None), f"{line.number}: {line.before} after {before}"
        self._state[line.ticket] = line.to
        if line.kind in ("left", "back"):
            self._away[line.ticket] = line.kind == "left"

    def _claim(self, client, deed, codes):
        """The first line after the client's last one that says this and that nobody else has."""
        wanted = dict(deed)
        if code := wanted.pop("code", None):
            wanted["why"] = f"booking {codes.get(code)}"
            key = ("booking", wanted["why"])
        elif wanted["number"]:
            key = ("number", wanted["number"])
        else:
            key = ("window", wanted.get("window"))
        lines = self._lines_about.get(key, [])
        begin = bisect_right(lines, self._after[client], key=lambda line: line.sequence)
        for line in lines[begin:]:
            if not line.claimed and line.fits(wanted):
                line.claimed = True
                self._after[client] = line.sequence
                return line
        return None

    def _missing(self, one, deed):
        about = ("number", deed["number"]) if deed["number"] else ("window", deed.get("window"))
        lines = [vars(line) for line in self._lines_about.get(about, [])]
        after = self._after[one["client"]]
        return "\n".join([f"not in the journal after {after}: {deed} of {one}", *map(str, lines)])

    def _check_tickets(self, state):
        stored = rows(
            state,
            "SELECT id, requestID, number, secret, day, letter, serial, state, paper, backAt"
            " FROM ticket",
        )
        by_request = {row[1]: (row[2], row[3]) for row in stored}
        assert len(by_request) == len(stored), "a request was stored twice"
        lost = [given for r, given in self.given.items() if by_request.get(r) != given]
        assert not lost, lost
        twice = [n for n, times in Counter((row[4], row[2]) for row in stored).items() if times > 1]
        assert not twice
        serials = {}
        for row in stored:
            serials.setdefault((row[4], row[5]), []).append(row[6])
        for letter, given in serials.items():
            assert sorted(given) == list(range(1, len(given) + 1)), f"{letter} has gaps"
        for identity, _, number, _, _, _, _, now, paper, back_at in stored:
            assert now == self._state[identity], f"{number}: {now}, not as the journal says"
            assert (back_at is not None) == self._away.get(identity, False), number
            assert identity not in self._shown or paper == "shown", f"{number}: {paper}"

    def _check_windows(self, state):
        at_window = "SELECT window, id FROM ticket WHERE state IN ('called', 'serving')"
        current = "SELECT id, ticket FROM windowState WHERE ticket IS NOT NULL"
        assert sorted(rows(state, at_window)) == sorted(rows(state, current))

    def _was_written(self, state, asked, codes):
        """Whether a call that nobody heard of is in the ledger."""
        if asked.method == "Queue.TakeTicket":
            # It will be asked again, and the answer then claims the line.
            query = "SELECT 1 FROM ticket WHERE requestID = ?"
            return bool(rows(state, query, asked.parameters["requestId"]))
        # Only the answer would have told the number that was called or given.
        named = [d for d in asked.deeds if d["number"] or d.get("code") or d.get("window")]
        # All of them are claimed: a later call of the same kind has lines of its own.
        return any([self._claim(asked.client, deed, codes) for deed in named])
