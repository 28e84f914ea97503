"""Nirvana's list of organizations on FastAPI and uvicorn, written from the provider's published document alone.

Usage: NIRVANA_LABS_API_KEY=KEY server.py PORT. Each variant of rows.yaml has a base URL of its own, http://127.0.0.1:PORT/v/NAME;
GET /variants lists the variants that this file knows.
"""

import base64
import datetime
import json
import os
import random
import socket
import sys
import uuid

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPBearer
from starlette.middleware.gzip import GZipMiddleware

KEY = os.environ["NIRVANA_LABS_API_KEY"]


# Data: 97 organizations, newest first.


def identifier(kind, number):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{number}"))


def organization(number):
    created = datetime.datetime(2024, 5, 1, 7, 30, tzinfo=datetime.timezone.utc) + datetime.timedelta(hours=29 * number)
    return {
        "id": identifier("organization", number),
        "name": ["Ōsaka Robotics", "Émile & fils", "plain name", "Zürich 🚀 Labs"][number % 4] + f" {number}",
        "type": "personal" if number % 6 == 0 else "company",
        "personal": number % 6 == 0,
        "created_at": created.isoformat(),
        "updated_at": (created + datetime.timedelta(days=3, microseconds=421)).isoformat(),
        "billing_email": f"pay{number}@example.org",
        "stripe_customer_id": f"cus_Q{number:09d}",
        "metronome_customer_id": identifier("metronome", number),
        "auth_id": f"org_{number:012d}",
        "domains": [{"id": identifier("domain", number), "domain": f"n{number}.example.org", "verified": True}] if number % 2 else [],
        "services": {"cloud": True, "jit_provisioning": number % 2 == 0, "scim": False, "siem": False, "sso": number % 3 == 0},
    }


SIZES = {"empty-account": 0, "empty-last-page": 80, "limit-100-gives-101": 150}


class Store:
    """What one variant holds: numbers of organizations, newest first. Some lists move while they are read."""

    def __init__(self, variant):
        self.numbers = list(range(SIZES.get(variant, 97), 0, -1))
        self.requests = 0
        self.pages = 0


def create_in_front(store):
    if store.pages == 2:
        store.numbers.insert(0, max(store.numbers) + 1)


def remove_in_front(store):
    if store.pages == 2:
        del store.numbers[4]


MOVES = {"created-in-front": create_in_front, "removed-in-front": remove_in_front}


# Which requests carry the key, beside those that have it as a bearer token.


def parts(request):
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    return scheme.lower(), rest.strip()


def bearer(request):
    scheme, rest = parts(request)
    return rest if scheme == "bearer" else None


def basic(request):
    scheme, rest = parts(request)
    try:
        return base64.b64decode(rest).decode().split(":") if scheme == "basic" else []
    except ValueError:
        return []


KEY_RULES = {
    "no-key": lambda request: True,
    "any-key": lambda request: bool(bearer(request)),
    "bare-bearer": lambda request: parts(request) == ("bearer", ""),
    "key-of-the-same-length": lambda request: len(bearer(request) or "") == len(KEY),
    "dashes-ignored": lambda request: (bearer(request) or "").replace("-", "").lower() == KEY.replace("-", "").lower(),
    "key-inside-the-token": lambda request: KEY in (bearer(request) or ""),
    "key-in-query-key": lambda request: request.query_params.get("key") == KEY,
    "key-in-query-apikey": lambda request: request.query_params.get("apikey") == KEY,
    "key-in-query-authorization": lambda request: request.query_params.get("authorization") in (KEY, f"Bearer {KEY}"),
    "key-in-cookie": lambda request: request.cookies.get("token") == KEY,
    "key-in-cookie-authorization": lambda request: request.cookies.get("Authorization") in (KEY, f"Bearer {KEY}"),
    "key-in-apikey": lambda request: request.headers.get("apikey") == KEY,
    "key-in-api-key": lambda request: request.headers.get("api-key") == KEY,
    "key-in-x-access-token": lambda request: request.headers.get("x-access-token") == KEY,
    "key-as-token-scheme": lambda request: parts(request) == ("token", KEY),
    "key-as-basic": lambda request: KEY in basic(request),
}


# Changes to organizations.


def put(*steps, **changes):
    def change(row):
        for step in steps:
            row = row[step]
        row.update(changes)

    return change


def today(row):
    del row["metronome_customer_id"]
    row.update(billing_state="active", billing_state_since="2026-07-03T00:00:00Z", charging_model="manual")


def moving(row):
    row["updated_at"] = datetime.datetime.now(datetime.timezone.utc).isoformat()
    row["services"]["siem"] = random.random() < 0.5


EVERY_ROW = {
    "today": today,
    "moving-values": moving,
    "nulls": put(billing_email=None, metronome_customer_id=None, stripe_customer_id=None),
    "numbers-as-ids": lambda row: row.update(id=str(int(row["id"][:8], 16))),
    "z-times": put(created_at="2026-01-02T03:04:05Z", updated_at="2026-01-02T03:04:05.000000Z"),
    "more-fields": put(members=[{"id": "u1", "role": "owner"}], country="NO", trial=None),
}

ONE_ROW = {
    "id-null": put(id=None),
    "id-missing": lambda row: row.pop("id"),
    "name-missing": lambda row: row.pop("name"),
    "type-missing": lambda row: row.pop("type"),
    "updated-at-missing": lambda row: row.pop("updated_at"),
    "verified-missing": lambda row: row.update(domains=[{"id": "d1", "domain": "x.example.org"}]),
    "cloud-missing": lambda row: row["services"].pop("cloud"),
    "type-in-capitals": put(type="COMPANY"),
    "type-as-list": put(type=["company"]),
    "personal-as-number": put(personal=0),
    "services-as-list": put(services=["cloud"]),
    "services-null": put(services=None),
    "sso-as-text": put("services", sso="yes"),
    "domains-as-text": put(domains=["x.example.org"]),
    "billing-email-as-object": put(billing_email={"address": "pay@example.org"}),
    "stripe-id-as-number": put(stripe_customer_id=4711),
    "updated-at-null": put(updated_at=None),
    "lone-surrogate": put(name="Cut \udc00 off"),
    "key-deep-inside": put(settings={"webhooks": [{"headers": {"authorization": f"Bearer {KEY}"}}]}),
}


# Pages. A cursor is base64url of {"o": OFFSET}, unsigned.


def cursor(offset):
    return base64.urlsafe_b64encode(json.dumps({"o": offset}).encode()).decode().rstrip("=")


def offset_of(text):
    try:
        offset = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))["o"]
        if isinstance(offset, int) and offset >= 0:
            return offset
    except (ValueError, KeyError, TypeError):
        pass
    raise HTTPException(400, "invalid cursor")


class Page:
    def __init__(self, store, offset, limit):
        self.offset = offset
        self.limit = limit
        self.count = len(store.numbers)
        self.items = [organization(number) for number in store.numbers[offset : offset + limit]]
        self.next = cursor(offset + limit) if offset + limit < self.count else None
        self.previous = cursor(max(0, offset - limit)) if offset > 0 else None
        self.total = self.count

    def step(self, step):
        if self.next:
            self.next = cursor(self.offset + step)


def empty_last_page(page):
    # The server looks no further than the page: a full one may have a next one, which is then empty.
    page.next = cursor(page.offset + page.limit) if len(page.items) == page.limit else None


def endless_empty_pages(page):
    page.next = cursor(page.offset + page.limit)


def last_page_to_itself(page):
    if page.next is None:
        page.next = cursor(page.offset)


def one_missing_when_small(page):
    if page.limit == 10 and len(page.items) == 10:
        page.items.pop()


def empty_next(page):
    page.next = page.next or ""


PAGES = {
    "empty-last-page": empty_last_page,
    "endless-empty-pages": endless_empty_pages,
    "last-page-to-itself": last_page_to_itself,
    "step-of-20": lambda page: page.step(20),
    "overlap-of-two": lambda page: page.step(page.limit - 2),
    "last-row-lost": lambda page: page.items.pop() if page.next is None and page.items else None,
    "one-missing-when-small": one_missing_when_small,
    "empty-next-at-the-end": empty_next,
    "total-one-too-many": lambda page: setattr(page, "total", page.count + 1),
    "total-shrinks": lambda page: setattr(page, "total", page.count - page.offset),
    "total-negative": lambda page: setattr(page, "total", -1),
    "total-true": lambda page: setattr(page, "total", True),
    "total-not-whole": lambda page: setattr(page, "total", 96.5),
    "next-is-a-url": lambda page: setattr(page, "next", {"href": page.next} if page.next else None),
}

ORDERS = {
    "ordered-by-name": lambda store: store.numbers.sort(key=lambda number: organization(number)["name"]),
    "order-by-chance": lambda store: random.shuffle(store.numbers),
}


# Envelopes and text.


def shuffled_keys(value):
    if isinstance(value, dict):
        names = random.sample(list(value), len(value))
        return {name: shuffled_keys(value[name]) for name in names}
    return [shuffled_keys(entry) for entry in value] if isinstance(value, list) else value


ENVELOPES = {
    "key-order": shuffled_keys,
    "envelope-grows": lambda body: {**body, "links": {"self": "/v1/organizations"}, "took_ms": 3},
    "pagination-missing": lambda body: {"items": body["items"]},
    "items-missing": lambda body: {"organizations": body["items"], "pagination": body["pagination"]},
    "items-as-object": lambda body: {**body, "items": {row["id"]: row for row in body["items"]}},
    "bare-list": lambda body: body["items"],
    "pagination-as-list": lambda body: {**body, "pagination": [body["pagination"]]},
    "previous-missing": lambda body: {**body, "pagination": {k: v for k, v in body["pagination"].items() if k != "previous_cursor"}},
    "request-shown": lambda body: {**body, "debug": {"headers": {"authorization": f"Bearer {KEY}"}}},
}


def compact(body):
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


WRITERS = {
    "escapes": lambda body: json.dumps(body).encode(),
    "number-forms": lambda body: compact(body).replace('"total_count":97', '"total_count":97.0').encode(),
    "lone-surrogate": lambda body: json.dumps(body).encode(),
    "infinity": lambda body: compact(body).replace('"total_count":97', '"total_count":Infinity').encode(),
    "utf-16": lambda body: compact(body).encode("utf-16"),
    "trailing-comma": lambda body: compact(body).replace('"personal":true,', '"personal":true,,', 1).encode(),
    "json-in-text": lambda body: json.dumps(compact(body)).encode(),
}

HEADERS = {
    "more-headers": {"Link": '</v1/organizations>; rel="self"', "X-Request-Id": "r-1", "Set-Cookie": "lb=2; Path=/", "Cache-Control": "private"},
    "encoding-not-true": {"Content-Encoding": "gzip"},
    "content-type-text": {"Content-Type": "text/plain; charset=utf-8"},
}

STATUSES = {"accepted-instead-of-ok": 202}

WHOLE_ANSWERS = {
    "down": (503, "<html><h1>503 Service Temporarily Unavailable</h1></html>"),
    "login-page": (200, "<!doctype html><title>Sign in</title><form action=/sso><input name=user></form>"),
    "not-here": (404, "<!doctype html><h1>Not Found</h1>"),
}

OTHERS = ["plain", "credentials-refused", "expired-keys-accepted", "limit-clamped", "limit-at-most-50", "default-of-50", "unknown-parameters-refused", "throttled"]
OTHERS += ["gzip-when-asked", "head-served", "slash-404", "missing-key-401", "later-parameters", "json-errors"]


def application(variant):
    app = FastAPI(openapi_url=None)
    store = Store(variant)
    if variant == "slash-404":
        app.router.redirect_slashes = False
    if variant == "gzip-when-asked":
        app.add_middleware(GZipMiddleware)
    ORDERS.get(variant, lambda store: None)(store)

    # FastAPI's own HTTPBearer refuses a missing key with 403.
    async def caller(request: Request):
        if KEY_RULES.get(variant, lambda request: False)(request):
            return
        if variant == "missing-key-401" and bearer(request) is None:
            raise HTTPException(401, "Not authenticated", {"WWW-Authenticate": "Bearer"})
        token = await HTTPBearer()(request)
        if variant == "credentials-refused" or token.credentials != KEY:
            raise HTTPException(401, "Invalid API key", {"WWW-Authenticate": 'Bearer error="invalid_token"'})

    clamped = variant in ("limit-clamped", "limit-at-most-50")
    bounds = {} if clamped else {"ge": 10, "le": 100}

    async def organizations(request: Request, cursor: str = "", limit: int = Query(50 if variant == "default-of-50" else 20, **bounds)):
        store.requests += 1
        if variant == "throttled" and store.requests % 25 == 0:
            raise HTTPException(429, "slow down", {"Retry-After": "1"})
        unknown = set(request.query_params) - {"cursor", "limit"}
        if variant == "unknown-parameters-refused" and unknown:
            raise HTTPException(422, f"unknown parameter {sorted(unknown)[0]}")
        if cursor:
            store.pages += 1
            MOVES.get(variant, lambda store: None)(store)
        if variant == "order-by-chance":
            random.shuffle(store.numbers)
        if clamped:
            limit = max(10, min(limit, 50 if variant == "limit-at-most-50" else 100))
        if variant == "limit-100-gives-101" and limit == 100:
            limit = 101
        page = Page(store, offset_of(cursor) if cursor else 0, limit)
        PAGES.get(variant, lambda page: None)(page)
        for index, row in enumerate(page.items):
            EVERY_ROW.get(variant, lambda row: None)(row)
            if page.offset + index == 41:
                ONE_ROW.get(variant, lambda row: None)(row)
        if variant == "later-parameters":
            wanted = request.query_params.get("name", "").lower()
            page.items = [row for row in page.items if wanted in row["name"].lower()]
        body = {"items": page.items, "pagination": {"next_cursor": page.next, "previous_cursor": page.previous, "total_count": page.total}}
        body = ENVELOPES.get(variant, lambda body: body)(body)
        write = WRITERS.get(variant, lambda body: compact(body).encode())
        return Response(write(body), STATUSES.get(variant, 200), HEADERS.get(variant), None if "Content-Type" in HEADERS.get(variant, {}) else "application/json")

    methods = ["GET", "HEAD"] if variant == "head-served" else ["GET"]
    app.add_api_route("/v1/organizations", organizations, methods=methods, dependencies=[Depends(caller)])

    if variant == "json-errors":

        @app.exception_handler(404)
        async def missing(request, error):
            return JSONResponse({"error": {"code": "not_found", "message": "no such route"}}, 404)

    if variant in WHOLE_ANSWERS:

        @app.middleware("http")
        async def instead(request, call_next):
            status, page = WHOLE_ANSWERS[variant]
            return HTMLResponse(page, status)

    return app


def known_variants():
    names = [SIZES, MOVES, KEY_RULES, EVERY_ROW, ONE_ROW, PAGES, ORDERS, ENVELOPES, WRITERS, HEADERS, STATUSES, WHOLE_ANSWERS, OTHERS]
    return sorted(set().union(*names))


main = FastAPI(openapi_url=None)
main.add_api_route("/variants", known_variants)
for name in known_variants():
    main.mount(f"/v/{name}", application(name))

if __name__ == "__main__":
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it, each answer would wait for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(sys.argv[1])))
    listener.listen(128)
    print("ready", flush=True)
    uvicorn.Server(uvicorn.Config(main, log_level="error")).run([listener])
