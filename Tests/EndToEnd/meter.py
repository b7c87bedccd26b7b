"""Listens between a front and the hall, and takes the time the service needs for its answers."""

import json
import os
import socket
import threading
import time

# What waits for a person or for something to happen is no work of the service.
WAITS = {"Cards.Read", "Queue.Follow", "Help.Follow", "Scans.Await"}


class Meter:
    """A socket that passes everything on to the hall's; each question is timed until its answer."""

    def __init__(self, hall, path):
        self.hall, self.path = hall, path
        self.calls = []
        self.lock = threading.Lock()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        os.unlink(self.path)

    def take(self):
        """Method and seconds of the calls since the last time."""
        with self.lock:
            calls, self.calls = self.calls, []
        return calls

    def _accept(self):
        while True:
            try:
                front, _ = self.listener.accept()
            except OSError:
                return
            hall = socket.socket(socket.AF_UNIX)
            try:
                hall.connect(self.hall)
            except OSError:
                front.close()
                continue
            asked = []
            for source, sink, hear in (
                (front, hall, lambda message, asked=asked: asked.append(self._question(message))),
                (hall, front, lambda _, asked=asked: self._answer(asked)),
            ):
                threading.Thread(target=self._pass, args=(source, sink, hear), daemon=True).start()

    @staticmethod
    def _question(message):
        return json.loads(message)["method"].removeprefix("org.hallway."), time.perf_counter()

    def _answer(self, asked):
        if not asked:
            return
        method, since = asked.pop(0)
        if method not in WAITS:
            with self.lock:
                self.calls.append((method, time.perf_counter() - since))

    @staticmethod
    def _pass(source, sink, hear):
        rest = b""
        try:
            while data := source.recv(65536):
                rest += data
                while b"\0" in rest:
                    message, _, rest = rest.partition(b"\0")
                    hear(message)
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
