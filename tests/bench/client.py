"""A keep-alive HTTP client for the bench; as a program it saves a document and prints its entity tag."""

import http.client
import json
import sys
import urllib.parse


class Client:
    """One connection to one server."""

    def __init__(self, base, token=None):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path, encoding="identity"):
        """The answer with its whole body; anything but 200 ends the bench."""
        self.connection.request("GET", path, headers={**self.headers, "Accept-Encoding": encoding})
        return self._answer(200)

    def post(self, path, document, status=201):
        """What the API made of a document."""
        headers = {**self.headers, "Content-Type": "application/json"}
        self.connection.request("POST", path, json.dumps(document), headers)
        body = self._answer(status)[1]
        return json.loads(body) if body else None

    def _answer(self, status):
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != status:
            sys.exit(f"the answer was {answer.status}, not {status}: {body[:500]!r}")
        return answer, body


def main():
    url, file, encoding = sys.argv[1:]
    parts = urllib.parse.urlsplit(url)
    answer, body = Client(url).get(parts.path, encoding)
    if answer.getheader("Content-Encoding", "identity") != encoding:
        sys.exit(f"{url} does not come as {encoding}")
    with open(file, "wb") as out:
        out.write(body)
    print(answer.getheader("ETag"))


if __name__ == "__main__":
    main()
