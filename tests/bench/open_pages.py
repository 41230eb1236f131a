"""What open pages cost: so many streams on one server, and how soon each of them hears of a change."""

import asyncio
import os
import pathlib
import re
import resource
import sys
import time
import urllib.parse

from client import Client
from rebuild import percentile

PAGES = 5_000
PATIENCE = 20


async def main():
    base, pid = sys.argv[1:]
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, PAGES + 200), most))
    address = urllib.parse.urlsplit(base)
    before = memory(pid)
    lines = []
    for start in range(0, PAGES, 250):
        lines += await asyncio.gather(*(listen(address) for _ in range(start, min(start + 250, PAGES))))
    during = memory(pid)
    program = Client(base, os.environ["BENCH_TOKEN"])
    waiting = [asyncio.ensure_future(hear(reader)) for reader, _ in lines]
    await asyncio.sleep(0)
    incident = {"title": "Nothing can be reached", "severity": "p1", "body": "We are on it.", "affected": []}
    program.post("/api/v3/incidents", incident)
    answered = time.perf_counter()
    done, late = await asyncio.wait(waiting, timeout=PATIENCE)
    if late:
        sys.exit(f"{len(late)} of {PAGES} open pages never heard of the change")
    took = [(task.result() - answered) * 1000 for task in done]
    print(f"open.pages {PAGES}")
    print(f"open.memory {during - before:.1f}")
    print(f"open.peak {memory(pid, 'VmHWM') - before:.1f}")
    print(f"open.p50 {max(percentile(took, 50), 0):.0f}")
    print(f"open.last {max(took):.0f}")
    for _, writer in lines:
        writer.close()


async def listen(address):
    """A stream that has said its first word."""
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: {address.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode())
    await reader.readuntil(b"event: changed")
    await reader.readuntil(b"\n\n")
    return reader, writer


async def hear(reader):
    await reader.readuntil(b"event: changed")
    return time.perf_counter()


def memory(pid, which="VmRSS"):
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(rf"{which}:\s+(\d+) kB", status)[1]) / 1024


if __name__ == "__main__":
    asyncio.run(main())
