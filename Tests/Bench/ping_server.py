"""PyPI varlink's own server with the bench interface: ping_server.py SOCKET."""

import os
import sys
import tempfile

import varlink

INTERFACE = """interface org.example.bench

method Ping(ping: string) -> (pong: string)
"""

directory = tempfile.mkdtemp()
with open(os.path.join(directory, "org.example.bench.varlink"), "w") as file:
    file.write(INTERFACE)

service = varlink.Service(
    vendor="PyPI", product="bench", version="1", url="", interface_dir=directory
)


class Handler(varlink.RequestHandler):
    service = service


@service.interface("org.example.bench")
class Bench:
    def Ping(self, ping):
        return {"pong": ping}


with varlink.ThreadingServer("unix:" + sys.argv[1], Handler) as server:
    server.serve_forever()
