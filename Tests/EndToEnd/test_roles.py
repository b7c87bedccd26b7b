"""Every method as every role: each cell of docs/roles.md is tried over the socket."""

import pytest
import varlink
from hall import ROOT, Wire
from rating_hall import USERS, As, open_hall

# Users of RatingHall by role; "nobody" has none.
ROLES = {
    "citizen": "citizen", "pad": "pad4", "clerk": "clerk", "technician": "technician",
    "manager": "manager", "reviewer": "reviewer", "board": "board", "nobody": "nobody",
}  # fmt: skip
# Where a method looks closer than at the role: what this role's user may be asked with.
PARTICULAR = {"org.hallway.Ratings.Await": {"window": "4"}}


def table():
    """method -> the roles that may call it, as the document says."""
    lines = (ROOT / "docs/roles.md").read_text().splitlines()
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:2] == "| "]
    head, _, *rest = rows
    return {
        row[0].strip("`"): {role for role, cell in zip(head[1:], row[1:]) if cell == "yes"}
        for row in rest
    }


TABLE = table()


@pytest.fixture(scope="module")
def hall():
    with open_hall() as hall:
        yield hall


@pytest.fixture(scope="module")
def interfaces(hall):
    """The published texts, parsed by another implementation than ours."""
    with Wire(hall.socket) as wire:
        wire.socket.sendall(b'{"method":"org.varlink.service.GetInfo"}\0')
        names = wire.receive()["parameters"]["interfaces"]
    with varlink.Client(f"unix:{hall.socket}") as client:
        return {name: client.get_interface(name) for name in names}


def value(interface, kind):
    """Some value of a type: the check of types comes before the check of roles."""
    name = type(kind).__name__
    # The parser stands for a plain type by a value of it.
    plain = {"str": "x", "bool": False, "int": 1, "float": 1.0, "set": {}, "_Object": {}}
    if name in plain:
        return plain[name]
    if name == "_Maybe":
        return None
    if name == "_Array":
        return []
    if name == "_Dict":
        return {}
    if name == "_Enum":
        return kind.fields[0] if isinstance(kind.fields, list) else next(iter(kind.fields))
    if name == "_Struct":
        return {key: value(interface, field) for key, field in kind.fields.items()}
    if name == "_CustomType":
        return value(interface, interface.members[kind.name].type)
    raise AssertionError(f"a type this test does not know: {kind!r}")


def parameters(interfaces, method):
    if method in PARTICULAR:
        return PARTICULAR[method]
    interface, _, member = method.rpartition(".")
    described = interfaces[interface]
    given = value(described, described.members[member].in_type)
    return {key: some for key, some in given.items() if some is not None}


def answer(hall, role, method, given):
    """The error a call ends with, or None; of a stream what comes first."""
    short = method.removeprefix("org.hallway.")
    with As(hall.socket, ROLES[role]) as wire:
        wire.send(short, given)
        error = wire.receive().get("error")
    if error == "org.varlink.service.ExpectedMore":
        with As(hall.socket, ROLES[role]) as wire:
            wire.send(short, given, more=True)
            error = wire.receive().get("error")
    return error


def test_the_table_names_every_role_and_method(interfaces):
    published = {
        f"{name}.{member}"
        for name, interface in interfaces.items()
        if name.startswith("org.hallway.")
        for member, what in interface.members.items()
        if type(what).__name__ == "_Method"
    }
    assert published == set(TABLE)
    assert set().union(*TABLE.values()) == set(ROLES) - {"nobody"}
    assert set(ROLES.values()) <= set(USERS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", sorted(TABLE))
def test_a_method_answers_its_roles_and_refuses_the_others(hall, interfaces, method, role):
    error = answer(hall, role, method, parameters(interfaces, method))
    # A value that makes no sense is told to those who may ask; to the others not even that.
    if role in TABLE[method]:
        refusals = ("PermissionDenied", "MethodNotFound")
        assert error not in [f"org.varlink.service.{name}" for name in refusals]
    else:
        assert error == "org.varlink.service.PermissionDenied"
