import os
import time
from datetime import datetime, timedelta, timezone

import pytest
from hall import BIN, Deadline, Demo, Program, ShortDirectory
from parked import ParkedKiosks

# The longest ordinary test takes a minute, and a starved machine may need some of them; the long
# proofs of `make soak` take many.
TEST_SECONDS = 3600 if os.environ.get("HALLWAY_SOAK") else 600

# Of a day of the hall: longer than an ordinary test.
LAST_MINUTES = 3


def pytest_sessionstart():
    missing = [
        name
        for name in ("hallway", "hallwayd", "hallway-kiosk", "hallway-pad", "hallway-simulator")
        if not (BIN / name).exists()
    ]
    if missing:
        pytest.exit(f"{BIN} has no {', '.join(missing)}; run `swift build` or set HALLWAY_BIN", 3)


@pytest.fixture(autouse=True)
def far_from_midnight():
    """Numbers begin anew at midnight in Beijing; no test begins in the minutes before."""
    now = datetime.now(timezone(timedelta(hours=8)))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    left = (midnight - now).total_seconds()
    if left < LAST_MINUTES * 60:
        time.sleep(left + 1)


@pytest.fixture(autouse=True)
def deadline(far_from_midnight):
    with Deadline(TEST_SECONDS):
        yield


@pytest.fixture
def state():
    """A state directory of this test alone; at the end no process may name it."""
    with ShortDirectory() as path:
        yield path


@pytest.fixture
def simulator(state):
    """A reader, a printer and a pad, without a hall."""
    hardware = Program("hallway-simulator", "--state", state, "--socket", f"{state}/simulator")
    try:
        hardware.line()
        yield f"{state}/simulator"
        assert hardware.end() == 0
    finally:
        hardware.kill()


@pytest.fixture(scope="module")
def demo():
    """One running demo for the tests of a file."""
    with ShortDirectory() as path, Demo(path) as running:
        yield running


def pytest_configure(config):
    config.addinivalue_line("markers", "parked: looks at kiosks that were left alone; comes last")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("parked") is not None)


@pytest.fixture(scope="session", autouse=True)
def parked(request):
    """Kiosks that wait to go home while other tests run, where a test will look at them."""
    if not any(item.get_closest_marker("parked") for item in request.session.items):
        yield {}
        return
    with ParkedKiosks() as places:
        yield places
