"""What a long past costs: two years of a large company, one, ten, a hundred and more times as much of it.

For each size a database is filled by hand, the program is started on it, and the page is read and changed.
"""

import datetime
import os
import pathlib
import random
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

from client import Client
from open_pages import memory
from rebuild import percentile

# The last has the 100,000 updates of bar P-6.
SIZES = (("1", 100), ("10", 1_000), ("100", 10_000), ("250", 25_000))
COMPONENTS, REGIONS, GROUPS, DAYS = 200, 10, 20, 730
CHANGES = 60
WRK = ["wrk", "-t1", "-c64", "-d4s", "-H", "Accept-Encoding: br"]
HEALTHS = ("degraded_performance", "partial_outage", "major_outage")


def main():
    binary = sys.argv[1]
    for name, incidents in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(binary, name, incidents, pathlib.Path(folder))


def measure(binary, name, incidents, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"ALLCLEAR_DATA": str(folder), "ALLCLEAR_LISTEN": f"127.0.0.1:{port}"}
    subprocess.run([binary, "migrate"], env=settings, check=True, capture_output=True)
    fill(folder / "allclear.db", incidents)
    token = ["token", "create", "--name", "bench", "--scope", "admin"]
    token = subprocess.run([binary, *token], env=settings, check=True, capture_output=True, text=True).stdout.strip()
    begun = time.perf_counter()
    with open(folder / "log", "w", encoding="utf-8") as log, subprocess.Popen([binary], env=settings, stdout=log, stderr=log) as program:
        try:
            base = f"http://127.0.0.1:{port}"
            print(f"growth.{name}.start {until_served(base, begun) * 1000:.0f}")
            client = Client(base)
            # Which waits until all of the past was read.
            client.get("/history")
            print(f"growth.{name}.idle {memory(program.pid):.0f}")
            print(f"growth.{name}.bytes {len(client.get('/', 'br')[1])}")
            print(f"growth.{name}.rate {rate(base)}")
            first = changes(Client(base, token), client)
            print(f"growth.{name}.p50 {percentile(first, 50):.1f}")
            print(f"growth.{name}.p99 {percentile(first, 99):.1f}")
            print(f"growth.{name}.memory {memory(program.pid, 'VmHWM'):.0f}")
        finally:
            program.terminate()


def until_served(base, begun):
    while time.perf_counter() - begun < 60:
        try:
            with urllib.request.urlopen(f"{base}/", timeout=30) as page:
                page.read()
                return time.perf_counter() - begun
        except OSError:
            time.sleep(0.002)
    sys.exit("the page is not served after a minute")


def rate(base):
    told = subprocess.run([*WRK, f"{base}/"], check=True, capture_output=True, text=True).stdout
    if re.search("Socket errors|Non-2xx", told):
        sys.exit(told)
    return re.search(r"Requests/sec:\s+([\d.]+)", told)[1]


def changes(program, reader):
    """Milliseconds from the answer to an update until the page that shows it has come as a whole."""
    incident = program.post("/api/v3/incidents", {"title": "Trouble", "severity": "p2", "body": "Begun.", "affected": []})["id"]
    took = []
    for number in range(CHANGES):
        text = f"Measured change number {number}."
        program.post(f"/api/v3/incidents/{incident}/updates", {"phase": "investigating", "body": text})
        start = time.perf_counter()
        while text.encode() not in reader.get("/")[1]:
            if time.perf_counter() - start > 10:
                sys.exit("the page does not show the change")
        took.append((time.perf_counter() - start) * 1000)
    return took


def fill(path, incidents):
    """A large company and its past. The same every time."""
    chance = random.Random(1)
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    text = lambda moment: moment.isoformat(sep=" ", timespec="seconds")
    known = text(now - datetime.timedelta(days=DAYS))
    with sqlite3.connect(path) as db:
        many = db.executemany
        many("INSERT INTO regions VALUES (?, ?, ?, 'UTC', ?)", [(f"r{n}", f"r{n}", f"Region {n}", n) for n in range(REGIONS)])
        many("INSERT INTO component_groups VALUES (?, ?, ?)", [(f"g{n}", f"Group {n}", n) for n in range(GROUPS)])
        components = [(f"c{n}", f"c{n}", f"Component {n}", "What it does", f"g{n % GROUPS}", n, True) for n in range(COMPONENTS)]
        many("INSERT INTO components (id, code, name, description, group_id, position, show_uptime) VALUES (?, ?, ?, ?, ?, ?, ?)", components)
        places = [(f"c{c}", f"r{r}", known, None) for c in range(COMPONENTS) for r in range(REGIONS)]
        many("INSERT INTO placements VALUES (?, ?, ?, ?)", places)
        for number in range(incidents):
            start = now - datetime.timedelta(minutes=chance.randrange(60, DAYS * 1440))
            end = start + datetime.timedelta(minutes=chance.randrange(5, 55))
            row = (f"i{number}", f"Trouble number {number}", chance.choice(("p1", "p2", "p3", "p4")), text(start), text(start), text(end))
            db.execute(
                "INSERT INTO incidents (id, title, severity, phase, started_at, published_at, resolved_at, revision) "
                "VALUES (?, ?, ?, 'resolved', ?, ?, ?, 1)", row)
            for step, phase in enumerate(("investigating", "identified", "monitoring", "resolved")):
                said = text(start + (end - start) * step / 3)
                body = f"What we know after step {step}: requests fail for some, and we are at work on it. " * 3
                db.execute(
                    "INSERT INTO updates (id, incident_id, phase, body, said_at, author) VALUES (?, ?, ?, ?, ?, 'bench')",
                    (f"u{number}-{step}", f"i{number}", phase, body, said))
            component = f"c{chance.randrange(COMPONENTS)}"
            for region in chance.sample(range(REGIONS), chance.randrange(1, 4)):
                impact = (f"p{number}-{region}", f"i{number}", component, f"r{region}", chance.choice(HEALTHS), text(start), text(end))
                db.execute("INSERT INTO impacts VALUES (?, ?, NULL, ?, ?, ?, ?, ?)", impact)
        db.execute("UPDATE page_revision SET value = value + 1")


if __name__ == "__main__":
    main()
