"""What is said to people about a confirmation: its states, the grounds of the law, what each party states."""

from __future__ import annotations

from dataclasses import dataclass

from odr.confirmations.states import ConfirmationState, DismissalGround, RefusalGround
from odr.law.articles import Citation, cite
from signing.wording import Words

APPLICATION_WORDS = "application/1"
"""Changes whenever one of the sentences below changes."""
COMMITMENT = Words(
    zh="我方自愿达成本调解协议，并自愿共同申请司法确认；没有恶意串通，没有规避法律；所述事实和所提交的材料真实；"
    "不损害国家利益、社会公共利益和他人合法权益。因此给他人造成损害的，依法承担民事责任和其他责任。",
    en="We concluded this mediation agreement and apply jointly for judicial confirmation of our own free will. We are "
    "not in collusion and do not evade the law; the facts stated and the papers handed in are true; no interest of the "
    "state, the public or others is harmed. We are liable in civil and other law for any harm to others.",
)
"""Stated by each party for itself when it applies (SC11 3; the undertaking of the court's own form)."""

SERVICE_ADDRESS = Words(
    zh="我方确认上面的送达地址真实有效，同意法院以电子方式送达，包括裁定书；地址变更及时告知。",
    en="The address for service above is true and in use. We agree to electronic service by the court, rulings "
    "included, and will tell of any change.",
)
PERSONAL_DATA = Words(
    zh="我方同意，为司法确认向所选法院提供我方的身份、联系方式和协议内容。",
    en="We agree that our identity, contact details and the agreement are given to the chosen court for this purpose.",
)
STATEMENTS: dict[str, Words] = {
    "commitment": COMMITMENT,
    "service_address": SERVICE_ADDRESS,
    "personal_data": PERSONAL_DATA,
}
"""Each stated on its own: the undertaking, the address for service (OLR 29), the data handed over (PIPL 23, 29)."""

MEANING = Words(
    zh="司法确认：法院审查后裁定调解协议有效；一方不履行，另一方可以直接申请强制执行。",
    en="Judicial confirmation: the court examines the agreement and rules that it is valid; if one side does not "
    "perform, the other may apply for enforcement at once.",
)

S = ConfirmationState
STATE: dict[ConfirmationState, Words] = {
    S.PREPARING: Words(zh="等待双方申请", en="Waiting for both parties to apply"),
    S.READY: Words(zh="双方已申请，待提交法院", en="Both have applied; to be filed with the court"),
    S.FILED: Words(zh="已提交法院，待决定是否受理", en="Filed; the court decides whether to accept"),
    S.SUPPLEMENT: Words(zh="法院要求补充材料", en="The court asks for more"),
    S.ACCEPTED: Words(zh="法院已受理，正在审查", en="Accepted; the court is examining it"),
    S.CONFIRMED: Words(zh="法院已裁定确认有效", en="Confirmed by the court"),
    S.REFUSED: Words(zh="法院裁定不予受理", en="Not accepted by the court"),
    S.DISMISSED: Words(zh="法院裁定驳回申请", en="Dismissed by the court"),
    S.WITHDRAWN: Words(zh="已撤回申请", en="Withdrawn"),
    S.LAPSED: Words(zh="申请期限已过", en="The time to apply ran out"),
    S.REVOKED: Words(zh="裁定已撤销", en="The ruling was set aside"),
}
TONE: dict[ConfirmationState, str] = {
    S.PREPARING: "todo",
    S.READY: "waiting",
    S.FILED: "court",
    S.SUPPLEMENT: "todo",
    S.ACCEPTED: "court",
    S.CONFIRMED: "done",
    S.REFUSED: "stopped",
    S.DISMISSED: "stopped",
    S.WITHDRAWN: "stopped",
    S.LAPSED: "stopped",
    S.REVOKED: "stopped",
}


@dataclass(frozen=True)
class Ground:
    """One ground the law gives a court, with its article."""

    words: Words
    citation: Citation


REFUSAL: dict[RefusalGround, Ground] = {
    RefusalGround.OUTSIDE_SCOPE: Ground(
        Words(zh="不属于人民法院受理范围", en="Outside what the people's courts may take"), cite("INT 355(1)")
    ),
    RefusalGround.WRONG_COURT: Ground(
        Words(zh="不属于收到申请的人民法院管辖", en="Another court is competent"), cite("INT 355(2)")
    ),
    RefusalGround.FAMILY_STATUS: Ground(
        Words(
            zh="申请确认婚姻、亲子、收养等身份关系",
            en="It concerns marriage, parentage, adoption or other family status",
        ),
        cite("INT 355(3)"),
    ),
    RefusalGround.OTHER_PROCEDURE: Ground(
        Words(
            zh="涉及适用其他特别程序、公示催告程序、破产程序审理",
            en="Another special procedure, public notice or bankruptcy proceedings apply",
        ),
        cite("INT 355(4)"),
    ),
    RefusalGround.OWNERSHIP: Ground(
        Words(
            zh="调解协议内容涉及物权、知识产权确权",
            en="The agreement decides who owns property or an intellectual property right",
        ),
        cite("INT 355(5)"),
    ),
}

DISMISSAL: dict[DismissalGround, Ground] = {
    DismissalGround.MANDATORY_LAW: Ground(
        Words(zh="违反法律强制性规定", en="It breaks a mandatory rule of law"), cite("INT 358(1)")
    ),
    DismissalGround.INTERESTS_OF_OTHERS: Ground(
        Words(
            zh="损害国家利益、社会公共利益、他人合法权益",
            en="It harms the state, the public or the lawful rights of others",
        ),
        cite("INT 358(2)"),
    ),
    DismissalGround.PUBLIC_ORDER: Ground(
        Words(zh="违背公序良俗", en="It offends public order and good morals"), cite("INT 358(3)")
    ),
    DismissalGround.NOT_VOLUNTARY: Ground(
        Words(zh="违反自愿原则", en="It was not concluded of free will"), cite("INT 358(4)")
    ),
    DismissalGround.UNCLEAR: Ground(Words(zh="内容不明确", en="Its content is unclear"), cite("INT 358(5)")),
    DismissalGround.OTHER: Ground(
        Words(zh="其他不能进行司法确认的情形", en="Another reason why it cannot be confirmed"), cite("INT 358(6)")
    ),
}
