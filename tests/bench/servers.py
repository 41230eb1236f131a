"""What a second server adds: mails from one PostgreSQL, by one server and by two.

Each has eight connections to a mail server that takes 20 ms for each mail: what is short are connections, as it is with a
mail server far away, and neither the cores of this machine nor the mail server.
"""

import asyncio
import multiprocessing
import os
import shutil
import subprocess
import sys
import time

from bad_domain import make, serve, start, tell
from client import Client
from fan_out import postgres

READERS, CONNECTIONS = 8_000, 8


def main():
    binary, folder, port, sink_port, url = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
    taken = multiprocessing.Value("i", 0)
    sink = multiprocessing.Process(target=lambda: asyncio.run(serve(sink_port, taken)), daemon=True)
    sink.start()
    for number in range(3):
        for name, servers in (("one", 1), ("two", 2)):
            seconds = measure(binary, f"{folder}/servers-{name}-{number}", port, sink_port, taken, servers, url)
            print(f"servers.{name} {READERS / seconds:.0f}")
    sink.terminate()


def measure(binary, data, port, sink_port, taken, servers, url):
    """Seconds from the publisher's answer until the mail server has every mail, none of them twice."""
    database = os.path.basename(data).replace("-", "_")
    subprocess.run(["psql", "-qc", f"CREATE DATABASE {database}", url], check=True)
    url = f"{url.rsplit('/', 1)[0]}/{database}"
    settings = {
        "ALLCLEAR_DATA": f"{data}-1",
        "ALLCLEAR_DATABASE_URL": url,
        "ALLCLEAR_LISTEN": f"127.0.0.1:{port}",
        "ALLCLEAR_SMTP_URL": f"smtp://127.0.0.1:{sink_port}",
        # They are those of all servers together.
        "ALLCLEAR_SMTP_CONNECTIONS": str(CONNECTIONS * servers),
    }
    token = make(binary, settings)
    running = [start(binary, "serve", settings)]
    for number in range(2, servers + 1):
        os.makedirs(f"{data}-{number}")
        shutil.copy(f"{data}-1/secret", f"{data}-{number}/secret")
        running.append(start(binary, "work", settings | {"ALLCLEAR_DATA": f"{data}-{number}"}))
    try:
        readers = [f"reader{number}@bench{number % 50}.example" for number in range(READERS)]
        seconds = tell(Client(f"http://127.0.0.1:{port}", token), readers, taken, READERS)
        sent = postgres(url)
        while sent() < READERS:
            time.sleep(0.02)
        if taken.value != READERS:
            sys.exit(f"{taken.value} mails were taken for {READERS} readers")
        return seconds
    finally:
        for server in running:
            server.kill()
            server.wait()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
