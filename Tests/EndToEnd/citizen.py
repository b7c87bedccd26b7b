"""A scripted citizen: does at the kiosk what people come for, and counts what it takes."""

from hall import until
from terminal import ENTER, ESCAPE, F2, F3, Kiosk


class Citizen(Kiosk):
    """Counts keys, touches and what is typed; knows the words of the language it was given."""

    def __init__(self, demo, language="zh", socket=None, **options):
        self.counted = {"keys": 0, "typed": 0, "cards": 0, "scans": 0}
        super().__init__(demo, language=language, socket=socket, **options)

    def begin(self):
        self.counted = dict.fromkeys(self.counted, 0)

    def say(self, zh, en):
        return zh if self.language == "zh" else en

    def key(self, keys, *words):
        """Presses keys one by one: each is an action."""
        self.counted["keys"] += len(keys)
        return self.press(keys, *words)

    def finger(self, words, *seen):
        self.counted["keys"] += 1
        self.touch(words)
        return self.see(*seen)

    def enter(self, *texts):
        """Types into the entries of a form and sends them: the text is counted, the keys are too."""
        for text in texts:
            self.counted["typed"] += len(text)
            self.counted["keys"] += 1
            self.type(text + ENTER)

    def scan(self, code):
        """Holds a paper before a scanner that types."""
        self.counted["scans"] += 1
        self.type(code + ENTER)

    def lay_card(self, person=None):
        self.counted["cards"] += 1
        if person:
            self.demo.call("Simulator.PlaceCard", person=person)
        else:
            self.type(F2)

    def take_card(self):
        self.type(F3)

    def leave(self):
        self.go_home()
        return self.text

    def escape(self):
        self.type(ESCAPE)


def way_to(demo, service):
    """The digits that lead from home to a matter, as they stand on the screens."""
    hall = demo.call("Hall.Describe")
    found = next(s for s in hall["services"] if s["id"] == service)
    fields = [f["id"] for f in hall["hall"]["fields"]]
    fields = [f for f in fields if any(s["field"] == f for s in hall["services"])]
    there = [s["id"] for s in hall["services"] if s["field"] == found["field"]]

    def turn(index):
        return "9" * (index // 8) + str(index % 8 + 1)

    return turn(fields.index(found["field"])), turn(there.index(service))


def issue_letter(demo, receipt, window="12", service="enquiry-policy"):
    """A window serves somebody and writes a letter for a case, without printing it."""
    ticket = demo.take_in_hand(service)
    until("the window serves", lambda: demo.call("Counter.CallNext", window=window).get("ticket"))
    facts = {"materials": ["申请表", "身份证复印件"], "applicant": ["样本"], "item": ["样例事项"]}
    letter = demo.call(
        "Letters.Issue", window=window, kind="materialsReceipt", receipt=receipt, form="none",
        requestId=f"letter-{ticket['number']}",
        fields=[{"name": name, "values": values} for name, values in facts.items()],
    )["letter"]  # fmt: skip
    demo.call("Counter.Finish", window=window)
    return letter["number"]
