"""The check of confirmability while a clause is typed: thirty clauses in two languages, nothing but the rules."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import report
from odr.law.confirmability import check_draft
from odr.law.draft import (
    ClauseKind,
    DraftAgreement,
    DraftClause,
    DraftMediator,
    DraftOrganisation,
    DraftParty,
    Origin,
    Subject,
    Track,
)
from signing.wording import Words

CLAUSES = 30
TYPED = 200
PAUSE_MS, AIM_MS = 200, 20
Q, V = "青禾茶业有限公司", "沃野食品有限公司"
KINDS = (
    ("自本协议生效之日起，{v}停止在茶叶商品的包装、宣传材料和网络页面上使用“青禾{n}”文字标识以及与其近似的标识。",
     "From the day of effect Verdant Field Foods Ltd. stops using the word sign “Qinghe {n}” and similar signs on "
     "packaging, advertising and web pages for tea."),
    ("{v}应于2026年12月31日前销毁带有“青禾{n}”标识的库存包装12,40{n}件，并在销毁后五日内向{q}提供照片和清单。",
     "On or before 31 December 2026 Verdant Field Foods Ltd. destroys 12,40{n} pieces of packaging with the sign and "
     "within five days after that gives Qinghe Tea Co., Ltd. photographs and a list."),
    ("{v}应于2027年1月31日前向{q}支付和解款人民币叁拾万元整（¥300,000.00），以银行转账方式付至{q}在中国示范银行的账户。",
     "On or before 31 January 2027 Verdant Field Foods Ltd. pays Qinghe Tea Co., Ltd. a settlement sum of CNY "
     "300,000.00 by bank transfer to its account with the Shifan Bank of China."),
    ("{q}许可{v}自本协议生效之日起至2028年12月31日止，在中国境内以普通许可的方式，在附件{n}所列包装上使用“山禾{n}”商标。"
     "期满后{v}停止使用。本条不对权利归属、效力和保护范围作出确认。",
     "From the day of effect until 31 December 2028 Qinghe Tea Co., Ltd. grants Verdant Field Foods Ltd. a "
     "non-exclusive licence to use “Shanhe {n}” in China on the packaging in annex {n}. When the time is over the use "
     "stops. This clause does not decide ownership, validity or scope."),
    ("因履行本协议发生争议的，双方先行协商；协商不成的，可以向人民法院起诉。{v}逾期付款的，按照一年期贷款市场报价利率计付利息。",
     "Disputes about performance are discussed first; if negotiation fails, either party may sue. Late payment bears "
     "interest at the one-year loan prime rate."),
)  # fmt: skip


def agreement(serial: int = 0) -> DraftAgreement:
    """Thirty clauses, as long as people write them; another serial makes other words."""

    def party(name: str, english: str, place: str) -> DraftParty:
        return DraftParty(
            name, True, english, identity_code="91110199MA0QH8TE0H", address=place, contact=place, representative=place
        )

    clauses = tuple(
        DraftClause(number, ClauseKind.OTHER, zh.format(n=number + serial, q=Q, v=V), en.format(n=number + serial))
        for number in range(1, CLAUSES + 1)
        for zh, en in (KINDS[number % len(KINDS)],)
    )
    return DraftAgreement(
        track=Track.INDUSTRY,
        origin=Origin.OWN_INTAKE,
        subject=Subject.TRADEMARK,
        organisation=DraftOrganisation("京华知识产权调解中心", established=True),
        mediators=(DraftMediator("周慧兰", belongs=True, disclosed=True),),
        parties=(party(Q, "Qinghe Tea Co., Ltd.", "北京"), party(V, "Verdant Field Foods Ltd.", "上海")),
        clauses=clauses,
        on=date(2026, 11, 23),
        mediated_from=date(2026, 11, 2),
        mediated_until=date(2026, 11, 23),
        facts=Words(zh="使用商标。", en="Use of the mark."),
        issues=Words(zh="如何停止。", en="How to stop."),
    )


def milliseconds(act: Callable[[int], object], times: int) -> list[float]:
    """How long each of several runs took."""
    taken = []
    for turn in range(times):
        began = time.perf_counter()
        act(turn)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def typing(draft: DraftAgreement) -> Callable[[int], object]:
    """One more sign in one clause, as every pause of a person who types sends it."""
    last = draft.clauses[-1]

    def press(turn: int) -> object:
        longer = replace(last, zh=last.zh + "。补充说明" * (turn % 7) + str(turn), en=last.en + f" Note {turn}.")
        return check_draft(replace(draft, clauses=(*draft.clauses[:-1], longer)))

    return press


def main(folder: Path) -> None:
    """Measure the first check, one pause of typing and an unchanged text; write the table."""
    draft = agreement()
    check_draft(agreement(serial=10_000))
    measured = {
        "first check of an agreement": milliseconds(lambda turn: check_draft(agreement(serial=100 * turn)), 20),
        "one pause while typing": (check_draft(draft), milliseconds(typing(draft), TYPED))[1],
        "nothing changed": milliseconds(lambda turn: check_draft(draft), TYPED),
    }
    rows = [{"name": name, "ms": statistics.median(taken)} for name, taken in measured.items()]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    report.write(folder, "drafting", f"the check of {CLAUSES} clauses in two languages", machine, rows)
    slowest = statistics.quantiles(measured["one pause while typing"], n=100)[-1]
    print(f"p99 of one pause while typing: {slowest:.1f} ms; aim {AIM_MS} ms, a tenth of the pause of {PAUSE_MS} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/bench"))
