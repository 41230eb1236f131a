"""Many subscribers: how long a file of them takes, what a publication and a look at its audience take, and what they weigh.

Each number of subscribers gets an instance of its own. Everybody hears of the incident; nothing is sent, so that only the
ledger is at work. The second publication comes while the deliveries of the first are still being written.
"""

import os
import subprocess
import sys
import time

from client import Client
from fan_out import peak_memory, postgres, sqlite

SIZES = [10_000, 100_000, 1_000_000]
PATIENCE = 600
INCIDENT = {"title": "Nothing can be reached", "severity": "p1", "body": "We are looking into it.", "affected": []}


def main():
    name, binary, folder, port, ledger = sys.argv[1:]
    for size in SIZES:
        measure(name, binary, f"{folder}/{name}-{size}", port, ledger, size)


def measure(name, binary, data, port, ledger, size):
    os.makedirs(data)
    settings = {"ALLCLEAR_DATA": data, "ALLCLEAR_LISTEN": f"127.0.0.1:{port}"}
    if ledger.startswith("postgres"):
        empty(ledger)
        settings["ALLCLEAR_DATABASE_URL"] = ledger
    run = lambda *arguments: subprocess.run([binary, *arguments], env=settings, check=True, capture_output=True, text=True).stdout
    file = f"{data}/subscribers.csv"
    with open(file, "w", encoding="ascii") as lines:
        lines.write("email,consent,severities,zone\n")
        for number in range(size):
            lines.write(f"reader{number}@bench{number % 1000}.example,form 2026-01-02,{'p1;p2' if number % 3 else ''},UTC\n")
    run("migrate")
    token = run("token", "create", "--name", "bench", "--scope", "admin").strip()
    start = time.perf_counter()
    run("import", "subscribers", file)
    key = f"{name}.{size}"
    print(f"{key}.import {time.perf_counter() - start:.1f}")
    server = subprocess.Popen([binary, "serve"], env=settings, stdout=subprocess.PIPE)
    server.stdout.readline()
    try:
        client = Client(f"http://127.0.0.1:{port}", token)
        for _ in range(3):
            print(f"{key}.preview {took(client, '/api/v3/incidents/audience', 200):.1f}")
        print(f"{key}.publish {took(client, '/api/v3/incidents', 201):.1f}")
        time.sleep(0.2)
        print(f"{key}.busy {took(client, '/api/v3/incidents', 201):.1f}")
        path = f"{data}/allclear.db"
        question = "select count(*) from deliveries"
        queued = postgres(ledger, question) if ledger.startswith("postgres") else sqlite(path, question)
        start = time.perf_counter()
        while queued() < 2 * size and time.perf_counter() - start < PATIENCE:
            time.sleep(0.5)
        print(f"{key}.memory {peak_memory(server.pid):.1f}")
    finally:
        server.kill()
        server.wait()


def took(client, path, status):
    start = time.perf_counter()
    client.post(path, INCIDENT, status=status)
    return (time.perf_counter() - start) * 1000


def empty(url):
    subprocess.run(["psql", "-XqAt", url, "-c", "drop schema public cascade; create schema public"], check=True, capture_output=True)


if __name__ == "__main__":
    main()
