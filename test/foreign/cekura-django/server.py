"""Cekura's list of organizations on Django REST framework, written from the provider's published document alone.

Usage: CEKURA_API_KEY=KEY server.py PORT. Each variant of rows.yaml has a base URL of its own, http://127.0.0.1:PORT/v/NAME;
GET /variants lists the variants that this file knows.
"""

import base64
import copy
import datetime
import json
import logging
import os
import random
import re
import sys

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="not a secret",
    USE_TZ=True,
    INSTALLED_APPS=["rest_framework"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        f"{__name__}.Slashes",
        f"{__name__}.variant_middleware",
    ],
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None, "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
    LOGGING_CONFIG=None,
)
django.setup()
logging.disable()

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse  # noqa: E402
from django.middleware.common import CommonMiddleware  # noqa: E402
from django.middleware.gzip import GZipMiddleware  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.authentication import BaseAuthentication  # noqa: E402
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402

KEY = os.environ["CEKURA_API_KEY"]


# Data: seven organizations, each with every field that the document does not call write-only.

ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/Chicago", "US/Pacific", "Africa/Lagos", "Pacific/Auckland"]
NAMES = ["Acme Voice", "Bürohelden GmbH", "Çelik Çağrı", "Delta & Sons", "Ñandú Telefonía", "日本コール", "Zebra Calls"]
FLAGS = """evaluate_relevant_metrics_enabled end_call_enabled generate_scenario_auto_assign_numbers_enabled show_custom_dashboards
    notify_daily_report notify_cron_failure notify_cron_success notify_no_calls notify_result_webhook notify_cronjob_webhook
    notify_call_log_webhook forward_vapi_webhook forward_retell_webhook is_send_emails_enabled notify_frequent_calls_for_number
    notify_metric_significant_shift notify_low_credits limit_to_exclusive_numbers allow_duplicate_call_ids allow_join_requests
    conditional_actions_generation_enabled is_2fa_required skip_onboarding phone_number_verified slack_invite_sent auto_refill""".split()


def moment(number):
    start = datetime.datetime(2026, 3, 1, 8, 0, 0, 120045, tzinfo=datetime.timezone.utc)
    return (start + datetime.timedelta(hours=37 * number, seconds=number)).isoformat().replace("+00:00", "Z")


def member(number, role):
    return {
        "id": 900 + number,
        "user": {"id": 400 + number, "name": f"Person {number}", "email": f"person{number}@example.com"},
        "role": role,
        "is_email_notify_enabled": number % 2 == 0,
        "created_at": moment(number),
        "updated_at": moment(number + 3),
    }


def organization(index):
    members = [member(10 * index, "admin"), member(10 * index + 1, ["member", "view_only", "labs", "labs_view_only"][index % 4])]
    return {
        "id": 1200 + 7 * index,
        "name": NAMES[index],
        "team_size": ["1", "<10", "10-100", "100-500", "500+"][index % 5],
        "discovery_source": None if index % 3 == 0 else "LinkedIn",
        "outbound_timeout": 600,
        "max_agents_limit": -1 if index == 0 else 25,
        "max_members_limit": 40,
        "max_concurrent_runs_limit": 10,
        "max_concurrent_chat_runs_limit": 20,
        "max_call_duration": 900,
        **{flag: (index + position) % 3 != 0 for position, flag in enumerate(FLAGS)},
        "frequent_calls_threshold": 5,
        "frequent_calls_time_period": 60,
        "frequent_calls_cooldown": 3600,
        "low_credits_threshold": "100.00",
        "cronjob_low_balance_mute_days": ["0", "3", "7", "14"][index % 4],
        "vapi_api_key_configured": "true",
        "vapi_public_key_configured": "false",
        "retell_api_key_configured": "false",
        "syntflow_api_key_configured": "false",
        "members": members,
        "projects": [
            {"id": 5000 + index, "name": f"Project {index}", "members": members[:1], "created_at": moment(index), "updated_at": moment(index + 1)}
        ],
        "created_at": moment(index),
        "updated_at": moment(index + 9),
        "timezone": ZONES[index],
        "onboarding_flow": "simulation" if index % 2 else "observability",
        "auto_refill_threshold": "20.00",
        "auto_refill_amount": "50.50",
        "auto_refill_max_cap": None if index % 2 else "500.00",
    }


ORGANIZATIONS = [organization(index) for index in range(len(NAMES))]


# Which requests carry the key: the document wants it in X-CEKURA-API-KEY.


def sent(request):
    return request.META.get("HTTP_X_CEKURA_API_KEY")


def authorization(request, scheme):
    first, _, rest = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return rest.strip() if first.lower() == scheme else None


def basic(request):
    try:
        return base64.b64decode(authorization(request, "basic") or "").decode().split(":")
    except ValueError:
        return []


KEY_RULES = {
    "any-key": lambda request: bool(sent(request)),
    "no-key": lambda request: True,
    "empty-key": lambda request: sent(request) in (KEY, ""),
    "key-cut-short": lambda request: len(sent(request) or "") >= 4 and KEY.startswith(sent(request)),
    "key-with-more-behind": lambda request: (sent(request) or "").startswith(KEY),
    "key-in-any-letter-case": lambda request: (sent(request) or "").lower() == KEY.lower(),
    "key-of-the-same-length": lambda request: len(sent(request) or "") == len(KEY),
    "key-in-query-api-key": lambda request: KEY in (sent(request), request.GET.get("api_key")),
    "key-in-query-token": lambda request: KEY in (sent(request), request.GET.get("token")),
    "key-in-query-header-name": lambda request: KEY in (sent(request), request.GET.get("X-CEKURA-API-KEY")),
    "key-in-cookie": lambda request: KEY in (sent(request), request.COOKIES.get("api_key")),
    "key-in-x-api-key": lambda request: KEY in (sent(request), request.META.get("HTTP_X_API_KEY")),
    "key-as-bearer": lambda request: KEY in (sent(request), authorization(request, "bearer")),
    "key-as-api-key-scheme": lambda request: KEY in (sent(request), authorization(request, "api-key")),
    "key-as-basic": lambda request: KEY in [sent(request), *basic(request)],
    "credentials-refused": lambda request: False,
}


# Changes to the last organization of the list.


def nested(*steps, **changes):
    def change(row):
        for step in steps:
            row = row[step]
        row.update(changes)

    return change


def top(**changes):
    return nested(**changes)


def without(*names):
    def change(row):
        for name in names:
            del row[name]

    return change


LAST_ROW = {
    "name-missing": without("name"),
    "exclusive-numbers-missing": without("limit_to_exclusive_numbers"),
    "project-name-missing": lambda row: row["projects"][0].pop("name"),
    "user-email-missing": lambda row: row["members"][0]["user"].pop("email"),
    "id-as-text": lambda row: row.update(id=str(row["id"])),
    "id-null": top(id=None),
    "flag-as-text": top(notify_no_calls="true"),
    "flag-null": top(auto_refill=None),
    "number-not-whole": top(max_concurrent_runs_limit=1.5),
    "number-beyond-int32": top(outbound_timeout=2147483648),
    "name-too-long": top(name="x" * 256),
    "decimal-as-number": top(low_credits_threshold=100.0),
    "decimal-with-three-places": top(auto_refill_amount="50.505"),
    "discovery-source-number": top(discovery_source=7),
    "members-null": top(members=None),
    "projects-as-object": top(projects={"0": {}}),
    "email-without-at": lambda row: row["members"][0]["user"].update(email="person.example.com"),
    "team-size-unknown": top(team_size="11-50"),
    "time-zone-unknown": top(timezone="Europe/Vienna"),
    "mute-days-as-number": top(cronjob_low_balance_mute_days=7),
    "offset-without-colon": top(created_at="2026-03-01T08:00:00.120045+0530"),
    "offset-hours-only": top(updated_at="2026-03-01T08:00:00.120045+05"),
    "offset-zero-hours-only": top(updated_at="2026-03-01 08:00:00+00"),
    "time-without-offset": top(created_at="2026-03-01T08:00:00.120045"),
    "day-that-does-not-exist": top(created_at="2026-02-30T08:00:00Z"),
    "hour-24": top(created_at="2026-03-01T24:00:00Z"),
    "member-time-without-colon": lambda row: row["members"][1].update(created_at="2026-03-01T08:00:00+0000"),
    "lone-surrogate": top(name="Cut \ud83d off"),
    "write-only-key": top(vapi_api_key="vapi-3f0c6f1e"),
    "write-only-key-in-project": lambda row: row["projects"][0].update(organization={"id": row["id"], "retell_api_key": "key_11ab"}),
    "write-only-key-in-member": lambda row: row["members"][1]["user"].update(settings=[{"syntflow_api_key": "sf-778"}]),
    "key-in-a-field": top(discovery_source=f"api, key {KEY}"),
    "webhook-url-no-uri": top(webhook_url="not a url", webhook_secret="s"),
}


# Changes to the whole list.


def today(rows):
    for row in rows:
        row.update(user_onboarding="finished", is_internal_view_only=False)
        row["members"][0]["role"] = "insights_view"
        row["members"][1]["role"] = "internal_view"


def each(change):
    def for_all(rows):
        for row in rows:
            change(row)

    return for_all


def booleans(row):
    for name in ("vapi_api_key", "vapi_public_key", "retell_api_key", "syntflow_api_key"):
        row[f"{name}_configured"] = name == "retell_api_key"


def shuffle_all(rows):
    random.shuffle(rows)
    each(lambda row: random.shuffle(row["members"]))(rows)


def now(row):
    row["updated_at"] = datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    row["max_agents_limit"] = random.randrange(1, 1000)


ROWS = {
    "plain": each(lambda row: None),
    "configured-booleans": each(booleans),
    "ids-beyond-2-to-53": lambda rows: [row.update(id=9007199254740992 + index) for index, row in enumerate(rows)],
    "newest-first": lambda rows: rows.reverse(),
    "any-order": shuffle_all,
    "empty-list": lambda rows: rows.clear(),
    "one-organization": lambda rows: rows.__delitem__(slice(1, None)),
    "nothing-inside": each(top(members=[], projects=[], discovery_source=None, auto_refill_max_cap=None)),
    "decimals-of-many-forms": each(top(low_credits_threshold="12", auto_refill_threshold="0.5", auto_refill_amount="-3.10")),
    "offsets": each(top(created_at="2026-03-01T08:00:00+05:30", updated_at="2026-02-28T23:59:59.9-03:00")),
    "lower-case-times": each(top(created_at="2026-03-01t08:00:00z", updated_at="2016-12-31T23:59:60Z")),
    "moving-values": each(now),
    "more-fields": each(top(plan="growth", billing={"currency": "EUR", "day": 3}, tags=["a", "b"])),
    "today": today,
    "with-webhooks": each(top(webhook_url="https://hooks.example.com/cekura", webhook_secret="********")),
    "duplicate-row": lambda rows: rows.append(copy.deepcopy(rows[2])),
    **{name: lambda rows, change=change: change(rows[-1]) for name, change in LAST_ROW.items()},
}


# How the list is written as JSON.


def dumps(data, ascii_only=False):
    return json.dumps(data, ensure_ascii=ascii_only, separators=(",", ":"))


def reversed_keys(value):
    if isinstance(value, dict):
        return {name: reversed_keys(value[name]) for name in reversed(value)}
    return [reversed_keys(entry) for entry in value] if isinstance(value, list) else value


def number_forms(data):
    text = dumps(data).replace('"outbound_timeout":600', '"outbound_timeout":6.00e2')
    return text.replace('"max_call_duration":900', '"max_call_duration":900.0').replace('"max_members_limit":40', '"max_members_limit":4E+1')


WRITERS = {
    "escapes": lambda data: dumps(data, ascii_only=True).replace("/", "\\/").encode(),
    "white-space": lambda data: ("\r\n" + json.dumps(data, indent="\t") + "\n").encode(),
    "key-order": lambda data: dumps(reversed_keys(data)).encode(),
    "number-forms": lambda data: number_forms(data).encode(),
    "not-a-number": lambda data: dumps(data).replace('"max_call_duration":900', '"max_call_duration":NaN').encode(),
    "byte-order-mark": lambda data: b"\xef\xbb\xbf" + dumps(data).encode(),
    "latin-1": lambda data: dumps(data).encode("latin-1", "replace"),
    "cut-off": lambda data: dumps(data).encode()[:-40],
    "single-quotes": lambda data: repr(data).encode(),
    "lone-surrogate": lambda data: dumps(data, ascii_only=True).encode(),
}


class ListRenderer(JSONRenderer):
    def render(self, data, accepted_media_type=None, renderer_context=None):
        write = WRITERS.get(renderer_context["request"].variant) if isinstance(data, list) else None
        return write(data) if write else super().render(data, accepted_media_type, renderer_context)


# The view.


class Caller:
    is_authenticated = True


class KeyAuthentication(BaseAuthentication):
    def authenticate(self, request):
        rule = KEY_RULES.get(request.variant, lambda request: sent(request) == KEY)
        if rule(request):
            return Caller(), KEY
        if sent(request) is None:
            raise NotAuthenticated()
        raise AuthenticationFailed(OTHER_TEXTS.get(request.variant, "Invalid API key."))

    def authenticate_header(self, request):
        return None if request.variant == "refusals-403" else "Api-Key"


OTHER_TEXTS = {"other-texts": "Clé d’API inconnue ou désactivée."}


class Organizations(APIView):
    authentication_classes = [KeyAuthentication]
    renderer_classes = [ListRenderer]

    def get(self, request):
        rows = copy.deepcopy(ORGANIZATIONS)
        ROWS.get(request.variant, lambda rows: None)(rows)
        if request.variant == "paginated":
            return Response({"count": len(rows), "next": None, "previous": None, "results": rows})
        if request.variant == "keyed-by-id":
            return Response({str(row["id"]): row for row in rows})
        return Response(rows)


class CreatingOrganizations(Organizations):
    def post(self, request):
        return Response({"name": ["This field is required."]}, status=400)


def organizations(request):
    view = CreatingOrganizations if request.variant == "post-creates" else Organizations
    return view.as_view()(request)


def not_found(request, exception=None):
    if request.variant == "json-404":
        return JsonResponse({"detail": "Not found."}, status=404)
    return HttpResponse("<!doctype html><title>Not Found</title><h1>Not Found</h1>", status=404)


urlpatterns = [path("user/organizations/", organizations), path("variants", lambda request: JsonResponse(known_variants(), safe=False))]
handler404 = not_found


# What a proxy, a middleware or a mistake does to the finished answer.


def drop(name, status):
    def change(response):
        if response.status_code == status and response.has_header(name):
            del response[name]

    return change


def set_on_list(name, value):
    def change(response):
        if response.status_code == 200:
            response[name] = value

    return change


def ok_for(*statuses):
    def change(response):
        if response.status_code in statuses:
            response.status_code = 200

    return change


def created(response):
    if response.status_code == 200:
        response.status_code = 201


ANSWERS = {
    "charset": set_on_list("Content-Type", "application/json; charset=utf-8"),
    "cookies": lambda response: response.set_cookie("sessionid", "7f3a", httponly=True),
    "content-type-html": set_on_list("Content-Type", "text/html; charset=utf-8"),
    "challenge-missing": drop("WWW-Authenticate", 401),
    "allow-missing": drop("Allow", 405),
    "refusal-with-200": ok_for(401, 403),
    "created-instead-of-ok": created,
}

PAGES = {
    "down": (503, "<html><h1>503 Service Temporarily Unavailable</h1><hr>nginx</html>"),
    "login-page": (200, "<!doctype html><title>Sign in</title><form action=/sso><input name=user></form>"),
    "not-here": (404, "<!doctype html><h1>Not Found</h1>"),
}

WITHOUT_SLASH = {"slashless-404", "both-slashes"}
STREAMS = {"without-length"}
ZIPPED = {"gzip-when-asked"}
LOWER_CASE = {"header-case"}


def variant_of(request):
    return request.environ.get("foreign.variant", "plain")


class Slashes(CommonMiddleware):
    def should_redirect_with_slash(self, request):
        return variant_of(request) not in WITHOUT_SLASH and super().should_redirect_with_slash(request)


def variant_middleware(get_response):
    gzip = GZipMiddleware(get_response)

    def respond(request):
        request.variant = variant_of(request)
        if request.variant in PAGES and request.path_info != "/variants":
            status, page = PAGES[request.variant]
            return HttpResponse(page, status=status)
        if request.variant == "both-slashes" and request.path_info == "/user/organizations":
            request.path_info = "/user/organizations/"
        response = (gzip if request.variant in ZIPPED else get_response)(request)
        ANSWERS.get(request.variant, lambda response: None)(response)
        if request.variant in STREAMS and response.status_code == 200:
            body = response.content
            headers = response.headers
            response = StreamingHttpResponse(iter([body[:100], body[100:]]))
            response.headers = headers
        return response

    return respond


def known_variants():
    names = [KEY_RULES, ROWS, WRITERS, OTHER_TEXTS, ANSWERS, PAGES, WITHOUT_SLASH, STREAMS, ZIPPED, LOWER_CASE]
    return sorted({"base-path-doubled", "refusals-403", "paginated", "keyed-by-id", "post-creates", "json-404"}.union(*names))


class Variants:
    """Moves /v/NAME from the path to the script name, so that Django's own redirects keep it."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        match = re.match(r"/v/([a-z0-9-]+)(/.*|)$", environ["PATH_INFO"])
        if match:
            environ["foreign.variant"] = match[1]
            environ["SCRIPT_NAME"] = f"/v/{match[1]}"
            environ["PATH_INFO"] = match[2]

        def start(status, headers, exc_info=None):
            if match and match[1] in LOWER_CASE:
                headers = [(name.lower(), value) for name, value in headers]
            return start_response(status, headers, exc_info)

        body = self.application(environ, start)
        # As gunicorn does: this WSGI server would send the body of a HEAD.
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # Head and body are written apart: each answer would wait for an acknowledgement.

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadedWSGIServer(("127.0.0.1", int(sys.argv[1])), QuietHandler, ipv6=False)
    server.daemon_threads = True
    server.set_app(Variants(get_wsgi_application()))
    print("ready", flush=True)
    server.serve_forever()
