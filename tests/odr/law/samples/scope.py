"""INT 355(1), (3), (4) and 358(1) to (3): what a civil court does not confirm, and what mandatory law forbids."""

from __future__ import annotations

from odr.law.draft import Subject
from tests.odr.law.samples.table import B, Q, V, W, sample

PATENT = Subject.PATENT

ROWS = (
    sample("INT 355(3)", "双方同意解除婚姻关系。", "", ("P-16", B)),
    sample("INT 355(4)", "该款项列入破产债权，由破产管理人确认。", "", ("P-16", B)),
    sample("INT 355(4)", f"若{V}进入破产程序，剩余款项立即到期。"),
    sample("INT 355(1)", f"{Q}不追究{V}的刑事责任。", "", ("P-17", B)),
    sample("CC 153", "", "The applicant shall waive criminal liability of the respondent.", ("P-17", B)),
    sample("INT 355(1)", "市场监管部门的行政处罚予以免除，双方同意撤销行政处罚。", "", ("P-17", B)),
    sample("INT 355(1)", f"{Q}不再向市场监管部门举报{V}。", "", ("P-17", W)),
    sample("INT 355(1)", f"{V}不再对“青禾”商标提出异议。", "", ("P-17", W)),
    sample("INT 355(1)", f"{V}撤回对涉案专利的无效宣告请求。", "", ("P-17", W), subject=PATENT),
    sample("INT 355(1)", "", "The respondent shall not file a request for invalidation.", ("P-17", W)),
    sample("INT 461", f"{Q}于2026年12月1日前撤回在电子商务平台上的侵权通知。"),
    sample("INT 355(1)", "本协议不影响任何一方依法举报或者提出无效请求。"),
    sample("INT 355(1)", "", "This does not limit anybody's right to report to the authorities."),
    # Void exemptions and plainly unlawful terms.
    sample("CC 506", f"{V}对因故意或者重大过失造成的损失不承担责任。", "", ("P-23", B)),
    sample("CC 506", f"因产品造成人身损害的，{V}不承担任何赔偿责任。", "", ("P-23", B)),
    sample("CC 506", "", "The respondent is not liable for personal injury caused by the goods.", ("P-23", B)),
    sample("INT 358(1)", "双方同意上述款项不开具发票。", "", ("P-23", B)),
    sample("INT 358(1)", f"{V}协助{Q}转移财产以规避执行。", "", ("P-23", B)),
    sample("INT 358(1)", "", "The price is paid in cash without an invoice.", ("P-23", B)),
    sample("CC 506", "双方互不追究本案已经发生的损失，故意或者重大过失造成的损失除外。"),
    sample("INT 358(1)", "任何一方不得以虚开发票的方式履行本协议。"),
    sample("INT 461", f"{Q}应于收款后五日内向{V}开具发票。"),
    # Competition (AG-16).
    sample("CC 864", f"{V}不得质疑涉案专利的有效性。", "", ("AG-16", W), subject=PATENT),
    sample("CC 864", "", "The licensee shall not challenge the validity of the patent.", ("AG-16", W), subject=PATENT),
    sample("CC 850", f"{V}对许可技术作出的后续改进，独占许可给{Q}使用。", "", ("AG-16", W), subject=PATENT),
    sample(
        "CC 850",
        "",
        "Improvements made by the licensee belong to the licensor free of charge.",
        ("AG-16", W),
        subject=PATENT,
    ),
    sample("CC 864", f"{V}的零售价格不得低于每盒二百元的价格销售。", "", ("AG-16", W)),
    sample("CC 864", "双方划分市场：长江以北由申请人销售，长江以南由被申请人销售。", "", ("AG-16", W)),
    sample("CC 864", f"{V}只能向{Q}购买茶叶原料。", "", ("AG-16", W)),
    sample("CC 864", f"{V}不得经营竞争性产品。", "", ("AG-16", W)),
    sample("CC 864", f"{V}提出无效请求的，{Q}可以书面通知终止许可。", "", subject=PATENT),
    sample("CC 864", f"{V}在华北地区的门店停止使用“青禾”标识。"),
    sample("CC 864", f"{V}自2027年1月1日起以“沃野”标识销售茶叶。"),
    # Rights of others.
    sample("INT 358(2)", "经销商应当停止销售带有“青禾”标识的商品。", "", ("P-24", W)),
    sample("INT 358(2)", "", "The distributors shall stop selling the goods.", ("P-24", W)),
    sample("CC 523", f"{V}应于2026年12月15日前书面通知其经销商停止销售，并向{Q}提供通知的复印件。"),
    sample("INT 358(2)", "将已质押的“青禾”商标许可给被申请人使用。", "", ("P-24", W)),
    sample("INT 358(2)", "经质权人书面同意，已质押的“青禾”商标许可给被申请人使用。"),
    sample("PAT 14", f"{Q}和其他共有人许可{V}实施涉案专利。", "", ("P-25", W), subject=PATENT),
    sample("PAT 14", f"经其他共有人书面同意，{Q}许可{V}实施涉案专利。", "", subject=PATENT),
    sample("INT 358(2)", "", "The licence is granted although there is an earlier exclusive licensee.", ("P-25", W)),
    sample("MED 9", f"由王建国对{V}的付款义务承担连带责任保证。", "", ("AG-9", B)),
    sample("MED 9", "", "Mr Wang guarantees the payment of the respondent.", ("AG-9", B)),
    sample("MED 9", f"{V}为本协议项下的付款义务提供担保。"),
    sample("PAT 47", "涉案专利已过期，双方仍按本协议支付许可费。", "", ("P-29", W), ("P-20", B), subject=PATENT),
    sample("PAT 47", "", "The patent has expired.", ("P-29", W), subject=PATENT),
    sample("PAT 47", "若涉案专利已被宣告无效，尚未支付的许可费不再支付。", "", subject=PATENT),
)
