"""Mails to everybody: publishes an incident and waits until the ledger says that the last one was sent."""

import os
import sqlite3
import subprocess
import sys
import time

from client import Client

# So many subscribers fit into one request.
CHUNK = 5000
PATIENCE = 600
SENT = "select count(*) from deliveries where state = 'sent'"


def main():
    name, base, pid, ledger, count = sys.argv[1:]
    count = int(count)
    client = Client(base, os.environ["BENCH_TOKEN"])
    subscribe(client, count)
    sent = postgres(ledger) if ledger.startswith("postgres") else sqlite(ledger)
    before = peak_memory(pid)
    incident = {"title": "Nothing can be reached", "severity": "p1", "body": BODY, "affected": []}
    asked = time.perf_counter()
    client.post("/api/v3/incidents", incident)
    answered = time.perf_counter()
    while sent() < count:
        if time.perf_counter() - answered > PATIENCE:
            sys.exit(f"after {PATIENCE} seconds only {sent()} of {count} mails were sent")
        time.sleep(0.25)
    seconds = time.perf_counter() - answered
    print(f"{name}.publish {(answered - asked) * 1000:.1f}")
    print(f"{name}.seconds {seconds:.2f}")
    print(f"{name}.rate {count / seconds:.0f}")
    print(f"{name}.memory.before {before:.1f}")
    print(f"{name}.memory {peak_memory(pid):.1f}")


BODY = """We see errors on **all requests** since a few minutes and are looking into the cause.

- Sign-in fails
- The API answers with 503

We tell more as soon as we know more."""


def subscribe(client, count):
    addresses = [{"email": f"reader{number}@bench.example"} for number in range(1, count + 1)]
    for start in range(0, count, CHUNK):
        client.post("/api/v3/subscribers", {"subscribers": addresses[start : start + CHUNK]}, status=200)


def sqlite(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    return lambda: connection.execute(SENT).fetchone()[0]


def postgres(url):
    # One psql that stays open: to start one for each question would take time from what is measured.
    psql = subprocess.Popen(["psql", "-XAtq", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def sent():
        psql.stdin.write(SENT + ";\n")
        psql.stdin.flush()
        return int(psql.stdout.readline())

    return sent


def peak_memory(pid):
    """The most memory a process ever held, in MB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
