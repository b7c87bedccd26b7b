"""What the hall's key finds in the ratings' ledger, what is missed beside it, and what an open hall notes."""

import os
import shutil
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import rating_chain as chain
from hall import ShortDirectory, rows
from rating_hall import RatingHall, submit
from rating_ledger import UNKNOWN, audit, first_of, found, keyed, sealed  # noqa: F401

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="plays other users, which root may")


def test_without_the_key_it_is_said_what_is_not_known(keyed, tmp_path):
    (keyed / "hall.key").rename(tmp_path / "elsewhere")
    status, words = audit(keyed)
    assert status == 0 and UNKNOWN in words
    status, words = audit(keyed, "--key", str(tmp_path / "elsewhere"))
    assert status == 0 and UNKNOWN not in words
    (tmp_path / "other").write_bytes(bytes(32))
    found(keyed, "ratings.head was not written by this hall", "--key", str(tmp_path / "other"))


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
