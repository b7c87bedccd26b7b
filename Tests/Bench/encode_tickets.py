"""python-escpos at the ticket of TicketEncoding.swift: encode_tickets.py SOCKET.

Takes counts, ends each answer "SECONDS BYTES" with a NUL."""

import socket
import sys
import time

from escpos.printer import Dummy

LINES = [
    ("样本市政务服务中心", dict(align="center", double_width=True, double_height=True)),
    ("Sample City Service Centre", dict(align="center")),
    (None, {}),
    ("A012", dict(align="center", custom_size=True, width=6, height=6, bold=True)),
    ("户籍业务", dict(align="center", double_width=True, double_height=True)),
    ("Households", dict(align="center")),
    (None, {}),
    ("前面等候: 3 人", dict(bold=True)),
    ("窗口: 1、2", dict(bold=True)),
    ("预计等候: 约 10 分钟", {}),
    ("持有人: 欧*", {}),
    ("取号时间: 2026-01-05 09:30", {}),
    ("查询码: 4F7K2M", dict(bold=True)),
]
CODE = "https://hall.example/t/A012-4F7K2M"
CLOSING = ["扫码查看进度", "请保管好您的号票", "咨询电话 12345"]


def encode():
    printer = Dummy()
    printer.hw("INIT")

    def line(text, style):
        printer.set_with_default(**style)
        # It has no Chinese code page; this is what its users write instead of text().
        printer._raw(("-" * 48 if text is None else text).encode("gb18030") + b"\n")

    for text, style in LINES:
        line(text, style)
    printer.set_with_default(align="center")
    printer.qr(CODE, native=True, size=6, ec=1)
    for text in CLOSING:
        line(text, dict(align="center"))
    printer.ln(2)
    printer.cut(mode="PART")
    return printer.output


with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[1])
    listener.listen()
    peer, _ = listener.accept()
    with peer, peer.makefile("rb") as requests:
        while request := requests.read(4):
            start = time.perf_counter()
            for _ in range(int.from_bytes(request, "little")):
                job = encode()
            answer = f"{time.perf_counter() - start} {len(job)}\0"
            peer.sendall(answer.encode())
