"""What one bad domain costs the others: mails to many domains, without it and with it.

The mail server takes 20 ms for each mail, so that connections are what is short, and 20 s where it is for the bad domain.
Every sixth of all mails is.
"""

import asyncio
import multiprocessing
import os
import re
import subprocess
import sys
import time

from client import Client
from fan_out import BODY, CHUNK

GOOD, BAD, CONNECTIONS, PACE, TARPIT = 10_000, 2_000, 32, 0.02, 20
PATIENCE = 300


def main():
    binary, folder, port, sink_port = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    taken = multiprocessing.Value("i", 0)
    sink = multiprocessing.Process(target=lambda: asyncio.run(serve(sink_port, taken)), daemon=True)
    sink.start()
    for name, bad in (("without", 0), ("with", BAD)):
        for number in range(3):
            print(f"bad.{name} {GOOD / measure(binary, f'{folder}/bad-{name}-{number}', port, sink_port, taken, bad):.0f}")
    sink.terminate()


def measure(binary, data, port, sink_port, taken, bad):
    """Seconds from the publisher's answer until the mail server has every mail that is not for the bad domain."""
    os.makedirs(data)
    settings = {
        "ALLCLEAR_DATA": data,
        "ALLCLEAR_LISTEN": f"127.0.0.1:{port}",
        "ALLCLEAR_SMTP_URL": f"smtp://127.0.0.1:{sink_port}",
        "ALLCLEAR_SMTP_CONNECTIONS": str(CONNECTIONS),
    }
    token = make(binary, settings)
    server = start(binary, "serve", settings)
    try:
        # The ids of subscribers have the order in which they were added: so the bad ones come between the others.
        good = [f"reader{number}@good{number % 50}.example" for number in range(GOOD)]
        step = GOOD // bad if bad else GOOD + 1
        mixed = [name for at, one in enumerate(good) for name in ([f"reader{at}@bad.example", one] if at % step == 0 and bad else [one])]
        return tell(Client(f"http://127.0.0.1:{port}", token), mixed, taken, GOOD)
    finally:
        server.kill()
        server.wait()


def make(binary, settings):
    """An instance; gives a token for it."""
    subprocess.run([binary, "migrate"], env=settings, check=True, capture_output=True)
    token = [binary, "token", "create", "--name", "bench", "--scope", "admin"]
    return subprocess.run(token, env=settings, check=True, capture_output=True, text=True).stdout.strip()


def start(binary, command, settings):
    """A server of an instance, once it has said that it runs."""
    server = subprocess.Popen([binary, command], env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.stdout.readline()
    return server


def tell(client, readers, taken, count):
    """Seconds from the publisher's answer until the mail server has taken so many mails."""
    for first in range(0, len(readers), CHUNK):
        client.post("/api/v3/subscribers", {"subscribers": [{"email": one} for one in readers[first : first + CHUNK]]}, status=200)
    taken.value = 0
    client.post("/api/v3/incidents", {"title": "Nothing can be reached", "severity": "p1", "body": BODY, "affected": []})
    begun = time.perf_counter()
    while taken.value < count:
        if time.perf_counter() - begun > PATIENCE:
            sys.exit(f"only {taken.value} of {count} mails were taken")
        time.sleep(0.02)
    return time.perf_counter() - begun


async def serve(port, taken):
    server = await asyncio.start_server(lambda reader, writer: talk(reader, writer, taken), "127.0.0.1", port)
    await server.serve_forever()


async def talk(reader, writer, taken):
    say = lambda line: writer.write(f"{line}\r\n".encode())
    say("220 bench")
    bad = False
    try:
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                bad = bool(re.search(rb"@bad\.example>", line))
                await asyncio.sleep(TARPIT if bad else 0)
                say("250 ok")
            elif word == b"DATA":
                say("354 go on")
                await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(PACE)
                if not bad:
                    taken.value += 1
                say("250 taken")
            elif word == b"QUIT":
                say("221 bye")
                break
            else:
                say("250 bench" if word in (b"EHLO", b"HELO") else "250 ok")
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
