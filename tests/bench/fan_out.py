"""Mails to everybody: publishes an incident and waits until the ledger says that the last one was sent.

By turns with smtp-source, which sends as many mails of the same size and writes nothing down: once as it is, with a new
connection for each mail, and once keeping its connections.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time

from client import Client

ROUNDS = 3
# So many subscribers fit into one request.
CHUNK = 5000
PATIENCE = 300
SENT = "select count(*) from deliveries where state = 'sent'"


def main():
    name, base, pid, ledger, sink, *numbers = sys.argv[1:]
    readers, connections, size = map(int, numbers)
    token = os.environ["BENCH_TOKEN"]
    subscribe(Client(base, token), readers)
    sent = postgres(ledger) if ledger.startswith("postgres") else sqlite(ledger)
    source = ["smtp-source", "-s", str(connections), "-m", str(readers), "-l", str(size)]
    source += ["-f", "from@bench.example", "-t", "to@bench.example"]
    for number in range(1, ROUNDS + 1):
        # A connection for each: in the meantime the server has closed the last one.
        answer, first, seconds = publish(Client(base, token), sent, readers, number * readers)
        print(f"{name}.publish {answer * 1000:.1f}")
        print(f"{name}.first {first * 1000:.0f}")
        print(f"{name}.seconds {seconds:.2f}")
        print(f"{name}.rate {readers / seconds:.0f}")
        print(f"{name}.source {readers / duration([*source, sink]):.0f}")
        print(f"{name}.kept {readers / duration([*source, '-d', sink]):.0f}")
    print(f"{name}.memory {peak_memory(pid):.1f}")
    print(f"{name}.total {ROUNDS * 3 * readers}")


def publish(client, sent, readers, total):
    """Seconds until the publisher has its answer, and from then until the mail server has one mail, and the ledger all as sent.

    The ledger is asked only when the mail server has all: the question would take time from what is measured.
    """
    incident = {"title": "Nothing can be reached", "severity": "p1", "body": BODY, "affected": []}
    before = taken()
    asked = time.perf_counter()
    client.post("/api/v3/incidents", incident)
    answered = time.perf_counter()
    first = waited(answered, lambda: taken() > before)
    waited(answered, lambda: taken() >= before + readers)
    return answered - asked, first, waited(answered, lambda: sent() >= total)


def waited(since, done):
    """Seconds since then until it is done."""
    while not done():
        if time.perf_counter() - since > PATIENCE:
            sys.exit(f"after {PATIENCE} seconds not all mails were sent")
        time.sleep(0.01)
    return time.perf_counter() - since


def taken():
    """How many mails smtp-sink has, by the last line that it wrote."""
    with open("sink.log", "rb") as log:
        log.seek(0, os.SEEK_END)
        log.seek(max(0, log.tell() - 200))
        counts = re.findall(rb"mesg=(\d+)", log.read())
    return int(counts[-1]) if counts else 0


def duration(command):
    start = time.perf_counter()
    subprocess.run(command, timeout=PATIENCE, check=True)
    return time.perf_counter() - start


BODY = """We see errors on **all requests** since a few minutes and are looking into the cause.

- Sign-in fails
- The API answers with 503

We tell more as soon as we know more."""


def subscribe(client, count):
    addresses = [{"email": f"reader{number}@bench.example"} for number in range(1, count + 1)]
    for start in range(0, count, CHUNK):
        client.post("/api/v3/subscribers", {"subscribers": addresses[start : start + CHUNK]}, status=200)


def sqlite(path, question=SENT):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    return lambda: connection.execute(question).fetchone()[0]


def postgres(url, question=SENT):
    # One psql that stays open: to start one for each question would take time from what is measured.
    psql = subprocess.Popen(["psql", "-XAtq", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def sent():
        psql.stdin.write(question + ";\n")
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
