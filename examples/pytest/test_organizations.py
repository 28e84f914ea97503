from urllib.error import HTTPError

import pytest

from organizations import all_organizations


def test_reads_every_page(orgmock):
    cloudflare = orgmock["cloudflare"]
    credentials = cloudflare["credentials"]
    organizations = all_organizations(cloudflare["baseUrl"], credentials["apiEmail"], credentials["apiKey"])
    assert len({organization["id"] for organization in organizations}) == 250


def test_an_unknown_key_is_an_error(orgmock):
    with pytest.raises(HTTPError) as refusal:
        list(all_organizations(orgmock["cloudflare"]["baseUrl"], "user@orgmock.test", "f" * 37))
    assert refusal.value.code == 403
