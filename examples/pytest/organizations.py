"""A client of Cloudflare's list of organizations, on the standard library alone."""

import json
from urllib.request import Request, urlopen


def all_organizations(base_url, email, key):
    page, pages = 1, 1
    while page <= pages:
        url = f"{base_url}/user/organizations?per_page=50&page={page}"
        with urlopen(Request(url, headers={"X-Auth-Email": email, "X-Auth-Key": key})) as response:
            body = json.load(response)
        yield from body["result"]
        page, pages = page + 1, body["result_info"]["total_pages"]
