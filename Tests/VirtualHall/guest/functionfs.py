"""A USB function whose endpoints are played by Python, through the kernel's FunctionFS.

Blocking reads and writes sit in one thread an endpoint. A signal takes a thread out of them when
its endpoint is to be stalled: FunctionFS halts an endpoint that is used the wrong way round, and
only when nothing is waiting on it.
"""

import ctypes
import errno
import os
import queue
import signal
import struct
import subprocess
import threading
import time
from pathlib import Path

BULK, INTERRUPT = 2, 3
DESCRIPTORS_MAGIC_V2, STRINGS_MAGIC = 3, 2
FULL_SPEED, HIGH_SPEED = 1, 2
PACKET = {FULL_SPEED: 64, HIGH_SPEED: 512}
EVENT = struct.Struct("<BBHHHB3x")
ENABLE, DISABLE, SETUP = 2, 3, 4
WAKE = signal.SIGUSR1
# The host's class drivers use whole transfers of at most 8 KiB (usblp); longer ones come in parts.
TRANSFER_BYTES = 16384
# A signal may come before the thread waits; it is sent again until it has worked.
WAKE_SECONDS = 0.01

libc = ctypes.CDLL(None, use_errno=True)
libc.read.argtypes = libc.write.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t]
libc.read.restype = libc.write.restype = ctypes.c_ssize_t


class Endpoint:
    """A bulk or interrupt endpoint; give `received` for one that the host writes to."""

    def __init__(self, address, received=None, kind=BULK):
        self.address = address
        self.received = received
        self.kind = kind
        self.is_input = bool(address & 0x80)
        self.outgoing = queue.Queue()
        self.stalls_wanted = 0
        # Cleared: takes nothing, so that the host's writes wait (NAK).
        self.listening = threading.Event()
        self.listening.set()
        self.file = None
        self.thread = None

    def descriptor(self, speed):
        interval = 4 if self.kind == INTERRUPT else 0
        return struct.pack(
            "<BBBBHB", 7, 5, self.address, self.kind, PACKET[speed], interval
        )

    def open(self, path):
        self.file = os.open(path, os.O_RDWR)
        work = self._write_all if self.is_input else self._read_all
        self.thread = threading.Thread(target=work, name=str(path), daemon=True)
        self.thread.start()

    def send(self, transfer):
        self.outgoing.put(bytes(transfer))

    def forget(self):
        """Drops what nobody fetched, as a device does that loses its power."""
        while not self.outgoing.empty():
            try:
                self.outgoing.get_nowait()
            except queue.Empty:
                return

    def stall(self, seconds=5):
        """Halts the endpoint until the host clears it."""
        self.stalls_wanted += 1
        end = time.monotonic() + seconds
        while self.stalls_wanted:
            self.outgoing.put(None)
            signal.pthread_kill(self.thread.ident, WAKE)
            time.sleep(WAKE_SECONDS)
            if time.monotonic() > end:
                raise TimeoutError(f"endpoint {self.address:#04x} does not stall")

    def _halt(self):
        # The wrong way round: EBADMSG says that it is halted now.
        wrong = libc.read if self.is_input else libc.write
        wrong(self.file, ctypes.create_string_buffer(1), 1)
        if ctypes.get_errno() == errno.EBADMSG:
            self.stalls_wanted = 0

    def _read_all(self):
        buffer = ctypes.create_string_buffer(TRANSFER_BYTES)
        while True:
            self.listening.wait()
            if self.stalls_wanted:
                self._halt()
                continue
            count = libc.read(self.file, buffer, TRANSFER_BYTES)
            if count >= 0:
                self.received(buffer.raw[:count])
            elif ctypes.get_errno() == errno.EBADF:
                return

    def _write_all(self):
        while True:
            transfer = self.outgoing.get()
            if self.stalls_wanted:
                self._halt()
                continue
            if transfer is None:
                continue
            if libc.write(self.file, transfer, len(transfer)) < 0:
                if ctypes.get_errno() == errno.EBADF:
                    return
                # Unplugged (ESHUTDOWN) or to be stalled (EINTR): the transfer is lost.


class FunctionFS:
    """One interface with its endpoints. `control` answers class requests; see `_answer`."""

    def __init__(self, gadget, name, endpoints, *, interface_class=(0xFF, 0, 0), control=None):
        self.endpoints = endpoints
        self.control = control
        # Set while the host has configured the device.
        self.configured = threading.Event()
        gadget.add(f"ffs.{name}")
        folder = Path("/run/functionfs") / name
        folder.mkdir(parents=True)
        subprocess.run(["mount", "-t", "functionfs", name, folder], check=True)
        self.ep0 = os.open(folder / "ep0", os.O_RDWR)
        os.write(self.ep0, self._descriptors(interface_class))
        os.write(self.ep0, struct.pack("<IIII", STRINGS_MAGIC, 16, 0, 0))
        for number, endpoint in enumerate(endpoints, 1):
            endpoint.open(folder / f"ep{number}")
        threading.Thread(target=self._serve_ep0, name=f"{name} ep0", daemon=True).start()

    def _descriptors(self, interface_class):
        body = b""
        for speed in (FULL_SPEED, HIGH_SPEED):
            body += struct.pack("<BBBBBBBBB", 9, 4, 0, 0, len(self.endpoints), *interface_class, 0)
            body += b"".join(endpoint.descriptor(speed) for endpoint in self.endpoints)
        count = 1 + len(self.endpoints)
        flags = FULL_SPEED | HIGH_SPEED
        head = struct.pack("<IIIII", DESCRIPTORS_MAGIC_V2, 20 + len(body), flags, count, count)
        return head + body

    def _serve_ep0(self):
        while True:
            try:
                event = os.read(self.ep0, EVENT.size)
            except OSError as error:
                # A request the host gave up (EIDRM), or one that was stalled (EL2HLT).
                if error.errno in (errno.EIDRM, errno.EL2HLT, errno.EINTR):
                    continue
                return
            request_type, request, value, index, length, kind = EVENT.unpack(event)
            if kind == ENABLE:
                self.configured.set()
            elif kind == DISABLE:
                self.configured.clear()
            elif kind == SETUP:
                self._answer(request_type, request, value, index, length)

    def _answer(self, request_type, request, value, index, length):
        """`control` gives bytes for a request that reads, True to accept one that writes, or None
        to stall."""
        answer = self.control and self.control(request_type, request, value, index)
        try:
            if request_type & 0x80:
                # Reading where the host wants data stalls the request.
                os.read(self.ep0, 0) if answer is None else os.write(self.ep0, answer[:length])
            else:
                os.read(self.ep0, length) if answer else os.write(self.ep0, b"")
        except OSError:
            # EL2HLT after a stall, EIDRM if the host was faster; the next event follows anyway.
            return


def allow_waking():
    """To be called once by the main thread: the signal interrupts calls and does nothing else."""
    signal.signal(WAKE, lambda *_: None)
    signal.siginterrupt(WAKE, True)
