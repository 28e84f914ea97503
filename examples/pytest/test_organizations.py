from urllib.error import HTTPError

import pytest

from organizations import all_organizations


def test_reads_every_page(orgmock):
    cloudflare = orgmock.tenant("cloudflare", count=120)
    credentials = cloudflare["credentials"]
    organizations = all_organizations(cloudflare["baseUrl"], credentials["apiEmail"], credentials["apiKey"])
    assert len({organization["id"] for organization in organizations}) == 120


def test_an_unknown_key_is_an_error(orgmock):
    cloudflare = orgmock.server.providers["cloudflare"]
    with pytest.raises(HTTPError) as refusal:
        list(all_organizations(cloudflare["baseUrl"], "user@orgmock.test", "f" * 37))
    assert refusal.value.code == 403


def test_gives_up_when_it_is_throttled(orgmock):
    cloudflare = orgmock.tenant("cloudflare", count=120, scenario="throttled-after-1")
    credentials = cloudflare["credentials"]
    with pytest.raises(HTTPError) as refusal:
        list(all_organizations(cloudflare["baseUrl"], credentials["apiEmail"], credentials["apiKey"]))
    assert refusal.value.code == 429
