import pytest
from hall import BIN, Deadline, Demo, ShortDirectory

TEST_SECONDS = 150


def pytest_sessionstart():
    missing = [
        name
        for name in ("hallway", "hallwayd", "hallway-kiosk", "hallway-simulator")
        if not (BIN / name).exists()
    ]
    if missing:
        pytest.exit(f"{BIN} has no {', '.join(missing)}; run `swift build` or set HALLWAY_BIN", 3)


@pytest.fixture(autouse=True)
def deadline():
    with Deadline(TEST_SECONDS):
        yield


@pytest.fixture
def state():
    """A state directory of this test alone; at the end no process may name it."""
    with ShortDirectory() as path:
        yield path


@pytest.fixture(scope="module")
def demo():
    """One running demo for the tests of a file."""
    with ShortDirectory() as path, Demo(path) as running:
        yield running
