"""What somebody does to the ratings in the ledger's file who has everything but the hall's
keys.

Each is found by `hallway audit verify`, which names the first bad row or the seal; what only the hall's key
finds is in test_rating_marks.py.
"""

import os

import pytest
import rating_chain as chain
from hall import rows
from rating_ledger import UNKNOWN, audit, first_of, found, keyed, sealed, state  # noqa: F401

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")


def test_nothing_was_done(keyed, sealed):
    status, words = audit(keyed, "--seal", sealed[2]["text"])
    assert status == 0, words
    assert "2 seals" in words and UNKNOWN not in words


def test_seals_chain_and_marks_are_what_the_description_says(keyed, sealed):
    state = keyed
    with chain.readable(state) as ledger:
        chain.verify(ledger, chain.key_of(state))
        for seal in ledger.execute("SELECT * FROM ratingSeal"):
            assert chain.is_signed(seal["publicKey"], chain.seal_message(seal), seal["signature"])
            assert seal["publicKey"].hex() in (state / "seal.pub").read_text().split()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("level", 5), ("reasons", "515"), ("at", 1), ("channel", 3), ("window", "5"),
        ("who", "uid 0"), ("place", "kiosk"), ("ticket", 999), ("edition", "other"),
        ("clientAt", 1), ("stage", "intake"), ("requestID", "r"), ("number", "J999"),
    ],
)  # fmt: skip
def test_a_column_of_a_row_is_edited(state, column, value):
    row = rows(state, "SELECT min(sequence) FROM ratingRow WHERE kind = 'rated' AND level = 2")[0][0]
    with chain.Forger(state) as forger:
        forger.run(f"UPDATE ratingRow SET {column} = ? WHERE sequence = ?", value, row)
    found(state, f"row {row}: changed after it was written")


def test_a_bad_rating_is_deleted(state):
    row = rows(state, "SELECT min(sequence) FROM ratingRow WHERE kind = 'rated' AND level = 2")[0][0]
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence = ?", row)
    found(state, f"nothing stands between row {row - 1} and row {row + 1}")


def test_the_first_row_is_deleted(state):
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence = 1")
    found(state, "nothing stands between row 0 and row 2")


def test_todays_end_is_cut_off(state):
    last = rows(state, "SELECT max(sequence) FROM ratingRow")[0][0]
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence = ?", last)
        forger.run("DELETE FROM ratingText WHERE row = ?", last)
    found(state, f"end with row {last - 1}, but the file ratings.head knows of row {last}")


def test_a_sealed_day_is_cut_off(state, sealed):
    keep = sealed[1]["rows"]
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence > ?", keep)
        forger.run("DELETE FROM ratingText WHERE row > ?", keep)
        forger.forge_head()
    found(state, f"end with row {keep}, but the seal of {sealed[2]['day']} knows of row")


def test_all_rows_are_deleted(state):
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow")
        forger.run("DELETE FROM ratingText")
    found(state, "end with row 0, but the seal of")


def test_rows_and_seals_are_deleted(state, sealed):
    with chain.Forger(state) as forger:
        for table in ("ratingRow", "ratingText", "ratingSeal"):
            forger.run(f"DELETE FROM {table}")
    found(state, "the file ratings.head knows of row")
    (state / "ratings.head").write_text("houjie 0 " + "0" * 64 + "\n")
    found(state, "the printed one is not in the ledger", "--seal", sealed[2]["text"])
    (state / "ratings.head").unlink()
    found(state, "ratings.head, which the hall had left beside them, is gone")


def test_two_rows_change_places(state):
    row = first_of(state, "rated")
    with chain.Forger(state) as forger:
        one, other = forger.rows()[row - 1], forger.rows()[row]
        forger.run("DELETE FROM ratingRow WHERE sequence IN (?, ?)", row, row + 1)
        forger.put(one | {"sequence": row + 1})
        forger.put(other | {"sequence": row})
    found(state, f"row {row}: changed after it was written")


def test_a_row_is_put_in_between(state):
    row = first_of(state, "rated")
    with chain.Forger(state) as forger:
        later = [r for r in forger.rows() if r["sequence"] > row]
        forger.run("DELETE FROM ratingRow WHERE sequence > ?", row)
        forger.put(later[0] | {"kind": "refused", "word": "notOpen", "sequence": row + 1})
        for one in later:
            forger.put(one | {"sequence": one["sequence"] + 1})
    found(state, f"row {row + 1}: changed after it was written")


def test_a_row_is_added_without_its_hash(state):
    with chain.Forger(state) as forger:
        row = forger.append(kind="refused", word="notOpen")
        forger.run("UPDATE ratingRow SET hash = zeroblob(32) WHERE sequence = ?", row["sequence"])
    found(state, f"row {row['sequence']}: changed after it was written")


def test_a_sealed_day_is_written_anew_from_the_bad_rating_on(state, sealed):
    row = rows(state, "SELECT min(sequence) FROM ratingRow WHERE kind = 'rated' AND level = 2")[0][0]

    def better(one):
        if one["sequence"] == row:
            one["level"] = 5

    with chain.Forger(state) as forger:
        forger.rewrite(better, after=row - 1)
        forger.forge_head()
    found(state, f"row {sealed[2]['rows']}: not the one that the seal of {sealed[2]['day']} knows")


def test_today_is_written_anew(state, sealed):
    row = first_of(state, "rated", sealed[2]["rows"])

    def worse(one):
        if one["sequence"] == row:
            one["level"] = 1

    with chain.Forger(state) as forger:
        forger.rewrite(worse, after=row - 1)
    found(state, "not the one that the file ratings.head knows")


def test_a_row_is_dated_back(state):
    with chain.Forger(state) as forger:
        last = forger.rows()[-1]
        row = forger.append(kind="refused", word="notOpen", at=last["at"] - 3_600_000)
        forger.forge_head()
    found(state, f"row {row['sequence']}: older than the row before, and no warning of the clock")


def test_a_rows_day_is_not_its_times(state):
    with chain.Forger(state) as forger:
        row = forger.append(kind="refused", word="notOpen", day="2026-01-01")
        forger.forge_head()
    found(state, f"row {row['sequence']}: speaks of a row that is not there")


def test_what_is_no_rating_is_left_out_in_the_file(state):
    with chain.Forger(state) as forger:
        row = forger.append(kind="excluded", word="malicious", about=first_of(state, "opened"))
        forger.forge_head()
    found(state, f"row {row['sequence']}: speaks of a row that is not there")


def test_a_second_opinion_is_about_nothing(state):
    with chain.Forger(state) as forger:
        rated = forger.rows()[first_of(state, "rated") - 1]
        row = forger.append(
            kind="again", ticket=rated["ticket"], stage="finish", level=5, channel=4,
            about=first_of(state, "opened"),
        )  # fmt: skip
        forger.forge_head()
    found(state, f"row {row['sequence']}: speaks of a row that is not there")


def test_a_text_is_edited(state):
    row = rows(state, "SELECT min(row) FROM ratingText")[0][0]
    with chain.Forger(state) as forger:
        forger.run("UPDATE ratingText SET text = '很好' WHERE row = ?", row)
    found(state, f"row {row}: its text was changed")


def test_a_text_is_put_under_a_row_without_one(state):
    row = first_of(state, "opened")
    with chain.Forger(state) as forger:
        forger.run(
            "INSERT INTO ratingText SELECT hall, ?, day, salt, text FROM ratingText LIMIT 1", row
        )
    found(state, f"row {row}: its text was changed")


# Seals


def test_the_seals_of_two_days_are_swapped(state):
    with chain.Forger(state) as forger:
        one, other = forger.seals()
        for seal, day in ((one, other["day"]), (other, one["day"])):
            forger.run(
                "UPDATE ratingSeal SET at = ?, rows = ?, head = ?, previous = ?, signature = ? "
                "WHERE day = ?",
                seal["at"], seal["rows"], seal["head"], seal["previous"], seal["signature"], day,
            )  # fmt: skip
    found(state, f"for {one['day']}: its signature is not of what it says")


@pytest.mark.parametrize("column", ["rows", "at"])
def test_a_seals_figure_is_edited(state, sealed, column):
    with chain.Forger(state) as forger:
        forger.run(f"UPDATE ratingSeal SET {column} = {column} - 1 WHERE day = ?", sealed[2]["day"])
    found(state, f"for {sealed[2]['day']}: its signature is not of what it says")


@pytest.mark.parametrize("column", ["head", "signature", "publicKey"])
def test_a_seals_bytes_are_edited(state, sealed, column):
    with chain.Forger(state) as forger:
        seal = forger.seals()[-1]
        forger.run(
            f"UPDATE ratingSeal SET {column} = ? WHERE day = ?",
            bytes([seal[column][0] ^ 1]) + seal[column][1:], seal["day"],
        )  # fmt: skip
    found(state, f"for {sealed[2]['day']}: its signature is not of what it says")


def test_everything_is_written_anew_and_sealed_with_another_key(state, sealed):
    row = rows(state, "SELECT min(sequence) FROM ratingRow WHERE kind = 'rated' AND level = 2")[0][0]

    def better(one):
        if one["sequence"] == row:
            one["level"] = 5

    with chain.Forger(state) as forger:
        forger.rewrite(better, after=row - 1)
        seal = forger.seals()[-1]
        seal["head"] = forger.rows()[seal["rows"] - 1]["hash"]
        key, signature = chain.sign_with_own_key(chain.seal_message(seal))
        forger.run(
            "UPDATE ratingSeal SET head = ?, publicKey = ?, signature = ? WHERE day = ?",
            seal["head"], key, signature, seal["day"],
        )  # fmt: skip
        forger.forge_head()
    found(state, f"for {seal['day']}: signed with a key that is not this hall's")


def test_the_first_seal_is_taken_out(state, sealed):
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingSeal WHERE day = ?", sealed[1]["day"])
    found(state, f"for {sealed[2]['day']}: does not follow on the one before")


def test_the_last_seal_is_taken_out(state, sealed):
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingSeal WHERE day = ?", sealed[2]["day"])
    found(state, "the printed one is not in the ledger", "--seal", sealed[2]["text"])


def test_the_ledger_of_last_week_is_put_back(state, sealed):
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence > ?", sealed[1]["rows"])
        forger.run("DELETE FROM ratingText WHERE row > ?", sealed[1]["rows"])
        forger.run("DELETE FROM ratingSeal WHERE day = ?", sealed[2]["day"])
    found(state, "the file ratings.head knows of row")


# The database itself


def test_what_guards_the_rows_is_taken_away(state):
    with chain.Forger(state) as forger:
        forger.triggers = forger.triggers[1:]
    found(state, "what refuses to change and delete its rows is gone")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE ratingRow SET level = 5", "never changed"),
        ("DELETE FROM ratingRow", "never deleted"),
        ("UPDATE ratingSeal SET rows = 0", "never changed"),
        ("DELETE FROM ratingSeal", "never deleted"),
    ],
)
def test_the_database_refuses_to_change_rows(state, sql, words):
    forger = chain.Forger(state)
    with pytest.raises(Exception, match=words):
        forger.run(sql)
    forger.ledger.close()


@pytest.mark.parametrize(
    "change", [{"channel": 7}, {"channel": 6}, {"level": 6}, {"level": 0}, {"stage": "later"}]
)
def test_the_database_refuses_what_is_no_rating(state, change):
    with pytest.raises(Exception, match="constraint"), chain.Forger(state) as forger:
        rated = forger.rows()[first_of(state, "rated") - 1]
        forger.append(**rated | {"sequence": len(forger.rows()) + 1, "requestID": None} | change)


def test_the_database_refuses_a_second_rating(state):
    with chain.Forger(state) as forger:
        rated = forger.rows()[first_of(state, "rated") - 1]
        row = rated | {"sequence": len(forger.rows()) + 1, "requestID": "another"}
        with pytest.raises(Exception, match="UNIQUE"):
            forger.run(
                f"INSERT INTO ratingRow ({', '.join([*chain.COLUMNS, 'hash'])}) "
                f"VALUES ({', '.join('?' * (len(chain.COLUMNS) + 1))})",
                *[row[name] for name in chain.COLUMNS], row["hash"],
            )  # fmt: skip
