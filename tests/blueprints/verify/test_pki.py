"""Lists and certificates lie where certificates say, for everybody, as bytes a verifier reads."""

from __future__ import annotations

import pytest
from cryptography import x509
from flask import Flask

from odr.signatures.authorities import certificate_authority
from signing.keys import load_certificate


@pytest.mark.parametrize("name", ["root", "issuing"])
def test_a_list_is_where_its_authority_says(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/pki/{name}.crl")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pkix-crl"
    assert x509.load_der_x509_crl(answer.data).next_update_utc


def test_certificates_name_this_platforms_list(app: Flask) -> None:
    issuing = load_certificate(certificate_authority().trust_material().issuing[0])
    (point,) = issuing.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert point.full_name is not None
    assert point.full_name[0].value == f"{app.config['PUBLIC_URL']}/pki/root.crl"


@pytest.mark.parametrize("name", ["root", "issuing", "timestamp"])
def test_certificates_can_be_had(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/pki/{name}.cer")
    assert answer.mimetype == "application/pkix-cert"
    assert load_certificate(answer.data).issuer == load_certificate(app.test_client().get("/pki/root.cer").data).subject


@pytest.mark.parametrize("path", ["/pki/log.crl", "/pki/issuing-2.crl", "/pki/timestamp.crl", "/pki/session.cer"])
def test_nothing_else_is_there(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404
