"""The public check: a verdict for anybody, kept by nobody."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from odr.audit.models import AuditEntry
from odr.db import reading
from signing.authority.embedded import EmbeddedAuthority
from tests.blueprints.verify.conftest import Public


def send(public: Public, data: bytes, name: str = "bundle.asice", **more: Any) -> TestResponse:
    form = {"file": (io.BytesIO(data), name), **more}
    answer = public.browser.post("/verify", data=form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    return answer


def files_under(directory: Path) -> set[tuple[str, int]]:
    kept = directory / "blobs"
    return {(path.name, path.stat().st_size) for path in kept.rglob("*") if path.is_file()}


def acts() -> int:
    with reading() as now:
        return now.scalar(select(func.count(AuditEntry.id))) or 0


def test_the_page_needs_no_account(public: Public) -> None:
    page = public.browser.get("/verify")
    assert page.status_code == 200
    assert "heqi-verify BUNDLE --roots ROOTS.pem" in page.text


def test_a_sound_bundle_gets_its_verdict_with_reasons(public: Public) -> None:
    answer = send(public, public.bundle)
    assert answer.status_code == 200
    assert "Sound, but made with certificates for development only" in answer.text
    assert "张敏" in answer.text and "Needs your judgement" in answer.text
    assert "What this check cannot tell" in answer.text


def test_the_verdict_is_said_in_the_readers_language(public: Public) -> None:
    public.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    answer = send(public, public.bundle)
    assert '<html lang="zh-CN"' in answer.text
    assert "核验通过，但证书仅供开发演示" in answer.text and "核验回答不了的" in answer.text


def test_what_judgement_it_needs_stands_before_what_passed(public: Public) -> None:
    text = send(public, public.bundle).text
    assert text.index("Needs your judgement") < text.index("Intact: nothing was changed")


def test_a_signed_agreement_alone_is_checked_and_says_what_is_missing(public: Public) -> None:
    answer = send(public, public.agreement, "agreement.pdf")
    assert answer.status_code == 200
    assert "Signed agreement alone" in answer.text
    assert "Only the agreement file was checked" in answer.text


@pytest.mark.parametrize("where", [0.1, 0.35, 0.6, 0.9])
def test_a_bundle_with_one_bit_changed_is_never_called_sound(public: Public, where: float) -> None:
    altered = bytearray(public.bundle)
    altered[int(len(altered) * where)] ^= 1
    text = send(public, bytes(altered)).text
    assert "Sound, but" not in text
    assert "Not sound" in text or "Unreadable" in text


@pytest.mark.parametrize("junk", [b"hello", b"%PDF-1.7 nothing else", b"PK\x03\x04" + b"\0" * 200, b"\0" * 5000])
def test_what_is_no_bundle_gets_a_plain_answer(public: Public, junk: bytes) -> None:
    answer = send(public, junk)
    assert answer.status_code == 200
    assert "Unreadable" in answer.text or "Not sound" in answer.text


def test_without_a_file_the_page_says_what_to_do(public: Public) -> None:
    answer = public.browser.post("/verify", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text and 'href="#file"' in answer.text


@pytest.mark.parametrize("public", [{"max_form_bytes": 1000}], indirect=True)
def test_a_file_too_large_is_refused_with_the_limit(public: Public) -> None:
    assert send(public, b"x" * 1001).status_code == 413
    assert send(public, b"x" * 1000).status_code == 200


@pytest.mark.parametrize("public", [{"rate_limits": True}], indirect=True)
def test_one_address_cannot_keep_the_verifier_busy(public: Public) -> None:
    statuses = [send(public, b"junk").status_code for _ in range(14)]
    assert statuses.count(200) == 12 and statuses[-1] == 429


def test_nothing_of_the_file_is_kept(public: Public) -> None:
    files, before = files_under(public.data_dir), acts()
    send(public, public.bundle, "a-name-nobody-keeps.asice")
    assert files_under(public.data_dir) == files
    assert acts() == before


def test_a_hostile_file_name_is_shown_as_text(public: Public) -> None:
    text = send(public, public.bundle, "<script>alert(1)</script>.asice").text
    assert "<script>alert" not in text


def test_roots_brought_by_the_visitor_are_used(public: Public) -> None:
    own = public.browser.get("/verify/roots.pem").data
    answer = send(public, public.bundle, roots=(io.BytesIO(own), "roots.pem"))
    assert "Checked against the roots you sent." in answer.text and "Sound, but" in answer.text


def test_roots_of_somebody_else_do_not_make_it_trusted(public: Public) -> None:
    from_elsewhere = other_roots(public.data_dir / "elsewhere")
    answer = send(public, public.bundle, roots=(io.BytesIO(from_elsewhere), "roots.pem"))
    assert "Not sound" in answer.text


def test_a_file_that_holds_no_roots_is_named_as_the_problem(public: Public) -> None:
    answer = send(public, public.bundle, roots=(io.BytesIO(b"not a certificate"), "roots.pem"))
    assert answer.status_code == 422
    assert "This file holds no certificate in PEM form" in answer.text


def test_the_published_roots_are_certificates_only(public: Public) -> None:
    answer = public.browser.get("/verify/roots.pem")
    assert answer.status_code == 200
    assert answer.data.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in answer.data


def test_the_check_cannot_be_sent_from_another_site(public: Public) -> None:
    public.app.config["WTF_CSRF_ENABLED"] = True
    assert send(public, public.bundle).status_code == 400


def other_roots(directory: Path) -> bytes:
    elsewhere = EmbeddedAuthority(directory)
    elsewhere.create()
    return elsewhere.roots_pem()


def test_the_code_on_a_print_leads_to_a_page_that_explains_the_check(public: Public) -> None:
    page = public.browser.get("/verify/7F3K9QTR2MXB4WHC")
    assert page.status_code == 200
    assert "7F3K-9QTR-2MXB-4WHC" in page.text and "nothing is sent" in page.text and "heqi-verify" in page.text
    public.browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    assert "核验纸质文书" in public.browser.get("/verify/7F3K9QTR2MXB4WHC").text


def test_every_number_gets_the_same_page_whether_a_paper_bears_it_or_not(public: Public) -> None:
    pages = {
        public.browser.get(f"/verify/{number}").text.replace(number, "").replace(shown, "")
        for number, shown in (("7F3K9QTR2MXB4WHC", "7F3K-9QTR-2MXB-4WHC"), ("2222222222222222", "2222-2222-2222-2222"))
    }
    assert len(pages) == 1
    assert public.browser.get("/verify/HQ-2026-7F3KQ9").status_code == 404


@pytest.mark.parametrize(("form", "kind"), [("json", "application/json"), ("pdf", "application/pdf")])
def test_the_verdict_may_be_kept_as_a_report(public: Public, form: str, kind: str) -> None:
    answer = send(public, public.bundle, **{"as": form})
    assert answer.status_code == 200 and answer.mimetype == kind
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.startswith(b"{" if form == "json" else b"%PDF-1.7")
