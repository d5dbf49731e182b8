"""CC 197, PML 3(3), MED 8: what cannot be given up in advance, and what can."""

from __future__ import annotations

from tests.odr.law.samples.table import B, Q, V, W, sample

ROWS = (
    sample("CC 197", f"{V}放弃诉讼时效抗辩。", "", ("AG-10", B)),
    sample("CC 197", "双方约定诉讼时效为五年。", "", ("AG-10", B)),
    sample("CC 197", "本协议项下的请求不受诉讼时效限制。", "", ("AG-10", B)),
    sample("CC 197", "", "The respondent waives any defence of limitation.", ("AG-10", B)),
    sample("CC 197", "", "The limitation period is agreed to be five years.", ("AG-10", B)),
    sample("CC 197", "诉讼时效依照法律规定。"),
    sample("CC 197", "", "Limitation is as the law provides."),
    sample("PML 3(3)", "双方放弃就本案起诉的权利。", "", ("P-40", B)),
    sample("PML 3(3)", "双方在任何情况下均不得向法院起诉。", "", ("P-40", B)),
    sample("CPL 206", f"{Q}不得申请强制执行。", "", ("P-40", B)),
    sample("PML 3(3)", "", "The applicant waives the right to sue.", ("P-40", B)),
    sample("CPL 206", "", "The applicant shall not apply for enforcement.", ("P-40", B)),
    sample("PML 32", "双方不得就本协议的履行提起诉讼。", "", ("P-40", W)),
    sample("PML 32", "", "The parties shall not sue on this agreement.", ("P-40", W)),
    sample("INV 25", "本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。"),
    sample("INV 25", f"{Q}放弃其他赔偿请求。"),
    sample("CPL 206", f"{V}付清全部款项后，{Q}不再申请强制执行。"),
    sample("MED 8", f"{V}不履行本协议的，由人民法院对本案作出裁判。", "", ("AG-8", W)),
    sample(
        "MED 8", "", "If the respondent fails to perform, the court shall decide the original dispute.", ("AG-8", W)
    ),
    sample("CPL 206", "本协议经人民法院裁定确认有效后，一方拒绝履行的，另一方可以向人民法院申请强制执行。"),
    sample("PML 32", "", "If the respondent defaults, the applicant may apply to the court for enforcement."),
    sample("OMR 18", "双方对调解过程和本协议内容保密，法律规定应当披露的除外。"),
    sample("OMR 19", "双方同意自本协议生效之日起三十日内共同申请司法确认。"),
    sample("INV 25", "双方各自承担已经支出的费用。"),
)
