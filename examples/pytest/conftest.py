"""Fixtures that serve orgmock to pytest. Copy this file beside your tests; `npm install orgmock` in the same folder brings the program."""

import json
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

PROGRAM = Path(__file__).parent / "node_modules" / ".bin" / "orgmock"


class Server:
    """A running orgmock, and its admin API."""

    def __init__(self, url, token):
        self.url = url
        self.token = token
        self.providers = {provider["id"]: provider for provider in self.ask("/__admin/providers")}

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        with urlopen(Request(self.url + path, data=data, headers=headers)) as response:
            return json.load(response)


class Orgmock:
    """What one test gets: tenants of its own on the server that its file shares."""

    def __init__(self, server):
        self.server = server
        self.tenants = []

    def tenant(self, provider, **settings):
        """Makes a tenant: `settings` are seed, count, scenario, faults and rateLimit. Gives baseUrl, credentials and more."""
        made = self.server.ask("/__admin/tenants", {"provider": provider, **settings})
        self.tenants.append(made)
        return made

    def scorecard(self):
        """How the client treated this test's tenants, for a person to read."""
        lines = []
        for tenant in self.tenants:
            names = ["--provider", tenant["provider"], "--tenant", tenant["tenant"]]
            command = [PROGRAM, "scorecard", "--url", self.server.url, *names]
            lines.append(subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout)
        return "\n".join(lines)


@pytest.fixture(scope="module")
def orgmock_server():
    """One server for each file of tests, on a free port."""
    command = [PROGRAM, "serve", "--port", "0", "--count", "250", "--log-level", "silent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = process.stdout.readline().split()[-1]  # orgmock listening on http://127.0.0.1:40123
            token = process.stdout.readline().split()[-1]  # orgmock admin token: …
            yield Server(url, token)
        finally:
            process.terminate()


@pytest.fixture
def orgmock(orgmock_server):
    """Makes tenants of this test's own; when the test fails, their scorecards are printed."""
    return Orgmock(orgmock_server)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    made = getattr(item, "funcargs", {}).get("orgmock")
    if report.when == "call" and report.failed and made is not None:
        report.sections.append(("orgmock scorecard", made.scorecard()))
