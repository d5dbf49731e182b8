"""What an agreement's PDF may not hold, at freezing and in the verifier."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from signing import pdf
from signing.checks.document import content_fingerprint
from signing.document_rules import attached_agreement, check_document, check_rules, open_document
from signing.errors import DocumentRefused, VerificationError
from tests.signing.ceremony import content, places, text_pdf


def _script(document: Pdf) -> None:
    document.Root.Names.JavaScript = Dictionary(Names=Array(["a", Dictionary(S=Name.JavaScript, JS="1")]))


def _open_action(document: Pdf) -> None:
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def _indirect_link(document: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=document.make_indirect(Name.Link), Rect=Array([0, 0, 9, 9]))
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])


def _text_field(document: Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T="amount", Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))
    document.pages[0].obj.Annots = Array([field])


def _unlisted_widget(document: Pdf) -> None:
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="x", Rect=Array([0, 0, 9, 9]))
    document.pages[0].obj.Annots = Array([document.make_indirect(widget)])


def _annotation_without_type(document: Pdf) -> None:
    box = Dictionary(Subtype=Name.FreeText, Rect=Array([0, 0, 9, 9]), Contents="10")
    document.pages[0].obj.Annots = Array([document.make_indirect(box)])


def _layers(document: Pdf) -> None:
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary())


def _second_attachment(document: Pdf) -> None:
    document.attachments["more.json"] = pikepdf.AttachedFileSpec(document, b"{}", filename="more.json")


def _other_attachment(document: Pdf) -> None:
    del document.attachments["agreement.json"]
    document.attachments["other.json"] = pikepdf.AttachedFileSpec(document, b"{}", filename="other.json")


def _no_attachment(document: Pdf) -> None:
    del document.attachments["agreement.json"]
    document.Root.Names = Dictionary()


def _missing_font(document: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.pages[0].obj.Resources.Font.F9 = document.make_indirect(font)


def _external_stream(document: Pdf) -> None:
    stream = document.make_stream(b"")
    stream.F = "file:///etc/hostname"
    document.pages[0].obj.Extra = stream


def _print_alternative(document: Pdf) -> None:
    document.pages[0].obj.Extra = Dictionary(Alternates=Array([]))


def _page_action(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


def _deep_link(document: Pdf) -> None:
    document.pages[0].obj.Extra = Array([Dictionary(S=Name.URI, URI="http://example.invalid")])


def _endless_pages(document: Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


SPOILS: dict[str, Callable[[Pdf], None]] = {
    function.__name__.strip("_"): function
    for function in (
        _script,
        _open_action,
        _indirect_link,
        _text_field,
        _unlisted_widget,
        _annotation_without_type,
        _layers,
        _second_attachment,
        _other_attachment,
        _no_attachment,
        _missing_font,
        _external_stream,
        _print_alternative,
        _page_action,
        _deep_link,
        _endless_pages,
    )
}


def _spoilt(change: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(text_pdf())) as document:
        change(document)
        output = io.BytesIO()
        document.save(output, min_version="1.7")
    return output.getvalue()


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize("name", list(SPOILS))
def test_a_document_that_could_deceive_is_not_frozen(name: str) -> None:
    document = _spoilt(SPOILS[name])
    with pytest.raises(DocumentRefused):
        check_document(document)
    with pytest.raises(VerificationError):
        pdf.add_fields(document, places())


def test_an_encrypted_document_is_refused() -> None:
    with pikepdf.open(io.BytesIO(text_pdf())) as document:
        output = io.BytesIO()
        document.save(output, encryption=pikepdf.Encryption(owner="o", user=""), min_version="1.7")
    with pytest.raises(VerificationError):
        check_document(output.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\nnothing", b"\n" + text_pdf(), text_pdf()[:-200]])
def test_what_cannot_be_read_without_guessing_is_refused(data: bytes) -> None:
    with pytest.raises(VerificationError):
        check_document(data)


def test_the_agreements_data_travels_inside_the_document() -> None:
    data = attached_agreement(text_pdf())
    assert content()["case_no"].encode() in data


def test_a_document_that_refers_to_itself_a_million_times_takes_one_pass() -> None:
    with pikepdf.open(io.BytesIO(text_pdf())) as document:
        link = document.make_indirect(Array([]))
        for _ in range(60):
            link = document.make_indirect(Array([link, link]))
        document.Root.Extra = link
        output = io.BytesIO()
        document.save(output, min_version="1.7")
    reader = open_document(output.getvalue())
    check_rules(reader)
    assert content_fingerprint(reader) != content_fingerprint(open_document(text_pdf()))
