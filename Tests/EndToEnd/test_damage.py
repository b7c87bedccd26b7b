"""What a failing disk and a careless hand may do to the state directory."""

import os
import sqlite3

from hall import Demo


def damage_first_ticket(path):
    """Writes what the schema forbids, as a flipped bit would."""
    ledger = sqlite3.connect(path, isolation_level=None)
    [schema] = ledger.execute("SELECT sql FROM sqlite_schema WHERE name = 'ticket'").fetchone()
    lax = schema.replace("STRICT", "").replace("TEXT NOT NULL", "TEXT")
    rewrite = "UPDATE sqlite_schema SET sql = ? WHERE name = 'ticket'"
    ledger.execute("PRAGMA writable_schema = ON")
    ledger.execute(rewrite, [lax])
    ledger.close()
    ledger = sqlite3.connect(path, isolation_level=None)
    ledger.execute("PRAGMA ignore_check_constraints = ON")
    ledger.execute("UPDATE ticket SET secret = NULL WHERE id = 1")
    ledger.execute("PRAGMA writable_schema = ON")
    ledger.execute(rewrite, [schema])
    ledger.close()


def test_a_damaged_ledger_opens_no_hall_and_says_what_to_do(state):
    with Demo(state) as demo:
        demo.call("Queue.TakeTicket", service="enquiry-policy", requestId="one")
    damage_first_ticket(f"{state}/hall.sqlite")
    # Numbers given on top of it might be given twice; yesterday's copy is one command away.
    demo = Demo(state, waits=False)
    try:
        assert demo.wait() == 1
        assert "damaged" in demo.complaint() and "restore a backup" in demo.complaint()
    finally:
        demo.kill()


def test_nobody_else_can_read_the_ledger_even_where_the_directory_is_open(state):
    os.chmod(state, 0o755)
    with Demo(state) as demo:
        demo.call("Queue.TakeTicket", service="enquiry-policy", requestId="one")
        for name in os.listdir(state):
            path = f"{state}/{name}"
            if os.path.isfile(path):
                assert os.stat(path).st_mode & 0o077 == 0, name


def test_a_ledger_of_a_newer_hallway_opens_no_hall_and_says_what_to_do(state):
    with Demo(state) as demo:
        demo.call("Queue.TakeTicket", service="enquiry-policy", requestId="one")
    with sqlite3.connect(f"{state}/hall.sqlite") as ledger:
        ledger.execute("INSERT INTO grdb_migrations VALUES ('of next year')")
    demo = Demo(state, waits=False)
    try:
        assert demo.wait() == 1
        assert "written by a newer Hallway" in demo.complaint()
        assert "install that version or restore a backup" in demo.complaint()
    finally:
        demo.kill()
