"""What the house promises about itself: its graph, its layers, its rooms' size."""
import importlib.machinery
import importlib.util
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ["Sources", "Devices", "Kiosk"]


def swift_files(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.swift"))]


@pytest.fixture(scope="module")
def graph():
    loader = importlib.machinery.SourceFileLoader("graph", str(ROOT / "scripts/graph"))
    spec = importlib.util.spec_from_loader("graph", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module.targets()


def reach(graph, start):
    seen, stack = set(), [start]
    while stack:
        for need in graph[stack.pop()]:
            if need not in seen:
                seen.add(need)
                stack.append(need)
    return seen


def test_the_picture_shows_the_graph_that_is_built():
    subprocess.run([ROOT / "scripts/graph", "--check"], check=True)


def test_hall_stands_on_nothing(graph):
    assert graph["Hall"] == []


def test_varlink_knows_nothing_of_halls(graph):
    assert graph["Varlink"] == []


def test_the_service_knows_no_driver_no_engine_and_no_configuration(graph):
    below = reach(graph, "HallService")
    assert not below & {
        "IDCardReaders", "TicketPrinters", "EvaluationPads", "Scanners", "Cameras",
        "DocumentPrinters", "LetterDrawing", "HallStoreSQLite", "HallConfig",
    }


def test_no_simulator_is_linked_into_the_service(graph):
    assert not reach(graph, "hallwayd") & {"DeviceSimulators", "SimulatorAPI"}


def test_simulators_share_no_code_with_drivers(graph):
    assert not reach(graph, "DeviceSimulators") & {
        "DeviceKit", "IDCardReaders", "TicketPrinters", "EvaluationPads", "Scanners", "Cameras",
    }


@pytest.mark.parametrize("front", ["hallway-kiosk", "hallway-pad", "hallway-window", "hallway-board", "ConsoleScreens", "BoardScreens", "KioskScreens", "KioskTerminal", "TextUI", "hallway"])
def test_fronts_know_only_the_protocol(graph, front):
    assert not reach(graph, front) & {
        "HallService", "HallStore", "HallStoreSQLite", "DeviceKit", "DeviceSimulators",
    }


def test_screens_of_cells_know_no_front(graph):
    assert reach(graph, "TextUI") == {"Hall"}
    assert "KioskScreens" not in reach(graph, "KioskTerminal")


@pytest.mark.parametrize(
    "module, rooms",
    [
        ("CNcursesW", ["Kiosk/KioskTerminal"]),
        ("CCUPS", ["Devices/CUPSSpooling"]),
        ("CPCSC", ["Devices/SmartCardReaders"]),
        ("CPangoCairo", ["Devices/Simulators/DeviceSimulators", "Devices/TicketDrawing",
                         "Devices/LetterDrawing"]),
        ("CQREncode", ["Devices/Simulators/DeviceSimulators", "Devices/TicketDrawing"]),
        ("CLinuxDevices", ["Devices/DeviceKit", "Devices/IDCardReaders"]),
        ("CLibUSB", ["Devices/DeviceKit"]),
        ("CLibUDev", ["Devices/DeviceKit"]),
        ("CTurboJPEG", ["Devices/Pictures"]),
        ("CVideo", ["Devices/DeviceKit"]),
        ("GRDB", ["Sources/HallStoreSQLite"]),
        ("Yams", ["Sources/HallConfig"]),
    ],
)
def test_a_binding_is_seen_only_where_it_is_needed(module, rooms):
    for path in swift_files(*OURS):
        if re.search(rf"^(\w+ )?import {module}$", path.read_text(), re.MULTILINE):
            assert any(str(path.relative_to(ROOT)).startswith(room) for room in rooms), path


def test_hall_does_no_io():
    for path in swift_files("Sources/Hall"):
        assert not re.search(r"^(\w+ )?import ", path.read_text(), re.MULTILINE), path


@pytest.mark.parametrize("path", swift_files(*OURS), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_read_in_one_sitting_and_does_not_trap(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 500
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        traps = re.search(r"\btry!|\bas! |fatalError\(|preconditionFailure\(|precondition\(", code)
        assert not traps, f"{path}:{number}: {line}"
        unchecked = re.search(r"@unchecked Sendable|nonisolated\(unsafe\)", code)
        if unchecked:
            above = "\n".join(lines[max(0, number - 12):number])
            assert "proof:" in above, f"{path}:{number}: no proof for {line}"


def test_every_driver_family_explains_itself():
    families = ["IDCardReaders", "TicketPrinters", "DocumentPrinters", "EvaluationPads", "Scanners",
                "Cameras", "SmartCardReaders"]
    stations = ["CallerKeypads", "LEDStrips", "StationProtocols"]
    for family in ["DeviceKit", *families, *stations]:
        assert (ROOT / "Devices" / family / "README.md").stat().st_size > 500


def test_rules_hwdb_and_device_list_are_those_of_the_drivers():
    subprocess.run([ROOT / ".build/debug/hallway-devices", "generate", "--check", ROOT], check=True)


def test_nothing_is_left_to_do_later():
    for path in swift_files(*OURS, "Tests"):
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text()), path


def test_every_driver_is_listed():
    roster = (ROOT / "Devices/Drivers/AllDrivers.swift").read_text()
    declared = [
        name
        for path in swift_files("Devices")
        for name in re.findall(r"static let driver = Driver\(", path.read_text()) and [path.stem]
    ]
    assert declared
    for driver in declared:
        assert f"  {driver}.driver," in roster, f"{driver} is declared and not listed"


def test_the_built_service_holds_no_simulator():
    symbols = subprocess.run(
        ["nm", ROOT / ".build/debug/hallwayd"], check=True, capture_output=True, text=True
    ).stdout
    assert "HallService" in symbols
    assert "DeviceSimulators" not in symbols
    assert "SimulatorAPI" not in symbols
