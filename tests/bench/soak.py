"""A long run under mixed load, which must leave nothing behind: readers, publications, and people who come and go.

    python3 tests/bench/soak.py target/release/allclear MINUTES >tests/bench/SOAK.md

Ends with an error where an answer was not as it should be, memory or open files went on growing after the first third, or
the queue did not get empty.
"""

import collections
import datetime
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from client import Client
from fan_out import sqlite
from open_pages import memory

READERS = 500
PATHS = ["/", "/history", "/uptime", "/feed.rss", "/feed.atom", "/api/v2/summary.json", "/subscribe", "/api/v3/components"]
# A person a second comes and goes, a change is told every five; what is sampled is looked at as often.
PAUSE_OF_READERS, PAUSE_OF_PEOPLE, PAUSE_OF_STAFF, SAMPLE = 0.02, 1, 5, 5
PHASES = ["identified", "monitoring", "resolved"]
# Most that memory may grow (bar R-20).
GROWTH = 0.05


def main():
    binary, minutes = os.path.abspath(sys.argv[1]), float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        port, mail = free_port(), free_port()
        data = f"{folder}/data"
        settings = {
            # As in the unit of the README.
            "MALLOC_ARENA_MAX": "2",
            "MALLOC_MMAP_THRESHOLD_": "262144",
            "ALLCLEAR_DATA": data,
            "ALLCLEAR_LISTEN": f"127.0.0.1:{port}",
            "ALLCLEAR_SMTP_URL": f"smtp://127.0.0.1:{mail}",
        }
        subprocess.run([binary, "migrate"], env=settings, check=True, capture_output=True)
        token = subprocess.run(
            [binary, "token", "create", "--name", "soak", "--scope", "admin"],
            env=settings, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ).stdout.strip()
        sink = subprocess.Popen(["smtp-sink", *user(), f"127.0.0.1:{mail}", "1000"])
        server = subprocess.Popen([binary, "serve"], env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            server.stdout.readline()
            load(Load(f"http://127.0.0.1:{port}", token), server.pid, f"{data}/allclear.db", minutes)
        finally:
            server.kill()
            sink.kill()


class Load:
    """What all who put load on it share."""

    def __init__(self, base, token):
        self.base, self.token = base, token
        self.over = threading.Event()
        self.done, self.faults = collections.Counter(), []

    def client(self):
        return Client(self.base, self.token)

    def go_on(self, what, pause, deed):
        """Does something again and again; the first fault ends the run."""
        while not self.over.wait(pause):
            try:
                deed()
                self.done[what] += 1
            except (SystemExit, OSError) as fault:
                self.faults.append(f"{what}: {fault}")
                self.over.set()


def load(it, pid, ledger, minutes):
    everybody = [{"email": f"reader{number}@soak.example"} for number in range(READERS)]
    it.client().post("/api/v3/subscribers", {"subscribers": everybody}, status=200)
    deeds = [("pages and feeds read", PAUSE_OF_READERS, reads(it)) for _ in range(2)]
    deeds += [("people who came and went", PAUSE_OF_PEOPLE, comes_and_goes(it)), ("updates published", PAUSE_OF_STAFF, publishes(it))]
    threads = [threading.Thread(target=it.go_on, args=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    queue, samples = sqlite(ledger, "select count(*) from deliveries where state = 'queued'"), []
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end and not it.over.wait(SAMPLE):
        samples.append((memory(pid), len(os.listdir(f"/proc/{pid}/fd")), queue()))
    it.over.set()
    for thread in threads:
        thread.join()
    if it.faults:
        sys.exit("\n".join(it.faults))
    report(it, samples, minutes, empties(queue))


def reads(it):
    client, number = it.client(), iter(range(10**9))
    return lambda: client.get(PATHS[next(number) % len(PATHS)], "br")


def comes_and_goes(it):
    client, number = it.client(), iter(range(10**9))

    def deed():
        email = f"guest{next(number)}@soak.example"
        client.post("/api/v3/subscribers", {"subscribers": [{"email": email}]}, status=200)
        found = json.loads(client.get(f"/api/v3/subscribers?q={email}")[1])["items"][0]["id"]
        client.post(f"/api/v3/subscribers/{found}/stop", {}, status=204)

    return deed


def publishes(it):
    client, open_now = it.client(), []

    def deed():
        if open_now:
            incident, phases = open_now[0]
            client.post(f"/api/v3/incidents/{incident}/updates", {"phase": phases.pop(0), "body": "We know more."})
            if not phases:
                open_now.clear()
        else:
            document = {"title": "Payments fail", "severity": "p2", "body": "We look into it.", "affected": []}
            open_now.append((client.post("/api/v3/incidents", document)["id"], list(PHASES)))

    return deed


def report(it, samples, minutes, is_empty):
    third = len(samples) // 3
    early, late = samples[third : 2 * third], samples[2 * third :]
    of = lambda part, index: statistics.median(sample[index] for sample in part)
    growth = of(late, 0) / of(early, 0) - 1
    print(f"# {minutes:g} minutes under mixed load\n")
    print(f"Written by `tests/bench/soak.py` on {datetime.date.today()}: SQLite, {READERS} readers of each mail. No answer was")
    print("other than it should be.\n\n| what | |\n| --- | ---: |")
    for what, count in sorted(it.done.items()):
        print(f"| {what} | {count:,} |")
    print(f"| memory in the second third, MB | {of(early, 0):.1f} |")
    print(f"| in the last third, MB | {of(late, 0):.1f} |")
    print(f"| growth, percent | {growth * 100:.1f} |")
    print(f"| open files in the second third | {of(early, 1):.0f} |")
    print(f"| in the last third | {of(late, 1):.0f} |")
    print(f"| longest queue that was seen | {max(sample[2] for sample in samples):,} |")
    if growth > GROWTH or of(late, 1) > of(early, 1) + 2 or not is_empty:
        sys.exit("it leaves something behind")


def empties(queue):
    """Whether all that waits is sent within a minute."""
    end = time.monotonic() + 60
    while queue() and time.monotonic() < end:
        time.sleep(0.5)
    return not queue()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def user():
    # As root it insists on laying its rights down.
    return [] if os.geteuid() else ["-u", "postfix"]


if __name__ == "__main__":
    main()
