"""The asyncvarlink side of the interop tests.

async_peer.py client SOCKET   drives the certification service of `VarlinkInterop serve`
async_peer.py server SOCKET   serves org.example.peer for `VarlinkInterop peer SOCKET`
"""

import asyncio
import sys
import typing

from asyncvarlink import (
    LastResult,
    TypedVarlinkErrorReply,
    VarlinkClientProtocol,
    VarlinkInterface,
    VarlinkInterfaceRegistry,
    VarlinkMethodCall,
    connect_unix_varlink,
    create_unix_server,
    varlinkmethod,
)
from asyncvarlink.serviceinterface import VarlinkServiceInterface


class NoSuchThing(TypedVarlinkErrorReply, interface="org.example.peer"):
    class Parameters:
        thing: str


class PeerInterface(VarlinkInterface, name="org.example.peer"):
    errors = (NoSuchThing,)

    @varlinkmethod(return_parameter="sum")
    def Add(self, *, left: int, right: int) -> int:
        return left + right

    @varlinkmethod(return_parameter="number")
    def Count(self, *, upTo: int) -> typing.Iterator[int]:
        for number in range(1, upTo):
            yield number
        raise LastResult(upTo)

    @varlinkmethod
    def Refuse(self) -> None:
        raise NoSuchThing(thing="door")


async def server(path: str) -> None:
    registry = VarlinkInterfaceRegistry()
    registry.register_interface(PeerInterface())
    registry.register_interface(
        VarlinkServiceInterface("Peer", "asyncvarlink", "1", "https://example.org", registry)
    )
    listener = await create_unix_server(registry.protocol_factory, path)
    print("ready", flush=True)
    async with listener:
        await listener.serve_forever()


async def client(path: str) -> None:
    _, protocol = await connect_unix_varlink(VarlinkClientProtocol, path)

    async def call(method: str, **parameters: typing.Any) -> dict:
        reply, _ = await protocol.call(VarlinkMethodCall(method, parameters))
        assert reply.error is None, reply
        return reply.parameters

    async def fails(method: str, error: str, **parameters: typing.Any) -> None:
        reply, _ = await protocol.call(VarlinkMethodCall(method, parameters))
        assert reply.error == error, (reply, error)

    proxy = protocol.make_proxy(VarlinkServiceInterface)
    info = await proxy.GetInfo()
    names = ["org.varlink.certification", "org.varlink.service"]
    assert info["interfaces"] == names, info
    text = await proxy.GetInterfaceDescription(interface=names[1])
    assert "interface org.varlink.service" in str(text), text

    service = "org.varlink.service."
    certification = "org.varlink.certification."
    await fails("org.example.nowhere.Go", service + "InterfaceNotFound")
    await fails(certification + "Nothing", service + "MethodNotFound")
    await fails(certification + "Test01", service + "InvalidParameter")
    await fails(certification + "Start", service + "InvalidParameter", surplus=1)
    await fails(certification + "Test01", certification + "ClientIdError", client_id="x")

    # Pipelined: sent together, answered in order.
    clients = await asyncio.gather(*(call(certification + "Start") for _ in range(20)))
    numbers = [int(one["client_id"].split("-")[1]) for one in clients]
    assert numbers == sorted(numbers), numbers
    client_id = clients[0]["client_id"]
    assert (await call(certification + "Test01", client_id=client_id)) == {"bool": True}

    # A refused stream is one reply, and the connection goes on.
    replies = protocol.call_more(
        VarlinkMethodCall(certification + "Test10", {"client_id": "x"}, more=True)
    )
    errors = [reply.error async for reply, _ in replies]
    assert errors == [service + "InvalidParameter"], errors
    assert len((await proxy.GetInfo())["interfaces"]) == 2
    print("passed", flush=True)


if __name__ == "__main__":
    asyncio.run({"client": client, "server": server}[sys.argv[1]](sys.argv[2]))
