"""Trade-secret evidence: who sees it, on which undertaking, and what the platform therefore never hands out."""

from __future__ import annotations

from odr.law.articles import Citation, cite
from signing.wording import Words

UNDERTAKING_VERSION = "undertaking-1"
UNDERTAKING = Words(
    zh="我知悉该证据涉及商业秘密。我承诺：只为本次调解使用，不复制、不拍摄、不向任何未被指定的人透露，"
    "调解结束后继续保密；违反承诺的，依法承担责任。",
    en="I know that this exhibit is a trade secret. I undertake to use it for this mediation only, not to copy or "
    "photograph it, to tell nobody who was not named, and to keep it after the mediation has ended; if I break this, "
    "I answer for it under the law.",
)


def undertaking_basis() -> Citation:
    """The article under which access to such evidence may be limited to named people who undertake to keep it."""
    return cite("EVI 26")


def may_be_opened(*, owner: bool, named: bool, undertaken: bool) -> bool:
    """Whoever put it in, or a person named who has undertaken to keep it, and nobody else (EVI 26)."""
    return owner or (named and undertaken)
