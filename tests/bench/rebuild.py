"""How soon the public page shows an update: from the answer to the program that posted it to the page that tells it."""

import math
import os
import sys
import time

from client import Client

UPDATES = 200
# No incident has two hundred updates; its page would grow to a size that nobody ever sees.
UPDATES_EACH = 10
PATIENCE = 10


def main():
    base = sys.argv[1]
    program, reader = Client(base, os.environ["BENCH_TOKEN"]), Client(base)
    reader.get("/")
    first, shown, incident = [], [], None
    for number in range(UPDATES):
        if number % UPDATES_EACH == 0:
            if incident:
                program.post(f"/api/v3/incidents/{incident}/updates", {"phase": "resolved", "body": "It is over."})
            incident = open_incident(program, number)
            reader.get("/")
        text = f"Measured update number {number} of the bench."
        program.post(f"/api/v3/incidents/{incident}/updates", {"phase": "investigating", "body": text})
        one, all_of_it = wait_for(reader, text.encode())
        first.append(one)
        shown.append(all_of_it)
    for name, values in (("first", first), ("shown", shown)):
        print(f"rebuild.{name}.p50 {percentile(values, 50):.2f}")
        print(f"rebuild.{name}.p99 {percentile(values, 99):.2f}")


def open_incident(program, number):
    document = {"title": f"Trouble {number}", "severity": "p2", "body": "We are looking into it.", "affected": []}
    return program.post("/api/v3/incidents", document)["id"]


def wait_for(reader, text):
    """Milliseconds until the first page came, and until one with the text came."""
    start = time.perf_counter()
    first = None
    while time.perf_counter() - start < PATIENCE:
        body = reader.get("/")[1]
        now = (time.perf_counter() - start) * 1000
        first = first or now
        if text in body:
            return first, now
    sys.exit(f"the page does not show an update after {PATIENCE} seconds")


def percentile(values, share):
    """The nearest rank."""
    return sorted(values)[math.ceil(len(values) * share / 100) - 1]


if __name__ == "__main__":
    main()
