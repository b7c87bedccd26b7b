"""The chain of ratings in another language, by nothing but its description: for those who verify it,
and, in the tests, for those who forge it."""

import hashlib
import hmac
import sqlite3
import struct
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

COLUMNS = [
    "hall", "sequence", "day", "at", "kind", "ticket", "number", "stage", "service", "window",
    "level", "reasons", "textDigest", "channel", "edition", "clientAt", "evaluation", "closesAt",
    "requestID", "about", "word", "why", "who", "place",
]  # fmt: skip
ZEROS = bytes(32)


def form(version, values):
    """One byte of version, then each value behind its length."""
    out = bytes([version])
    for value in values:
        if value is None:
            out += b"\xff\xff\xff\xff"
            continue
        if isinstance(value, int):
            value = struct.pack(">q", value)
        elif isinstance(value, str):
            value = value.encode()
        out += struct.pack(">I", len(value)) + value
    return out


def hash_of(row, previous):
    return hashlib.sha256(previous + form(1, [row[name] for name in COLUMNS])).digest()


def key_of(state):
    """What the hall marks its rows with: HKDF-SHA256 of its key, which strangers have not."""
    secret = hmac.digest(ZEROS, (Path(state) / "hall.key").read_bytes(), "sha256")
    return hmac.digest(secret, b"ratings\x01", "sha256")


def mark_of(key, version, hall, sequence, head):
    return hmac.digest(key, form(version, [hall, sequence, head]), "sha256")


def seal_message(seal):
    return form(
        2, [seal[name] for name in ("hall", "day", "at", "rows", "head", "previous")]
    )


def rows(ledger):
    return [dict(row) for row in ledger.execute("SELECT * FROM ratingRow ORDER BY sequence")]


def verify(ledger, key=None):
    """Every hash of the ledger made anew, and with the key every mark; gives the last hash."""
    last = ZEROS
    for number, row in enumerate(rows(ledger), 1):
        assert row["sequence"] == number
        last = hash_of(row, last)
        assert row["hash"] == last, f"row {number}"
        if key:
            assert row["mark"] == mark_of(key, 3, row["hall"], number, last), f"mark of row {number}"
    return last


class Forger:
    """Whoever has the ledger's file, its schema and all the time in the world, but no key; with the
    key it is a hall of another day."""

    def __init__(self, state, key=None):
        self.state = Path(state)
        self.key = key
        self.ledger = sqlite3.connect(self.state / "hall.sqlite")
        self.ledger.row_factory = sqlite3.Row
        self.ledger.execute("PRAGMA foreign_keys = OFF")
        self.triggers = self.ledger.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'rating%'"
        ).fetchall()

    def __enter__(self):
        for name, _ in self.triggers:
            self.ledger.execute(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            for _, sql in self.triggers:
                self.ledger.execute(sql)
            self.ledger.commit()
        self.ledger.close()

    def run(self, sql, *values):
        return self.ledger.execute(sql, values)

    def rows(self):
        return rows(self.ledger)

    def put(self, row):
        """A row as it is, with the mark it has."""
        if self.key:
            row["mark"] = mark_of(self.key, 3, row["hall"], row["sequence"], row["hash"])
        row = {"mark": None} | row
        names = [*COLUMNS, "hash", "mark"]
        self.run(
            f"INSERT OR REPLACE INTO ratingRow ({', '.join(names)}) "
            f"VALUES ({', '.join('?' for _ in names)})",
            *[row[name] for name in names],
        )

    def rewrite(self, change, after=0):
        """Changes rows and chains all that follow anew: no hash is wrong afterwards."""
        all_rows = self.rows()
        last = all_rows[after - 1]["hash"] if after else ZEROS
        changed = []
        for row in all_rows[after:]:
            change(row)
            row["hash"] = last = hash_of(row, last)
            changed.append(row)
        self.run("DELETE FROM ratingRow WHERE sequence > ?", after)
        for row in changed:
            self.put(row)

    def append(self, **values):
        """One more row that fits the chain."""
        last = self.rows()[-1]
        row = dict.fromkeys(COLUMNS) | {
            "hall": last["hall"], "sequence": last["sequence"] + 1, "day": last["day"],
            "at": last["at"], "who": "forger", "place": "attic",
        } | values  # fmt: skip
        row["hash"] = hash_of(row, last["hash"])
        self.put(row)
        return row

    def forge_head(self):
        """The file beside the ledger says what the ledger says, with the mark that it has."""
        last = self.rows()[-1]
        known = (self.state / "ratings.head").read_text().split()
        mark = known[3]
        if self.key:
            mark = mark_of(self.key, 4, last["hall"], last["sequence"], last["hash"]).hex()
        text = f"{last['hall']} {last['sequence']} {last['hash'].hex()} {mark}\n"
        (self.state / "ratings.head").write_text(text)

    def seals(self):
        return [dict(seal) for seal in self.run("SELECT * FROM ratingSeal ORDER BY day")]


def shift(state, days, after=0):
    """Dates the rows behind `after` back, so that a hall that starts finds days to seal."""
    from datetime import date, timedelta

    def earlier(row):
        row["at"] -= days * 86_400_000
        row["day"] = str(date.fromisoformat(row["day"]) - timedelta(days=days))

    with Forger(state, key_of(state)) as forger:
        forger.rewrite(earlier, after)
        forger.forge_head()


# Ed25519 by OpenSSL, which wants keys in DER.
PUBLIC = bytes.fromhex("302a300506032b6570032100")


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], capture_output=True)


def is_signed(public_key, message, signature):
    with tempfile.TemporaryDirectory() as place:
        for name, data in (("k", PUBLIC + public_key), ("m", message), ("s", signature)):
            Path(place, name).write_bytes(data)
        return openssl(
            "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", f"{place}/k", "-rawin",
            "-in", f"{place}/m", "-sigfile", f"{place}/s",
        ).returncode == 0  # fmt: skip


def sign_with_own_key(message):
    """A signature that is right, by a key that is not the hall's: public key, signature."""
    with tempfile.TemporaryDirectory() as place:
        Path(place, "m").write_bytes(message)
        assert openssl("genpkey", "-algorithm", "ed25519", "-out", f"{place}/k").returncode == 0
        public = openssl("pkey", "-in", f"{place}/k", "-pubout", "-outform", "DER").stdout
        signed = openssl(
            "pkeyutl", "-sign", "-inkey", f"{place}/k", "-rawin", "-in", f"{place}/m"
        )
        return public[len(PUBLIC) :], signed.stdout


def readable(state):
    """The ledger, read only."""
    ledger = sqlite3.connect(f"file:{state}/hall.sqlite?mode=ro", uri=True)
    ledger.row_factory = sqlite3.Row
    return closing(ledger)
