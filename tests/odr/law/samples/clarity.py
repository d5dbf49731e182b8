"""INT 358(5) and 461: who, what, how much, until when, how; sums and days; both languages the same."""

from __future__ import annotations

from tests.odr.law.samples.table import B, Q, V, W, sample

UNCLEAR, CLEAR = "INT 358(5)", "INT 461"
P20, P21, P21W, P22, P38 = ("P-20", B), ("P-21", B), ("P-21", W), ("P-22", W), ("P-38", B)
PAYS = f"{V}应于2026年12月31日前向{Q}支付"

ROWS = (
    sample(UNCLEAR, f"{V}应尽快支付赔偿款。", "", P21, P20),
    sample(UNCLEAR, f"{V}给予{Q}适当补偿。", "", P21, P20),
    sample(UNCLEAR, "赔偿金额由双方协商确定。", "", P21, P20),
    sample(UNCLEAR, "付款时间另行约定。", "", P21),
    sample(UNCLEAR, f"{V}应支付{Q}合理费用。", "", P21, P20),
    sample(UNCLEAR, f"{V}视经营情况销毁部分数量的包装。", "", P21),
    sample(UNCLEAR, f"{V}近期下架侵权商品。", "", P21),
    sample(UNCLEAR, f"{V}应尽最大努力停止使用。", "", P21),
    sample(UNCLEAR, "", "The respondent shall pay a reasonable sum.", P21, P20),
    sample(UNCLEAR, "", "The respondent shall take the page down as soon as possible.", P21),
    sample(UNCLEAR, "", "The amount is to be agreed.", P21),
    sample(UNCLEAR, "", "The respondent uses its best endeavours to stop the use.", P21),
    sample(CLEAR, "因履行本协议发生争议的，双方先行协商；协商不成的，可以向人民法院起诉。"),
    sample(
        CLEAR, "", "Disputes about this deal: the parties shall negotiate first; if negotiation fails, they may sue."
    ),
    sample(CLEAR, "双方经友好协商，自愿达成以下条款。"),
    sample(CLEAR, f"{V}变更地址的，应当及时通知{Q}。"),
    sample(CLEAR, f"{V}应于2026年12月31日前销毁全部包装，并尽快提供照片。", "", P21W),
    sample(CLEAR, f"{V}应于2026年12月10日前下架，相应费用由{V}承担。", "", P21W),
    sample(CLEAR, f"{V}应支付人民币叁拾万元整（¥300,000.00）。", "", P20),
    sample(CLEAR, f"{V}应于【日期】前销毁库存包装。", "", P20),
    sample(CLEAR, f"{V}应当在____日内销毁库存包装。", "", P20),
    sample(CLEAR, "", "The respondent destroys the stock on or before [date].", P20),
    sample(CLEAR, f"{V}应于XX年X月X日前销毁库存包装。", "", P20),
    sample(CLEAR, f"{Q}认为必要时，{V}再次发布声明。", "", P22),
    sample(CLEAR, f"{V}资金状况好转后的十日内支付剩余款项50,000元。", "", P22, P21W),
    sample(CLEAR, "", "The statement is published until the applicant is satisfied with it.", P22),
    sample(CLEAR, "发生重大违约的，另一方可以解除许可。", "", P22),
    sample(CLEAR, "重大违约是指逾期付款超过三十日，发生重大违约的，另一方可以解除许可。"),
    sample(CLEAR, f"{V}收到公证书之日起十日内下架全部链接。"),
    sample(CLEAR, f"{V}应于2026年12月31日前销毁12,400件包装，并在销毁后五日内提供照片和清单。"),
    sample(CLEAR, "", "On or before 31 December 2026 the respondent destroys 12,400 pieces of packaging."),
    sample(
        CLEAR,
        f"{V}自协议生效之日起十五日内在其官方网站首页发布声明，并连续保留三十日。",
        "Within fifteen days after the day of effect the respondent publishes the statement and leaves it for 30 days.",
    ),
    # Sums.
    sample(UNCLEAR, f"{PAYS}人民币叁拾万元整（¥300,000.00）。"),
    sample(UNCLEAR, f"{PAYS}人民币叁拾万元整（¥30,000.00）。", "", P21),
    sample(UNCLEAR, f"{PAYS}300,000元。", "", P21W),
    sample(UNCLEAR, f"{PAYS}30万元（人民币叁拾万元整）。"),
    sample(UNCLEAR, f"{PAYS}３００，０００元（人民币叁拾万元整）。"),
    sample(UNCLEAR, f"{PAYS}人民币叁拾万圆正（￥300,000）。"),
    sample(UNCLEAR, f"{PAYS}人民币贰拾万零伍佰元整（¥200,500.00）。"),
    sample(UNCLEAR, f"{PAYS}人民币壹仟贰佰元伍角（¥1,200.50）。"),
    sample(UNCLEAR, f"{PAYS}人民币叁叁万元整（¥330,000.00）。", "", P21),
    sample(UNCLEAR, f"{PAYS}1.2亿元（人民币壹亿贰仟万元整）。"),
    sample(
        UNCLEAR,
        f"{V}向{Q}支付和解款共计300,000元（叁拾万元整），分两期支付：2026年12月31日前支付100,000元"
        "（壹拾万元整），2027年3月31日前支付200,000元（贰拾万元整）。",
    ),
    sample(
        UNCLEAR,
        f"{V}向{Q}支付和解款共计300,000元（叁拾万元整），分两期支付：2026年12月31日前支付100,000元"
        "（壹拾万元整），2027年3月31日前支付150,000元（壹拾伍万元整）。",
        "",
        P21,
    ),
    # Both languages.
    sample(
        UNCLEAR,
        f"{PAYS}人民币叁拾万元整（¥300,000.00）。",
        "The respondent shall pay CNY 30,000.00 on or before 31 December 2026.",
        P38,
    ),
    sample(
        UNCLEAR,
        f"{PAYS}人民币叁拾万元整（¥300,000.00）。",
        "The respondent shall pay CNY 300,000.00 on or before 30 December 2026.",
        P38,
    ),
    sample(
        UNCLEAR,
        f"{PAYS}人民币叁拾万元整（¥300,000.00）。",
        "The respondent shall pay CNY 300,000.00 on or before December 31, 2026.",
    ),
    sample(
        UNCLEAR,
        f"{PAYS}人民币壹佰贰拾万元整（¥1,200,000.00）。",
        "The respondent pays CNY 1.2 million on or before 31 December 2026.",
    ),
    sample(
        UNCLEAR, f"{V}应在协议生效后十日内下架链接。", "The respondent takes the pages down within fifteen days.", P38
    ),
    sample(UNCLEAR, f"{V}应在协议生效后十日内下架链接。", "The respondent takes the pages down within ten days."),
    sample(
        UNCLEAR, f"{V}于二〇二六年十二月三十一日前下架链接。", "The pages are taken down on or before 31 December 2026."
    ),
    sample(
        UNCLEAR,
        f"{V}于二〇二六年十二月三十一日前下架链接。",
        "The pages are taken down on or before 1 December 2026.",
        P38,
    ),
    sample(UNCLEAR, "许可费为净销售额的百分之五。", "The fee is 3% of net sales.", P38),
    sample(UNCLEAR, "许可费为净销售额的百分之五。", "The fee is 5 per cent of net sales."),
    sample(UNCLEAR, "The respondent stops the use.", "The respondent stops the use.", P38),
    # Penalties (AG-7).
    sample(
        "CC 585",
        f"{V}违反本条的，应支付相当于未付款项50%的违约金。",
        "In breach the respondent owes a penalty of 50% of the unpaid sum.",
        ("AG-7", W),
    ),
    sample(
        "CC 585",
        f"{V}违反本条的，应承担相当于未付款项20%的违约金。",
        "In breach the respondent owes a penalty of 20% of the unpaid sum.",
    ),
    sample("CC 585", f"{V}逾期付款的，每日按未付款项的百分之一承担违约金。", "", ("AG-7", W)),
    sample("CC 585", f"{V}逾期付款的，按日万分之五承担违约金。"),
    sample("CC 585", "逾期付款的，按照一年期贷款市场报价利率（LPR）的1.5倍计付违约金。"),
)
