import json
import subprocess
from pathlib import Path
from urllib.request import Request, urlopen

import pytest


@pytest.fixture(scope="session")
def orgmock():
    """The providers by id: one server for all tests, on a free port (`npm install` in this folder brings it)."""
    program = Path(__file__).parent / "node_modules" / ".bin" / "orgmock"
    command = [program, "serve", "--port", "0", "--count", "250", "--log-level", "silent"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().split()[-1]  # orgmock listening on http://127.0.0.1:40123
            token = server.stdout.readline().split()[-1]  # orgmock admin token: …
            request = Request(f"{url}/__admin/providers", headers={"Authorization": f"Bearer {token}"})
            with urlopen(request) as response:
                yield {provider["id"]: provider for provider in json.load(response)}
        finally:
            server.terminate()
