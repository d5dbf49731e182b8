"""INT 355(5): what decides about title is refused, what stands near it is looked at, duties are fine."""

from __future__ import annotations

from odr.law.draft import Subject
from tests.odr.law.samples.table import B, Q, V, W, sample

TITLE = "INT 355(5)"
P14, P15 = ("P-14", B), ("P-15", W)
PATENT, COPYRIGHT = Subject.PATENT, Subject.COPYRIGHT

ROWS = (
    # Decides who owns a right, whether it is valid, who made it, how far it reaches.
    sample(TITLE, f"第12345678号“青禾”商标归{Q}所有。", "", P14),
    sample(TITLE, f"双方确认，“青禾”注册商标专用权属于{Q}。", "", P14),
    sample(TITLE, f"{V}承认{Q}是“青禾”商标的合法所有人。", "", P14),
    sample(TITLE, f"双方一致认为{Q}享有“青禾”商标专用权。", "", P14),
    sample(TITLE, "本案软件著作权由双方共有，归双方共同所有。", "", P14, subject=Subject.SOFTWARE),
    sample(TITLE, "双方确认第87654321号商标注册无效。", "", P14),
    sample(TITLE, "双方同意认定涉案专利自始无效。", "", P14, subject=PATENT),
    sample(TITLE, "双方确认张敏为该外观设计的设计人。", "", P14, subject=PATENT),
    sample(TITLE, "双方确认李华为本发明的发明人。", "", P14, subject=PATENT),
    sample(TITLE, f"双方确认{V}的产品未落入涉案专利的保护范围。", "", P14, subject=PATENT),
    sample(TITLE, "域名qinghe.example归申请人所有。", "", P14, subject=Subject.DOMAIN_NAME),
    sample(TITLE, f"涉案技术秘密的所有权归{Q}。", "", P14, subject=Subject.TECHNICAL_SECRET),
    sample(TITLE, f"照片的著作权由{Q}享有。", "", P14, subject=COPYRIGHT),
    sample(TITLE, "双方认定该作品的作者是王丽。", "", P14, subject=COPYRIGHT),
    sample(TITLE, f"双方同意，权利要求1的保护范围不包括{V}的茶罐。", "", P14, subject=PATENT),
    sample(TITLE, "发明人变更为赵强。", "", P14, subject=PATENT),
    sample(TITLE, "", "The trade mark QINGHE belongs to the applicant.", P14),
    sample(TITLE, "", "The parties agree that the registration is invalid.", P14),
    sample(TITLE, "", "The respondent confirms that the applicant is the sole owner of the trade mark.", P14),
    sample(TITLE, "", "Ms Zhang is the sole inventor of the packaging method.", P14),
    sample(TITLE, "", "The copyright in the pictures vests in the applicant.", P14),
    sample(TITLE, "", "The respondent's tin falls outside the scope of the patent.", P14),
    sample(TITLE, "", "Ownership of the software rests with the applicant.", P14),
    # Lawful: duties, neutral words, goods, and what happens if the right falls later.
    sample("INT 461", f"{V}自本协议生效之日起停止在茶叶包装上使用“青禾”标识。"),
    sample(TITLE, "本协议不就商标权的归属、效力和保护范围作出确认。"),
    sample(TITLE, "权利归属以国家知识产权局的登记为准。"),
    sample(TITLE, f"带有“青禾”标识的库存商品归{V}自行处理。"),
    sample("TM19 47", "若涉案商标日后被宣告无效，已经支付的款项不予返还。"),
    sample(TITLE, "", "This agreement does not decide who owns the trade mark."),
    sample("TM19 47", "", "If the trade mark is declared invalid later, sums already paid stay paid."),
    sample("TM19 43", "在商标有效期内，被申请人可以在附件所列包装上使用该标识。"),
    sample("INT 461", f"{V}应于2026年12月31日前将域名qinghe.example的注册信息变更资料交给{Q}。"),
    sample("INT 461", "因办理本协议事项产生的公证费用由申请人承担。"),
    sample(
        "CC 862",
        f"{Q}许可{V}自2027年1月1日起至2028年12月31日止，在中国境内以普通许可的方式在茶叶包装上使用“青禾”商标。",
    ),
    sample("COP", f"{V}转载{Q}的照片时，应当署名“青禾茶业”。", "", subject=COPYRIGHT),
    sample("INT 461", f"案涉包装模具由{V}保管至2026年12月31日。"),
    sample("INT 461", f"{V}不再申请注册与“青禾”相同或者近似的商标。"),
    sample(TITLE, "", "Stock bearing the sign stays with the respondent, who shall cover the sign before sale."),
    # Near title.
    sample("PAT 10", f"{V}应于2026年12月31日前将第12345678号商标转让给{Q}，并办理转让手续。", "", P15),
    sample("PAT 15", "双方对该专利按份共有，份额各为50%。", "", P15, subject=PATENT),
    sample(TITLE, f"双方确认{V}的旧包装不构成侵权。", "", P15),
    sample(TITLE, f"{V}尊重{Q}的注册商标。", "", P15),
    sample(TITLE, "", "The respondent acknowledges the applicant's trade mark.", P15),
    sample(TITLE, "", "The earlier packaging does not infringe.", P15),
    sample(
        "TM19 42", "", "The respondent shall assign the trade mark to the applicant on or before 31 December 2026.", P15
    ),
    # Not an assignment: a ban on one, and costs of one.
    sample("CC 862", f"未经{Q}书面同意，{V}不得将本许可转让给第三人。"),
    sample("CC 862", "", "The licensee shall not assign the licence to the trade mark without the licensor's consent."),
)
