"""The fourth part of the play: three people sign with keys of their own, and the organisation seals."""

from __future__ import annotations

from tests.journeys.ceremony import Device, b64, unb64
from tests.journeys.person import Person, Refused
from tests.journeys.story import RESPONDENT_PASSWORD, Story

NAMES = {"applicant": "张敏", "respondent": "Eleanor Hart", "mediator": "周慧兰"}


def sign_all(story: Story) -> None:
    """Applicant, respondent and mediator sign, each on their own device."""
    for role, zh, en in (
        ("applicant", "申请人签名", "The applicant signs"),
        ("respondent", "被申请人签名", "The respondent signs"),
        ("mediator", "调解员签名", "The mediator signs"),
    ):
        with story.step(zh, en) as details:
            sign_one(story, role)
            details.append("私钥未离开签署人设备 · the private key never left the signatory's device")


def sign_one(story: Story, role: str) -> None:
    """The ceremony of one person: challenge, proof of possession, certificate, checks, signature."""
    person, version = story.person(role), story.notes["version"]
    page = person.open(f"/versions/{version}/signatures")
    place = page.link(f"/versions/{version}/signatures/")
    page = person.open(place)
    name, consent = NAMES[role], page.datum("consent")
    password = RESPONDENT_PASSWORD if role == "respondent" else story.accounts()[role]["password"]
    device = Device()
    ask(person, f"{place}/reading", page=1, pages=1)
    begun = ask(person, f"{place}/challenge", name=name, consent=consent, password=password)
    proof = device.prove(unb64(begun["challenge"]))
    certified = ask(person, f"{place}/enrol", spki=b64(device.public_key), proof=b64(proof))
    prepared = ask(person, f"{place}/prepare")
    shown = person.download(f"{place}/document")
    certificate = unb64(prepared["certificate"])
    if certificate != unb64(certified["certificate"]):
        raise Refused("the document was prepared for another certificate")
    signature = device.sign(shown, unb64(prepared["signed_attributes"]), certificate)
    ask(person, f"{place}/finish", signature=b64(signature))


def ask(person: Person, path: str, **body: object) -> dict[str, str]:
    """One request of the page's script; returns what it kept."""
    return person.ask(path, body)["result"]


def seal(story: Story) -> None:
    """The organisation's clerk affixes the seal; the finished document is left for everybody to check."""
    with story.step("调解组织加盖电子印章", "The organisation seals") as details:
        clerk, version = story.person("organisation_clerk"), story.notes["version"]
        clerk.open(f"/versions/{version}/signatures")
        clerk.submit(f"/versions/{version}/seal")
        document = clerk.download(f"/versions/{version}/signed.pdf")
        (story.out / "agreement.pdf").write_bytes(document)
        details.append(f"build/demo/agreement.pdf ({len(document) // 1024} kB)")
