"""What happens to one signed file over the years, each act in a process that believes it is that day.

`python -m tests.signing.later_days make|renew|check DIRECTORY`; run under faketime.
"""

import asyncio
import io
import sys
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation

from signing.pdf_validation import embedded_material, quiet, specification
from signing.renewal import proven_until, renew
from signing.trust import TrustRoots
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import Platform, run_ceremony, sealed_bundle


def make(where: Path) -> None:
    """Sign and seal on the first day."""
    platform = Platform(where / "keys")
    signed = run_ceremony(platform)
    (where / "agreement.pdf").write_bytes(signed.finished)
    (where / "bundle.asice").write_bytes(sealed_bundle(signed))
    (where / "roots.pem").write_bytes(platform.authority.roots_pem())


def again(where: Path) -> None:
    """Renew the file on this day."""
    file = where / "agreement.pdf"
    file.write_bytes(renew(file.read_bytes(), Platform(where / "keys").timestamps))


def check(where: Path) -> None:
    """Our verifier, the verifier of the whole bundle, and the library's AdES verdict by the clock of this day."""
    document = (where / "agreement.pdf").read_bytes()
    roots = TrustRoots.from_file(where / "roots.pem")
    verdict = verify_agreement(document, roots)
    print("heqi-verify", "sound" if verdict.sound else [one.sentence.en for one in verdict.failed])
    bundle = verify_bundle((where / "bundle.asice").read_bytes(), roots)
    print("bundle", "sound" if bundle.sound else [one.sentence.en for one in bundle.failed])
    print("AdES", " ".join(library_verdicts(document, roots)))
    print("proven until", proven_until(document).date())


def library_verdicts(document: bytes, roots: TrustRoots) -> list[str]:
    """What pyHanko's own AdES-LTA validation says of each signature now."""
    reader = PdfFileReader(io.BytesIO(document))
    known = embedded_material(reader)
    said = []
    for one in reader.embedded_regular_signatures:
        with quiet():
            found = asyncio.run(ades_lta_validation(one, specification(roots, known)))
        said.append("OK" if found.ades_subindic == AdESPassed.OK else str(found.ades_subindic))
    return said


if __name__ == "__main__":
    {"make": make, "renew": again, "check": check}[sys.argv[1]](Path(sys.argv[2]))
