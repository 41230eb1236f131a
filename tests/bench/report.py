"""Writes the report from the numbers of a run: lines of a name and a value, where a name that comes again is a repetition."""

import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import sys

PAGES = [
    ("plain", "`/` as it is", "bytes.plain"),
    ("br", "`/` in Brotli", "bytes.br"),
    ("feed", "`/feed.rss`", "bytes.feed"),
    ("summary", "`/api/v2/summary.json`", "bytes.summary"),
    ("unchanged", "`/` unchanged (304)", None),
]
DATABASES = [("sqlite", "SQLite"), ("postgres", "PostgreSQL")]
# PostgreSQL beside a transaction that is open since before.
READER = ("reader", "PostgreSQL, beside a reader")


def main():
    file, readers, connections, mail_bytes = sys.argv[1:]
    numbers = read(file)
    print(
        f"""# What Allclear takes, beside tools made for nothing else

Written by one run of `tests/bench/run --history DIR`{with_postgres(numbers)} on {datetime.date.today()}; each line's
rivals ran in that run, by turns, and the numbers are medians of three.

Machine: {machine()}; load before the run {numbers["load"]}. The program has {numbers["binary"] / 2**20:.1f} MiB.

## The page

`wrk -t1 -c64 -d4s`, requests a second; nginx (2 workers, keep-alive, sendfile, no log) serves the same bytes from a
file. Tuned, it also keeps the file open and fills its packets (`open_file_cache`, `tcp_nopush`).

| what | bytes | allclear | nginx | ratio | nginx tuned | ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
{pages(numbers)}

## From an update to the page

200 updates by the API; milliseconds from its answer, while a reader asks for the page in a tight loop.

| what | p50 | p99 |
| --- | ---: | ---: |
| the page shows the update | {numbers["rebuild.shown.p50"]:.1f} | {numbers["rebuild.shown.p99"]:.1f} |
| the first page after the update, rendered for it | {numbers["rebuild.first.p50"]:.1f} | {numbers["rebuild.first.p99"]:.1f} |

## Open pages

{numbers["open.pages"]:,.0f} streams on one server, and one incident by the API.

| what | |
| --- | ---: |
| memory for all of them, MB | {numbers["open.memory"]:.0f} |
| the same at its peak, while they are told, MB | {numbers["open.peak"]:.0f} |
| from the publisher's answer until half of them have heard, ms | {numbers["open.p50"]:.0f} |
| until the last has heard, ms | {numbers["open.last"]:.0f} |

## A long past

200 components in 10 regions, two years, with incidents of four updates each.

| incidents | start until the first page, ms | memory when all is read, MB | bytes of `/` in Brotli | requests a second | change until it is shown, p50 ms | p99 ms | peak memory, MB |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{growth(numbers)}

## Mails to {int(readers):,} readers

One incident, published by the API, sent over {connections} connections to `smtp-sink`, until the ledger has every mail
as sent; then `smtp-source -s {connections} -m {readers} -l {mail_bytes}` into the same sink, which writes nothing down, and
once more with `-d`, which keeps its connections.

| database | answer to the publisher, ms | first mail, ms after it | all sent, s | mails a second | smtp-source | ratio | with `-d` | ratio | peak memory, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{fan_outs(numbers)}
{beside_a_reader(numbers, rounds(file, "reader.rate"))}
## A bad domain

10,000 mails to fifty domains over 32 connections to a mail server that takes 20 ms for each; then with 2,000 more among them to
a domain for which it takes 20 s. Mails a second to the fifty: {numbers["bad.without"]:,.0f} without, {numbers["bad.with"]:,.0f}
with the bad one, {numbers["bad.with"] / numbers["bad.without"]:.2f} as quick.
{second_server(numbers)}
## Many subscribers

Added by `allclear import subscribers` from one file. Then the audience of an incident that concerns everybody is looked at,
the incident is published, and another one a moment later, while the deliveries of the first are still being written.

| database | subscribers | file read and written, s | look at the audience, ms | answer to the publisher, ms | the same while deliveries are written, ms | peak memory, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
{subscribers(numbers)}"""
    )


def read(path):
    """Each name with the median of its values."""
    values = {}
    for name, value in lines(path):
        values.setdefault(name, []).append(value)
    return {name: statistics.median(each) for name, each in values.items()}


def rounds(path, wanted):
    """The values of one name, in their order."""
    return [value for name, value in lines(path) if name == wanted]


def lines(path):
    for line in pathlib.Path(path).read_text(encoding="ascii").splitlines():
        name, value = line.split()
        yield name, float(value)


def with_postgres(numbers):
    return " with `ALLCLEAR_BENCH_POSTGRES` set" if "postgres.rate" in numbers else ""


def pages(numbers):
    rows = []
    for name, words, size in PAGES:
        ours, nginx, tuned = (numbers[f"page.{name}.{which}"] for which in ("ours", "nginx", "tuned"))
        length = f"{numbers[size]:,.0f}" if size else "–"
        rows.append(f"| {words} | {length} | {ours:,.0f} | {nginx:,.0f} | {ours / nginx:.2f} | {tuned:,.0f} | {ours / tuned:.2f} |")
    return "\n".join(rows)


def growth(numbers):
    rows = []
    for size, incidents in (("1", 100), ("10", 1_000), ("100", 10_000), ("250", 25_000)):
        start, idle, length, rate, half, most, memory = (
            numbers[f"growth.{size}.{what}"] for what in ("start", "idle", "bytes", "rate", "p50", "p99", "memory")
        )
        rows.append(
            f"| {incidents:,} | {start:.0f} | {idle:.0f} | {length:,.0f} | {rate:,.0f} | {half:.1f} | {most:.1f} | {memory:.0f} |"
        )
    return "\n".join(rows)


def fan_outs(numbers):
    rows = []
    for name, words in [*DATABASES, READER]:
        if f"{name}.rate" not in numbers:
            continue
        answer, first, seconds, rate, source, kept, memory = (
            numbers[f"{name}.{what}"] for what in ("publish", "first", "seconds", "rate", "source", "kept", "memory")
        )
        rows.append(
            f"| {words} | {answer:.0f} | {first:.0f} | {seconds:.1f} | {rate:,.0f} | {source:,.0f} | {rate / source:.2f} "
            f"| {kept:,.0f} | {rate / kept:.2f} | {memory:.0f} |"
        )
    return "\n".join(rows)


def beside_a_reader(numbers, rates):
    if not rates:
        return ""
    ratios = ", ".join(f"{rate / numbers['postgres.rate']:.2f}" for rate in rates)
    return f"""
The reader has a transaction open since before the first mail (`REPEATABLE READ`, as `pg_dump` has it), so that no row that is
over can be cleared away while three times as many leave: {ratios} as quick as without it.
"""


def second_server(numbers):
    if "servers.two" not in numbers:
        return ""
    one, two = numbers["servers.one"], numbers["servers.two"]
    return f"""
## A second server

8,000 mails from one PostgreSQL, each server with eight connections to a mail server that takes 20 ms for each mail, so that
connections are what is short and not the cores of this machine: {one:,.0f} a second by one server, {two:,.0f} by two, {two / one:.2f} as many.
"""


def subscribers(numbers):
    rows = []
    for name, words in DATABASES:
        for size in (10_000, 100_000, 1_000_000):
            if f"{name}.{size}.import" not in numbers:
                continue
            values = (numbers[f"{name}.{size}.{what}"] for what in ("import", "preview", "publish", "busy", "memory"))
            imported, preview, publish, busy, memory = values
            rows.append(f"| {words} | {size:,} | {imported:.1f} | {preview:.0f} | {publish:.0f} | {busy:.0f} | {memory:.0f} |")
    return "\n".join(rows)


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    tools = ", ".join(filter(None, map(version, ("nginx-light", "wrk", "postfix"))))
    return (
        f"{os.cpu_count()} cores of {models[0] if models else platform.machine()}, {memory:.0f} GiB, "
        f"Linux {platform.release().split('-')[0]}; {tools}"
    )


def version(package):
    asked = ["dpkg-query", "-W", "-f", "${Package} ${Version}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    main()
