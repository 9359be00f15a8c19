"""Asks for one page over several kept-alive connections, and prints what was measured as JSON.

A process of its own, so that asking does not share an interpreter with answering.
Usage: python load.py ADDRESS COOKIE CONNECTIONS SECONDS
"""

import json
import sys
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit


def ask(address: str, cookie: str, until: float, latencies: list[float], sizes: set[int]) -> None:
    """One reader: the next request leaves when the last answer is read."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=60)
    target = f"{parts.path}?{parts.query}"
    while time.perf_counter() < until:
        start = time.perf_counter()
        connection.request("GET", target, headers={"Cookie": cookie})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}")
        latencies.append(time.perf_counter() - start)
        sizes.add(len(body))
    connection.close()


def main(address: str, cookie: str, connections: int, seconds: float) -> None:
    latencies: list[float] = []
    sizes: set[int] = set()
    start = time.perf_counter()
    readers = [
        threading.Thread(target=ask, args=(address, cookie, start + seconds, latencies, sizes))
        for _ in range(connections)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    elapsed = time.perf_counter() - start
    print(json.dumps({"seconds": elapsed, "latencies": latencies, "sizes": sorted(sizes)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
