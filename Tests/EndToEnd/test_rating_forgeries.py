"""What somebody does to the ratings in the ledger's file who has everything but the hall's sealing key.

Each is found by `hallway audit verify`, which names the first bad row or the seal.
"""

import os
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import rating_chain as chain
from hall import Refusal, ShortDirectory, program, rows, until
from rating_hall import RatingHall, submit

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")


@pytest.fixture(scope="module")
def sealed():
    """A closed hall's ledger: two days that are sealed, and some ratings of today."""
    with ShortDirectory() as place:
        hall = RatingHall(place)

        def a_day(*given):
            service = hall.start()
            try:
                for level in given:
                    _, evaluation = hall.asked()
                    submit(hall, "pad4", evaluation, level, text="谢谢")
                seal = None
                if rows(hall.state, "SELECT 1 FROM ratingRow WHERE day < date('now', '-30 hours')"):
                    seal = until("the day is sealed", lambda: last_seal(hall))
                assert service.end() == 0
                return seal
            finally:
                service.kill()

        a_day(5, 1)
        chain.shift(hall.state, 4)
        first = a_day(4, 2, 5)
        chain.shift(hall.state, 2, after=first["rows"])
        second = a_day(5, 5, 3)
        until("two seals", lambda: rows(hall.state, "SELECT count(*) FROM ratingSeal") == [(2,)])
        yield hall.state, first, second


def last_seal(hall):
    try:
        return hall.call("manager", "Ratings.Seal")
    except Refusal:
        return None


@pytest.fixture
def keyed(sealed, tmp_path):
    """A copy of that ledger to do things to, with the hall's key beside it."""
    copy = tmp_path / "state"
    shutil.copytree(sealed[0], copy, ignore=shutil.ignore_patterns("*.socket"))
    return copy


@pytest.fixture
def state(keyed):
    """The same for whoever verifies without the key: chain and seals are found broken by all."""
    (keyed / "hall.key").unlink()
    return keyed


def audit(state, *arguments):
    done = subprocess.run(
        [program("hallway"), "audit", "verify", "--state", str(state), *arguments],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout.strip()


def found(state, sentence, *arguments):
    status, words = audit(state, *arguments)
    assert (status, sentence in words) == (1, True), words


def first_of(state, kind, after=0):
    query = "SELECT min(sequence) FROM ratingRow WHERE kind = ? AND sequence > ?"
    return rows(state, query, kind, after)[0][0]


UNKNOWN = "without the hall's key it is not known who wrote these rows"


def test_nothing_was_done(keyed, sealed):
    status, words = audit(keyed, "--seal", sealed[2]["text"])
    assert status == 0, words
    assert "2 seals" in words and UNKNOWN not in words


def test_without_the_key_it_is_said_what_is_not_known(keyed, tmp_path):
    (keyed / "hall.key").rename(tmp_path / "elsewhere")
    status, words = audit(keyed)
    assert status == 0 and UNKNOWN in words
    status, words = audit(keyed, "--key", str(tmp_path / "elsewhere"))
    assert status == 0 and UNKNOWN not in words
    (tmp_path / "other").write_bytes(bytes(32))
    found(keyed, "ratings.head was not written by this hall", "--key", str(tmp_path / "other"))


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


# What only the key finds, and what is taken away beside the ledger


def test_a_row_is_chained_to_the_end_before_the_day_is_sealed(keyed):
    with chain.Forger(keyed) as forger:
        rated = forger.rows()[first_of(keyed, "rated") - 1]
        row = forger.append(
            kind="rated", ticket=rated["ticket"], stage="intake", level=5, channel=4, requestID="f"
        )
    found(keyed, f"row {row['sequence']}: not written by this hall, whose mark it lacks")
    (keyed / "hall.key").unlink()
    status, words = audit(keyed)
    assert status == 0 and UNKNOWN in words, words


def test_a_row_is_chained_to_the_end_with_another_rows_mark(keyed):
    with chain.Forger(keyed) as forger:
        last = forger.rows()[-1]
        row = forger.append(kind="refused", word="notOpen", mark=last["mark"])
    found(keyed, f"row {row['sequence']}: not written by this hall")


def test_today_is_written_anew_with_the_end_beside_it(keyed, sealed):
    row = first_of(keyed, "rated", sealed[2]["rows"])

    def worse(one):
        if one["sequence"] == row:
            one["level"] = 1

    with chain.Forger(keyed) as forger:
        forger.rewrite(worse, after=row - 1)
        forger.forge_head()
    found(keyed, "ratings.head was not written by this hall")


@pytest.mark.parametrize("has_key", [True, False])
def test_the_end_beside_the_ledger_is_deleted_with_the_last_rows(keyed, has_key):
    last = rows(keyed, "SELECT max(sequence) FROM ratingRow")[0][0]
    with chain.Forger(keyed) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence = ?", last)
        forger.run("DELETE FROM ratingText WHERE row = ?", last)
    (keyed / "ratings.head").unlink()
    if not has_key:
        (keyed / "hall.key").unlink()
    found(keyed, "ratings.head, which the hall had left beside them, is gone")


def test_the_end_beside_the_ledger_is_one_of_before(keyed, sealed):
    """Rows are cut off, and the file is one that the hall wrote when it had as few."""
    with ShortDirectory() as place:
        hall, _ = reopened(keyed, place)
        for file in ("hall.sqlite", "hall.sqlite-wal", "hall.sqlite-shm"):
            if (Path(hall.state) / file).exists():
                shutil.copy(Path(hall.state) / file, keyed / file)
    # The ledger has gone on, the file has not: as after a power cut, and no row is missing.
    assert audit(keyed)[0] == 0
    shutil.copy(keyed / "ratings.head", keyed / "old")
    with chain.Forger(keyed) as forger:
        known = int((keyed / "old").read_text().split()[1])
        forger.run("DELETE FROM ratingRow WHERE sequence >= ?", known)
        forger.run("DELETE FROM ratingText WHERE row >= ?", known)
    found(keyed, f"the file ratings.head knows of row {known}")


@pytest.mark.parametrize("has_key", [True, False])
def test_the_keys_of_the_seals_are_deleted(keyed, has_key):
    (keyed / "seal.pub").unlink()
    if not has_key:
        (keyed / "hall.key").unlink()
    found(keyed, "seal.pub, which the hall had left beside them, is gone")


@pytest.mark.parametrize("has_key", [True, False])
def test_words_are_deleted_before_their_time(keyed, has_key):
    row = rows(keyed, "SELECT min(row) FROM ratingText")[0][0]
    with chain.Forger(keyed) as forger:
        forger.run("DELETE FROM ratingText WHERE row = ?", row)
    if not has_key:
        (keyed / "hall.key").unlink()
    found(keyed, f"row {row}: its text is gone before its time")


def test_words_are_deleted_as_if_their_time_were_over(keyed):
    with chain.Forger(keyed) as forger:
        day = forger.rows()[-1]["day"]
        forger.run("DELETE FROM ratingText")
        row = forger.append(kind="warning", word="textsForgotten", why=day)
    found(keyed, f"row {row['sequence']}: not written by this hall")


# A hall that opens on what was done


def reopened(state, place):
    """A hall that opens with a ledger and takes one rating."""
    hall = RatingHall(str(place))
    shutil.rmtree(hall.state)
    shutil.copytree(state, hall.state)
    RatingHall(str(place))
    service = hall.start()
    try:
        _, evaluation = hall.asked()
        submit(hall, "pad4", evaluation)
        verdict = hall.call("manager", "Ratings.Verify")
        assert service.end() == 0
        return hall, verdict
    finally:
        service.kill()


def test_the_clock_is_set_back_while_the_hall_is_closed(keyed):
    """The same as a ledger whose last rows are of a later hour than now."""

    def later(one):
        one["at"] += 1_000_000

    state = keyed
    with chain.Forger(state, chain.key_of(state)) as forger:
        seal = forger.seals()[-1]["rows"]
        forger.rewrite(later, after=seal)
        days = {row["sequence"]: row for row in forger.rows()}
        forger.forge_head()
    if any(
        row["sequence"] > seal and hall_day(row["at"]) != row["day"] for row in days.values()
    ):
        pytest.skip("minutes before midnight")
    with ShortDirectory() as place:
        hall, verdict = reopened(state, place)
        assert len(verdict["clockSetBack"]) == 1
        status, words = audit(hall.state)
        assert status == 0 and "the clock was put back before row" in words


def hall_day(milliseconds):
    beijing = timezone(timedelta(hours=8))
    return str(datetime.fromtimestamp(milliseconds / 1000, beijing).date())


def test_a_hall_opens_with_rows_missing_and_says_so_for_ever(keyed):
    state = keyed
    last = rows(state, "SELECT max(sequence) FROM ratingRow")[0][0]
    with chain.Forger(state) as forger:
        forger.run("DELETE FROM ratingRow WHERE sequence = ?", last)
        forger.run("DELETE FROM ratingText WHERE row = ?", last)
    with ShortDirectory() as place:
        hall, _ = reopened(state, place)
        status, words = audit(hall.state)
        assert status == 0 and f"the hall found rows missing, row {last}" in words
        assert (Path(hall.state) / f"ratings.head.lost-{last}").exists()


@pytest.mark.parametrize("file", ["ratings.head", "seal.pub"])
def test_a_hall_opens_without_a_file_it_had_left_and_says_so_for_ever(keyed, file):
    (keyed / file).unlink()
    with ShortDirectory() as place:
        hall, verdict = reopened(keyed, place)
        what = {"ratings.head": "headMissing", "seal.pub": "keysMissing"}[file]
        assert [noted["what"] for noted in verdict["noted"]] == [what]
        status, words = audit(hall.state)
        assert status == 0 and f"the hall found {file} gone" in words


def test_a_hall_opens_on_a_strangers_row_and_says_so_for_ever(keyed):
    with chain.Forger(keyed) as forger:
        row = forger.append(kind="refused", word="notOpen")["sequence"]
    with ShortDirectory() as place:
        hall, verdict = reopened(keyed, place)
        assert verdict["firstBad"] == row and "not written by this hall" in verdict["why"]
        query = "SELECT why FROM ratingRow WHERE word = 'foreignRows'"
        assert rows(hall.state, query) == [(f"from row {row}",)]


def test_a_running_hall_finds_a_strangers_row(keyed):
    with ShortDirectory() as place:
        hall = RatingHall(str(place))
        shutil.rmtree(hall.state)
        shutil.copytree(keyed, hall.state)
        RatingHall(str(place))
        service = hall.start()
        try:
            assert "why" not in hall.call("manager", "Ratings.Verify")
            with chain.Forger(hall.state) as forger:
                row = forger.append(kind="refused", word="notOpen")["sequence"]
            assert hall.call("manager", "Ratings.Verify")["firstBad"] == row
            _, evaluation = hall.asked()
            submit(hall, "pad4", evaluation)
            query = "SELECT why FROM ratingRow WHERE word = 'foreignRows'"
            assert rows(hall.state, query) == [(f"from row {row}",)]
            os.unlink(f"{hall.state}/ratings.head")
            assert "ratings.head" in hall.call("manager", "Ratings.Verify")["why"]
            assert service.end() == 0
        finally:
            service.kill()


def test_a_running_hall_finds_an_edited_row(keyed):
    state = keyed
    row = first_of(state, "rated")
    with chain.Forger(state) as forger:
        forger.run("UPDATE ratingRow SET level = 5, reasons = '517' WHERE sequence = ?", row)
    with ShortDirectory() as place:
        _, verdict = reopened(state, place)
        assert verdict["firstBad"] == row and "changed" in verdict["why"]
