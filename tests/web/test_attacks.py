"""What a hostile page, file or neighbour may try, and what comes of it: docs/serve-attacks.md."""

from __future__ import annotations

import concurrent.futures
import io
import queue
import re
import select
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from page_server import Browser, Site, serving

from xlform.web.limits import Limits

ROOT = Path(__file__).parents[2]
SAMPLE = (ROOT / "samples" / "云田镇.xlsx").read_bytes()
EVIL = "http://evil.example"
SCRIPT = "<script>alert(1)</script>"
LIMITS = Limits(
    upload=3 << 20,
    file=2 << 20,
    form=64 << 10,
    parts=30,
    files=60,
    rounds=500,
)
# A server of their own for what is slow: on a busy machine an honest upload may be too.
IMPATIENT = Limits(pause=0.6, grace=0.4, header_seconds=0.6)
PASSWORD = "correct horse"  # noqa: S105  (of this server alone)


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(limits=LIMITS, password=PASSWORD) as running:
        yield running


@pytest.fixture(scope="module")
def impatient() -> Iterator[Site]:
    with serving(limits=IMPATIENT) as running:
        yield running


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """Return a browser with a round of its own, of which nothing is left for the next test."""
    opened = site.browser()
    yield opened
    opened.post("/remove", all="1")


def ask(
    site: Site, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> Answer:
    """Return the answer to a request with exactly these headers, and the host unless given."""
    connection = HTTPConnection(site.base.removeprefix("http://"), timeout=20)
    headers = {"Host": site.base.removeprefix("http://"), **(headers or {})}
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body and "Content-Length" not in headers:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    if body:
        connection.send(body)
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return Answer(response.status, found, text)


def raw(site: Site, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Return all that comes back for bytes sent as they are, in pieces until it comes."""
    host, port = site.base.removeprefix("http://").split(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                if select.select([connection], [], [], pause)[0]:
                    break
            while data := connection.recv(65536):
                received += data
        except (ConnectionResetError, BrokenPipeError):
            pass
    return received


def cookies(browser: Browser) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.http.cookies.items())}


def own(browser: Browser, **headers: str) -> dict[str, str]:
    """Return the headers that a page of the server sends with a form."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": browser.base}
    return {**cookies(browser), **form, **headers}


def multipart(*parts: tuple[str, str, bytes]) -> tuple[str, bytes]:
    """Return type and body of a form of (field, file name, content); "" for no file name."""
    body = b""
    for field, name, content in parts:
        file = f'; filename="{name}"' if name else ""
        body += f'--b\r\nContent-Disposition: form-data; name="{field}"{file}\r\n\r\n'.encode()
        body += content + b"\r\n"
    return "multipart/form-data; boundary=b", body + b"--b--\r\n"


def upload(
    site: Site, browser: Browser, *parts: tuple[str, str, bytes], token: str | None = None
) -> Answer:
    token = browser.form_token if token is None else token
    kind, body = multipart(("form-token", "", token.encode()), *parts)
    return ask(site, "POST", "/files", own(browser, **{"Content-Type": kind}), body)


def listed(browser: Browser) -> int:
    return browser.http.get("/").text.count("<tr id=")


FORM = b"do=stop&form-token="


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_post_of_another_page_is_refused(
    site: Site, browser: Browser, headers: dict[str, str]
) -> None:
    body = FORM + browser.form_token.encode()
    assert ask(site, "POST", "/reading", own(browser, **headers), body).status == 403
    assert ask(site, "POST", "/reading", own(browser), body).status == 303


def test_a_post_without_origin_is_refused(site: Site, browser: Browser) -> None:
    headers = own(browser)
    del headers["Origin"]
    body = FORM + browser.form_token.encode()
    assert ask(site, "POST", "/reading", headers, body).status == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "10.0.0.1:{port}",
        "localhost:{port}@evil.example",
        "",
    ],
)
def test_another_host_is_refused(site: Site, browser: Browser, host: str) -> None:
    """DNS rebinding: the browser asks this server under the name of the attacker's page."""
    name = host.format(port=site.base.rpartition(":")[2])
    answer = ask(site, "GET", "/", {**cookies(browser), "Host": name})
    assert answer.status in (400, 421)
    assert browser.form_token not in answer.text


def test_two_hosts_or_a_foreign_target_are_refused(site: Site, browser: Browser) -> None:
    host = site.base.removeprefix("http://")
    cookie = cookies(browser)["Cookie"]
    two = f"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nCookie: {cookie}\r\n\r\n"
    assert raw(site, two.encode()).startswith(b"HTTP/1.1 400")
    target = (
        f"GET {EVIL}/ HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    assert raw(site, target.encode()).startswith(b"HTTP/1.1 404")
    none = f"GET / HTTP/1.0\r\nCookie: {cookie}\r\n\r\n"
    assert raw(site, none.encode()).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("path", ["/progress", "/submissions/0", "/district", "/nothing", "/files"])
def test_no_page_opens_without_a_round(site: Site, path: str) -> None:
    for cookie in ("", f"xlform-round-{site.base.rpartition(':')[2]}=forged"):
        headers = {"Cookie": cookie} if cookie else {}
        assert ask(site, "GET", path, headers).status == 401


def test_a_cookie_that_somebody_planted_opens_nothing(site: Site) -> None:
    """Fixation: the value is never taken over, whoever comes with it and the token."""
    name = f"xlform-round-{site.base.rpartition(':')[2]}"
    planted = {"Cookie": f"{name}=planted"}
    answer = ask(site, "GET", "/?" + site.url.partition("?")[2], planted)
    assert answer.status == 303
    assert "planted" not in answer.headers["set-cookie"]
    assert re.search(r"HttpOnly.*SameSite=strict", answer.headers["set-cookie"])
    assert ask(site, "GET", "/progress", planted).status == 401


@pytest.mark.parametrize("token", ["", "guess", "other"])
def test_a_form_without_the_token_of_its_round_is_refused(
    site: Site, browser: Browser, token: str
) -> None:
    if token == "other":  # noqa: S105  (a case)
        token = site.browser().form_token
    assert ask(site, "POST", "/reading", own(browser), FORM + token.encode()).status == 403
    assert upload(site, browser, ("files", "a.xlsx", SAMPLE), token=token).status == 403
    assert listed(browser) == 0


def test_files_before_the_form_token_are_not_stored(site: Site, browser: Browser) -> None:
    kind, body = multipart(
        ("files", "a.xlsx", SAMPLE), ("form-token", "", browser.form_token.encode())
    )
    headers = own(browser, **{"Content-Type": kind})
    assert ask(site, "POST", "/files", headers, body).status == 403
    assert listed(browser) == 0


def test_a_clerk_reaches_no_file_of_another(site: Site, browser: Browser) -> None:
    upload(site, browser, ("files", "a.xlsx", SAMPLE))
    page = browser.read()
    found = re.search(r'<tr id="file-(\w+)"', page)
    assert found
    other = site.browser()
    other.post("/remove", file=found[1])
    assert other.http.get(f"/submissions/{found[1]}").status_code == 404
    assert listed(browser) == 1


NAMES = [
    "../../../../tmp/outside.xlsx",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "..\\..\\outside.xlsx",
    ".xlform-00000000-1-00000000-x",
    "con.xlsx",
    "a\x00b.xlsx",
    "a%00b.xlsx",
    "~$a.xlsx",
    "-o.xlsx",
    "长" * 300 + ".xlsx",
    "\u202exslx.exe",
    "a\x1b[2Jb.xlsx",
    f"{SCRIPT}.xlsx",
    "' onmouseover='alert(1).xlsx",
    "{{ 7 * 191 }}.xlsx",
]


def test_names_never_become_paths_nor_markup(site: Site, browser: Browser) -> None:
    before = {path for path in site.folder.parent.iterdir() if path.name.startswith("outside")}
    answer = upload(site, browser, *(("files", name, SAMPLE) for name in NAMES))
    assert answer.status == 303
    page = browser.read()
    assert page.count("<tr id=") == len(NAMES)
    stored = {path.name for path in site.folder.rglob("*") if path.is_file()}
    assert stored <= {"content", "record"}
    folders = {path.name for path in site.folder.rglob("*") if path.is_dir()}
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in folders)
    assert before == {
        path for path in site.folder.parent.iterdir() if path.name.startswith("outside")
    }
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert "1337" not in page
    assert not re.search("[\x00\x1b\u202e]", page)


def test_texts_of_a_workbook_are_no_markup(site: Site, browser: Browser) -> None:
    """A script in every cell, in names of sheets, in properties, and in names of members."""
    book = load_workbook(io.BytesIO(SAMPLE))
    book.properties.title = book.properties.creator = SCRIPT
    for number, sheet in enumerate(book):
        sheet.title = f"<img src=x onerror=a{number}>"[:31]
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    cell.value += SCRIPT
    stream = io.BytesIO()
    book.save(stream)
    upload(
        site,
        browser,
        ("files", "a.xlsx", stream.getvalue()),
        ("files", "b.zip", archive({f"{SCRIPT}/c.xlsx": stream.getvalue(), f"{SCRIPT}.xlsx": b""})),
    )
    page = browser.read() + browser.http.get("/progress?since=0").text
    assert page.count("<tr id=") == 6
    for name in set(re.findall(r'"/submissions/(\w+)"', page)):
        answer = browser.http.get(f"/submissions/{name}")
        assert answer.status_code == 200
        page += answer.text
    assert "&lt;script&gt;" in page
    assert SCRIPT not in page
    assert "<img" not in page


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return stream.getvalue()


def test_hostile_archives_cost_only_themselves(site: Site, browser: Browser) -> None:
    slip = archive({"../../../outside.xlsx": SAMPLE, "/outside.xlsx": SAMPLE})
    bomb = archive({"bomb.xlsx": bytes(64 << 20)})
    nested = archive({"1.zip": archive({"2.zip": archive({"3.zip": archive({"a.xlsx": SAMPLE})})})})
    many = archive({f"{number}.xlsx": b"x" for number in range(200)})
    upload(
        site,
        browser,
        ("files", "slip.zip", slip),
        ("files", "bomb.zip", bomb),
        ("files", "nested.zip", nested),
        ("files", "good.xlsx", SAMPLE),
    )
    page = browser.read()
    assert page.count('data-state="unreadable"') == 4
    assert page.count('data-state="duplicate"') + page.count("/submissions/") >= 1
    assert not list(site.folder.parent.glob("outside*"))
    upload(site, browser, ("files", "many.zip", many))
    assert listed(browser) <= LIMITS.files + 1


@pytest.mark.parametrize(
    "path",
    [
        f"/?state={SCRIPT}",
        f"/?page={SCRIPT}",
        f"/?lang={SCRIPT}",
        f"/{SCRIPT}",
        f"/?token={SCRIPT}",
        f"/progress?since={SCRIPT}",
        "/?page=99999999999999999999",
        "/progress?since=-1",
        "/progress?since=%D9%A1%D9%A2",
    ],
)
def test_nothing_of_an_address_comes_back_as_markup(
    site: Site, browser: Browser, path: str
) -> None:
    for method in ("GET", "HEAD"):
        path = path.replace("<", "%3C").replace(">", "%3E")
        answer = ask(site, method, path, cookies(browser))
        assert answer.status < 500
        assert SCRIPT not in answer.text
        assert "evil" not in str(answer.headers)


def test_no_line_break_gets_into_a_header(site: Site, browser: Browser) -> None:
    for path in ("/?lang=en%0d%0aX-Evil:1", "/%0d%0aX-Evil:%201", "/?token=a%0d%0aX-Evil:1"):
        assert "x-evil" not in ask(site, "GET", path, cookies(browser)).headers
    assert "x-evil" not in upload(site, browser, ("files", "a%0d%0aX-Evil: 1", b"x")).headers


@pytest.mark.parametrize("path", ["/files", "/reading", "/sign-in"])
def test_too_much_is_refused_before_it_is_sent(site: Site, browser: Browser, path: str) -> None:
    """Two gigabytes announced: nothing of them is waited for."""
    headers = own(browser, **{"Content-Length": str(2 << 30)})
    began = time.monotonic()
    answer = ask(site, "POST", path, headers)
    assert answer.status == 413
    assert time.monotonic() - began < Limits().pause


def test_too_much_without_announcement_is_counted(site: Site, browser: Browser) -> None:
    kind, body = multipart(
        ("form-token", "", browser.form_token.encode()), ("files", "a.xlsx", bytes(1 << 16))
    )
    lines = [f"{name}: {value}" for name, value in own(browser, **{"Content-Type": kind}).items()]
    host = site.base.removeprefix("http://")
    head = "\r\n".join(
        ["POST /files HTTP/1.1", f"Host: {host}", *lines, "Transfer-Encoding: chunked"]
    )
    chunk = b"10000\r\n" + bytes(1 << 16) + b"\r\n"
    begin = f"{len(body) - 9:x}\r\n".encode() + body[:-9] + b"\r\n"
    answer = raw(site, head.encode() + b"\r\n\r\n" + begin, *[chunk] * 60)
    assert answer.startswith(b"HTTP/1.1 413")
    assert listed(browser) == 0
    assert not list(site.folder.rglob("content"))


def test_a_file_that_is_too_large_is_left_out_alone(site: Site, browser: Browser) -> None:
    parts = [("files", "large.xlsx", bytes((2 << 20) + 1)), ("files", "a.xlsx", SAMPLE)]
    assert upload(site, browser, *parts).status == 303
    assert "large.xlsx" in browser.http.get("/").text
    page = browser.read()
    assert page.count("<tr id=") == 1
    assert len(list(site.folder.rglob("content"))) == 1


def test_too_many_files_are_refused(site: Site, browser: Browser) -> None:
    parts = [("files", f"{number}.xlsx", b"x") for number in range(40)]
    assert upload(site, browser, *parts).status == 413
    assert listed(browser) < LIMITS.parts
    for _ in range(3):
        upload(site, browser, *parts[:25])
    assert listed(browser) == LIMITS.files


def bad_bodies() -> list[tuple[str, str, bytes]]:
    kind, whole = multipart(("form-token", "", b"TOKEN"), ("files", "a.xlsx", SAMPLE))
    return [
        ("no end", kind, whole[:-9]),
        ("no boundary", "multipart/form-data", whole),
        ("another boundary", "multipart/form-data; boundary=c", whole),
        ("long boundary", f"multipart/form-data; boundary={'b' * 5000}", whole),
        ("long header", kind, whole.replace(b"name=", b"x=" + b"y" * 9000 + b"; name=")),
        ("many headers", kind, whole.replace(b"\r\n\r\n", b"\r\n" + b"A: 1\r\n" * 99 + b"\r\n")),
        ("garbage", kind, b"\x00\xff" * 500),
        ("empty", kind, b"--b--\r\n"),
        ("JSON", "application/json", b'{"form-token": "TOKEN"}'),
        ("plain text", "text/plain", b"form-token=TOKEN"),
    ]


@pytest.mark.parametrize(("kind", "body"), [bad[1:] for bad in bad_bodies()], ids=[
    bad[0] for bad in bad_bodies()
])  # fmt: skip
def test_a_malformed_upload_leaves_nothing(
    site: Site, browser: Browser, kind: str, body: bytes
) -> None:
    body = body.replace(b"TOKEN", browser.form_token.encode())
    answer = ask(site, "POST", "/files", own(browser, **{"Content-Type": kind}), body)
    assert answer.status in (400, 403, 415)
    assert listed(browser) == 0
    assert not list(site.folder.rglob("content"))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"do": "stop", "form-token": "TOKEN"}'),
        ("text/plain", b"do=stop&form-token=TOKEN"),
        (*multipart(("form-token", "", b"TOKEN"), ("do", "", b"stop")),),
        ("application/x-www-form-urlencoded", b"a=1&" * 300 + b"do=stop&form-token=TOKEN"),
        ("application/x-www-form-urlencoded", b"do=\xff\xfe&form-token=TOKEN"),
        ("application/x-www-form-urlencoded", b"do=explode&form-token=TOKEN"),
    ],
)
def test_another_body_in_place_of_a_form_is_refused(
    site: Site, browser: Browser, kind: str, body: bytes
) -> None:
    body = body.replace(b"TOKEN", browser.form_token.encode())
    answer = ask(site, "POST", "/reading", own(browser, **{"Content-Type": kind}), body)
    assert answer.status in (400, 415)


@pytest.mark.parametrize("pause", [0.05, 0.9])
def test_a_slow_upload_is_ended(impatient: Site, pause: float) -> None:
    site, browser = impatient, impatient.browser()
    kind, body = multipart(
        ("form-token", "", browser.form_token.encode()), ("files", "a.xlsx", SAMPLE)
    )
    headers = own(browser, **{"Content-Type": kind, "Content-Length": str(len(body))})
    lines = [f"{name}: {value}" for name, value in headers.items()]
    host = site.base.removeprefix("http://")
    head = "\r\n".join(["POST /files HTTP/1.1", f"Host: {host}", *lines])
    pieces = [body[:600], *(body[at : at + 10] for at in range(600, 1200, 10))]
    began = time.monotonic()
    answer = raw(site, head.encode() + b"\r\n\r\n", *pieces, pause=pause)
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < len(pieces) * pause + 10
    assert not list(site.folder.rglob("content"))


def test_headers_that_never_end_close_the_connection(impatient: Site) -> None:
    site = impatient
    assert raw(site, b"GET / HTTP/1.1\r\nHost: a\r\nX-") == b""
    assert raw(site, b"") == b""
    assert raw(site, b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000).startswith(b"HTTP/1.1 400")
    assert b"200" not in raw(site, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")[:16]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"])
def test_other_methods_are_refused(site: Site, browser: Browser, method: str) -> None:
    headers = {
        **cookies(browser),
        "Origin": EVIL,
        "Access-Control-Request-Method": "POST",
        "X-Secret": "echo",
    }
    answer = ask(site, method, "/files", headers)
    assert answer.status == 405
    assert not any(name.startswith("access-control") for name in answer.headers)
    assert "echo" not in answer.text


def test_nothing_changes_by_an_address_alone(site: Site, browser: Browser) -> None:
    token = browser.form_token
    for path in ("/files", "/folder", "/remove?all=1", "/reading?do=stop"):
        joined = f"{path}{'&' if '?' in path else '?'}form-token={token}"
        assert ask(site, "GET", joined, cookies(browser)).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2fapp.py",
        "/assets/..%5capp.py",
        "/assets//etc/passwd",
        "/assets/%00",
        "/%00",
        "/assets/page.css%00.js",
        "/assets/",
        "/..%2f..%2fetc/passwd",
    ],
)
def test_assets_lead_nowhere_else(site: Site, browser: Browser, path: str) -> None:
    answer = ask(site, "GET", path, cookies(browser))
    assert answer.status in (400, 404)
    assert "import" not in answer.text


@pytest.mark.parametrize(
    "ranges", ["bytes=0-0", "bytes=9999999-", "bytes=-1", "bytes=" + "0-," * 2000, "lines=1", "x"]
)
def test_ranges_give_no_more_than_the_file(site: Site, ranges: str) -> None:
    size = len(ask(site, "GET", "/assets/page.css").text)
    answer = ask(site, "GET", "/assets/page.css", {"Range": ranges})
    assert answer.status in (200, 206, 400, 416)
    assert len(answer.text) <= size + 200


@pytest.mark.parametrize(
    "path", ["//evil.example", "/files/", "//evil.example/%2e%2e", "/\\evil.example", "/sign-in/"]
)
def test_no_redirect_leads_elsewhere(site: Site, browser: Browser, path: str) -> None:
    answer = ask(site, "GET", path, cookies(browser))
    assert "location" not in answer.headers
    token = site.url.partition("?")[2]
    entered = ask(site, "GET", f"/?{token}&next={EVIL}&url=//evil.example")
    assert entered.headers["location"] == "/"


def test_a_websocket_is_no_way_in(site: Site, browser: Browser) -> None:
    headers = {
        **cookies(browser),
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Origin": EVIL,
    }
    assert ask(site, "GET", "/", headers).status != 101


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/assets/page.css", "/assets/first.js", "/progress", "/sign-in"]
)
def test_every_answer_has_the_headers(site: Site, browser: Browser, path: str) -> None:
    for cookie in (cookies(browser), {}):
        headers = ask(site, "GET", path, cookie).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


# Sheets drawn by a worker, which escapes every text: see the test on texts of a workbook.
ESCAPED_WHERE_MADE = {"sheet.table|safe", "sheet.notes|safe", "view.table|safe"}


def test_pages_hold_nothing_that_the_policy_forbids() -> None:
    for path in (ROOT / "src" / "xlform" / "web" / "markup").glob("*.html"):
        markup = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", markup)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", markup)
        unescaped = set(re.findall(r"[\w.]+\|safe", markup.replace(" ", "")))
        assert unescaped <= ESCAPED_WHERE_MADE


def test_what_is_sent_twice_is_done_once_or_shown_as_double(site: Site, browser: Browser) -> None:
    token = browser.form_token
    for _ in range(2):
        upload(site, browser, ("files", "a.xlsx", SAMPLE), token=token)
    page = browser.read()
    assert page.count('data-state="duplicate"') == 1
    found = re.findall(r'<tr id="file-(\w+)"', page)
    for _ in range(2):
        assert browser.post("/remove", file=found[0]).status_code == 200
    page = browser.http.get("/").text
    assert page.count("<tr id=") == 1
    assert 'data-state="duplicate"' not in page


def test_files_removed_while_they_are_read(site: Site, browser: Browser) -> None:
    token = browser.form_token

    def add_and_remove(number: int) -> int:
        upload(site, browser, ("files", f"{number}.xlsx", SAMPLE), token=token)
        body = f"form-token={token}&all=1".encode()
        return ask(site, "POST", "/remove", own(browser), body).status

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert set(pool.map(add_and_remove, range(18))) == {303}
    browser.post("/remove", all="1")
    assert "<tr id=" not in browser.read()
    upload(site, browser, ("files", "a.xlsx", SAMPLE))
    assert browser.read().count("/submissions/") == 1


def test_smuggled_and_pipelined_requests_are_checked_too(site: Site, browser: Browser) -> None:
    host = site.base.removeprefix("http://")
    both = (
        f"POST /reading HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "GET /progress HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    answer = raw(site, both.encode())
    assert b" 200 " not in answer
    cookie = cookies(browser)["Cookie"]
    pipelined = (
        f"GET /progress HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
        f"GET /progress HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    statuses = re.findall(rb"HTTP/1.1 (\d+)", raw(site, pipelined.encode()))
    assert statuses == [b"200", b"401"]


GUESSES: list[Callable[[Site, str], Answer]] = [
    lambda site, guess: ask(site, "GET", f"/?token={guess}"),
    lambda site, guess: ask(
        site,
        "POST",
        "/sign-in",
        {"Origin": site.base, "Content-Type": "application/x-www-form-urlencoded"},
        f"password={guess}".encode(),
    ),
]


@pytest.mark.parametrize("guess", GUESSES, ids=["token", "password"])
def test_guesses_are_counted(guess: Callable[[Site, str], Answer]) -> None:
    with serving(password=PASSWORD) as site:
        statuses = [guess(site, f"guess{number}").status for number in range(12)]
        assert statuses[0] in (401, 403)
        assert statuses[-1] == 429
        assert guess(site, PASSWORD.replace(" ", "+")).status == 429
        assert ask(site, "GET", "/?" + site.url.partition("?")[2]).status == 303


def test_a_password_opens_a_round_and_only_to_this_page() -> None:
    with serving(password=PASSWORD) as site:
        assert ask(site, "GET", "/").headers["location"] == "/sign-in"
        headers = {"Origin": EVIL, "Content-Type": "application/x-www-form-urlencoded"}
        body = b"password=" + PASSWORD.replace(" ", "+").encode()
        assert ask(site, "POST", "/sign-in", headers, body).status == 403
        browser = Browser(site.base)
        answer = browser.http.post(
            "/sign-in", data={"password": PASSWORD}, headers={"Origin": site.base}
        )
        assert browser.form_token in answer.text
        browser.http.close()


def test_the_address_given_to_the_browser_opens_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other users of the machine see the arguments of a program."""
    opened: queue.Queue[str] = queue.Queue()
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", opened.put)
    with serving(browser=True) as site:
        path = opened.get(timeout=20).removeprefix(site.base)
        assert path != site.url.removeprefix(site.base)
        browser = site.browser(site.base + path)
        assert browser.form_token in browser.http.get(path).text
        assert ask(site, "GET", path).status == 401
        assert ask(site, "GET", "/?" + site.url.partition("?")[2]).status == 303


def test_there_are_only_so_many_rounds() -> None:
    with serving(limits=Limits(rounds=3)) as site:
        statuses = [ask(site, "GET", "/?" + site.url.partition("?")[2]).status for _ in range(5)]
        assert statuses == [303, 303, 303, 503, 503]


def test_the_table_of_attacks_names_every_test() -> None:
    table = (ROOT / "docs" / "serve-attacks.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\| `(\w+)` \|$", table, re.MULTILINE))
    own = "the_table_of_attacks_names_every_test"
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert named == tests - {own}
    assert len(re.findall(r"^\| \d+ \|", table, re.MULTILINE)) >= 25
