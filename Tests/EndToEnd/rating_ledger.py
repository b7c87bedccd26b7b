"""A closed hall's ledger for those who do things to it, and what `hallway audit verify` says then."""

import shutil
import subprocess

import pytest
import rating_chain as chain
from hall import Refusal, ShortDirectory, program, rows, until
from rating_hall import RatingHall, submit


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
