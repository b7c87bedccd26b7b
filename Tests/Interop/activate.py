"""Starts a command with a socket as descriptor 3, as systemd or `varlinkctl exec` would.

activate.py listening SOCKET COMMAND...   a bound, listening socket
activate.py connected SOCKET COMMAND...   the one connection accepted there
"""

import os
import socket
import sys

kind, path, command = sys.argv[1], sys.argv[2], sys.argv[3:]
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(8)
print("ready", flush=True)
given = listener if kind == "listening" else listener.accept()[0]
os.dup2(given.fileno(), 3)
os.set_inheritable(3, True)  # dup2 leaves the flag alone when the number is 3 already
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES="varlink")
os.execv(command[0], command)
