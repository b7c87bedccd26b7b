"""The technician's console of `make hall`: hands in front of virtual hardware."""

import cmd
import os
import subprocess
import traceback

from guest.gadget import PORTS

WELCOME = f"""
Welcome to the virtual hall: a real Linux kernel, virtual devices, and hallwayd running.
Type a line and Enter. NAME is a device's name; `devices` lists them.

  devices                    what stands where, what the kernel made of it, what hallwayd says
  unplug NAME                pull its cable
  plug NAME [PORT]           put it back, or into another port (1 to {PORTS})
  card NAME PERSON           lay a card on a reader: ouyang, yulan, elder; `card NAME off` takes it
  ticket                     take a number; its paper comes out of the printer
  press NAME KEY             press key 1 to 5 of a pad
  scan NAME TEXT             hold a code under a scanner
  paper NAME full|low|out    the paper of a printer
  fault NAME FAULT on|off    FAULT is silent, garbage or deaf;  fault NAME stall
  log                        what hallwayd has said
  shell                      a root shell in this machine; `exit` comes back
  off                        switch the machine off
"""


class Console(cmd.Cmd):
    prompt = "hall> "
    intro = WELCOME

    def __init__(self, bench):
        super().__init__()
        self.bench = bench

    def onecmd(self, line):
        try:
            return super().onecmd(line)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            print(f"that is not understood ({error}); type `help`")
        except Exception as error:  # noqa: BLE001  (a technician's typo ends no machine)
            print("".join(traceback.format_exception_only(error)).strip())

    def unit(self, words, number=0):
        return self.bench.units[words[number]]

    def emptyline(self):
        return None

    def do_help(self, _):
        print(WELCOME)

    def do_devices(self, _):
        states = self.bench.service.devices()
        print(f"{'NAME':18}{'PORT':6}{'KERNEL':16}{'HALLWAYD'}")
        for unit in self.bench.units.values():
            state = states.get(unit.name)
            told = state and " ".join(filter(None, (state["state"], state.get("fault"))))
            port = "out" if unit.port is None else str(unit.port)
            print(f"{unit.name:18}{port:6}{unit.node() or '-':16}{told or 'not configured'}")

    def do_plug(self, line):
        words = line.split()
        unit = self.unit(words)
        if unit.port is not None:
            print(f"{unit.name} is plugged in at port {unit.port}")
            return
        port = int(words[1]) if len(words) > 1 else unit.home
        taken = [other.name for other in self.bench.units.values() if other.port == port and port]
        if taken:
            print(f"{taken[0]} is at port {port}")
        elif not (1 <= port <= PORTS or port == unit.home):
            print(f"ports are 1 to {PORTS}")
        else:
            unit.plug(port)

    def do_unplug(self, line):
        unit = self.unit(line.split())
        if unit.port is None:
            print(f"{unit.name} is out")
        else:
            unit.unplug()

    def do_card(self, line):
        words = line.split()
        simulator = self.unit(words).simulator
        if words[1] == "off":
            simulator.call("RemoveCard")
        else:
            print(simulator.call("PlaceCard", person=words[1])["person"]["name"])

    def do_ticket(self, _):
        ticket = self.bench.service.take()
        print(ticket["number"], ticket["paper"]["state"])

    def do_press(self, line):
        words = line.split()
        self.unit(words).press(int(words[1]))

    def do_scan(self, line):
        name, text = line.split(maxsplit=1)
        self.bench.units[name].scan(text)

    def do_paper(self, line):
        words = line.split()
        self.unit(words).set_paper(words[1])

    def do_fault(self, line):
        words = line.split()
        unit = self.unit(words)
        if words[1] == "stall":
            unit.stall()
        else:
            getattr(unit, f"set_{words[1]}")({"on": True, "off": False}[words[2]])

    def do_log(self, _):
        print(self.bench.service.program.complaint())

    def do_shell(self, _):
        # Nobody's start-up files: they belong to the host and may take long here.
        environment = {**os.environ, "PS1": "virtual hall:\\w# "}
        subprocess.run(["bash", "--norc"], env=environment, check=False)

    def do_off(self, _):
        return True

    do_EOF = do_off


def play(bench):
    bench.start_service()
    console = Console(bench)
    while True:
        try:
            console.cmdloop()
            break
        except KeyboardInterrupt:
            console.intro = None
            print()
    bench.end_service()
