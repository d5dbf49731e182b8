"""Clauses about money: sums paid, fees reckoned from sales, interest, penalties and security."""

from __future__ import annotations

from odr.agreements.library.model import (
    ACCOUNT,
    SUM,
    SUM_PASSAGES,
    Family,
    Model,
    choice,
    count,
    duty,
    fixed,
    money,
    party,
    pay,
    people,
    percent,
    period,
    royalty,
    span,
    text,
)
from odr.law.draft import ClauseKind
from signing.wording import Words

K, F, W = ClauseKind, Family, Words
ANY = (F.ANY,)
RIGHTS = (
    F.TRADEMARK,
    F.PATENT,
    F.COPYRIGHT,
    F.SOFTWARE,
    F.TRADE_SECRET,
    F.GEOGRAPHICAL_INDICATION,
    F.PLANT_VARIETY,
    F.LAYOUT_DESIGN,
    F.TRADITIONAL_CULTURE,
    F.DATA,
    F.EVENT,
)
PAYER = people(("付款人", "Who pays"), ("收款人", "Who is paid"))
DEBTOR = (party("obligor", ("付款人", "Who pays")),)
LPR_ZH, LPR_EN = (
    "全国银行间同业拆借中心公布的一年期贷款市场报价利率（LPR）",
    "the one-year loan prime rate (LPR) published by the National Interbank Funding Center",
)
AFTER = period("within", ("自哪一情形发生之日起多久内付款", "Within what time from that event it is paid"))

MODELS = (
    Model(
        "pay",
        K.PAY,
        frozenset(ANY),
        W("付款", "Payment"),
        W("一次付清或者分期支付赔偿、许可费等款项", "Damages, a licence fee or another sum, at once or in instalments"),
        (
            *PAYER,
            choice(
                "purpose",
                ("款项性质", "For what"),
                losses=("经济损失和合理开支", "losses and reasonable expenses"),
                costs=("合理开支", "reasonable expenses"),
                licence=("许可使用费", "the licence fee"),
                settlement=("和解款", "the settlement sum"),
            ),
            *SUM,
        ),
        W(
            "{obligor}应向{obligee}支付{purpose}共计{fen}{+due}{+instalments}。款项以银行转账方式付至"
            "以下账户：{account}。",
            "{obligor} pays {obligee} {fen} for {purpose}{+due}{+instalments}, by bank transfer to "
            "this account: {account}.",
        ),
        SUM_PASSAGES,
        ("due", "instalments"),
    ),
    pay(
        "pay-for",
        ANY,
        (
            ("其他付款", "Payment for something else"),
            ("用自己的话写明付的是什么钱", "A sum, with what it is for in your own words"),
        ),
        (text("object", ("款项名称", "What is paid for"), ("公证费和翻译费", "notary's and translator's fees")),),
        ("{obligor}应向{obligee}支付{object}共计{paid}。", "{obligor} shall pay {obligee} for {object} {paid}."),
    ),
    pay(
        "licence-fee",
        RIGHTS,
        (("许可费一次总付", "Lump licence fee"), ("约定一笔总的许可使用费", "One sum for the whole licence")),
        (text("object", ("对应的许可", "For which licence"), ("本协议第二条约定的许可", "the licence in clause 2")),),
        (
            "{obligor}应就{object}向{obligee}支付许可使用费共计{paid}。",
            "{obligor} shall pay {obligee} as the licence fee for {object} {paid}.",
        ),
    ),
    royalty(
        "royalty",
        RIGHTS,
        (
            ("按销售额提成", "Royalty on sales"),
            ("按净销售额的百分比付费，并有最低数额", "A percentage of net sales, with a minimum"),
        ),
        (
            text(
                "object",
                ("计费的产品或者服务", "On what"),
                ("使用许可标识的袋装茶叶", "bagged tea bearing the licensed mark"),
            ),
            percent("rate", ("提成比例（%）", "Rate (%)"), "3.5"),
            choice(
                "every",
                ("结算周期", "Reckoned"),
                month=("每个自然月", "each calendar month"),
                quarter=("每个自然季度", "each calendar quarter"),
                half=("每半个自然年", "each half of the calendar year"),
                year=("每个自然年", "each calendar year"),
            ),
            money("least", ("每期最低许可费（元）", "Minimum for each period (yuan)")),
            period("after", ("每期结束后多久内付款", "Paid within what time after each period")),
            ACCOUNT,
        ),
        (
            "{obligor}应以{object}的净销售额（扣除增值税和退货）为基数，按{rate}的比例向{obligee}支付"
            "许可使用费，{every}结算一次，每期不足{least}的按{least}支付；每期结束后{after}内付清，并"
            "同时提交销售明细。首期{since}计算。款项以银行转账方式付至以下账户：{account}。",
            "{obligor} shall pay {obligee} a royalty of {rate} of the net sales of {object} (without "
            "VAT and returns), reckoned for {every} and no less than {least} each time; each payment "
            "is made within {after} after the end of the period, with a statement of sales. The "
            "first period runs {since}. Payment is by bank transfer to this account: {account}.",
        ),
    ),
    royalty(
        "royalty-per-piece",
        RIGHTS,
        (
            ("按件计费", "Fee per piece"),
            ("每件一个固定单价，按数量结算", "A fixed fee for each piece, reckoned by number"),
        ),
        (
            text("object", ("计费的产品", "On what"), ("装有该程序的每台设备", "each machine with the program")),
            money("price", ("每件单价（元）", "Fee for each piece (yuan)")),
            count("pieces", ("每期至少按多少件计", "At least how many pieces each time")),
            choice(
                "every",
                ("结算周期", "Reckoned"),
                quarter=("每个自然季度", "each calendar quarter"),
                year=("每个自然年", "each calendar year"),
            ),
            period("after", ("每期结束后多久内付款", "Paid within what time after each period")),
            ACCOUNT,
        ),
        (
            "{obligor}应按{object}每件{price}的单价向{obligee}支付许可使用费，{every}结算一次，每期不"
            "足{pieces}件的按{pieces}件计；每期结束后{after}内付清，并同时提交数量明细。首期{since}计"
            "算。款项以银行转账方式付至以下账户：{account}。",
            "{obligor} shall pay {obligee} a fee of {price} for {object}, reckoned for {every} and "
            "for no fewer than {pieces} pieces each time; each payment is made within {after} after "
            "the end of the period, with a statement of numbers. The first period runs {since}. "
            "Payment is by bank transfer to this account: {account}.",
        ),
    ),
    duty(
        "royalty-books",
        K.COOPERATE,
        RIGHTS,
        (
            ("查账", "Books may be inspected"),
            ("收费一方可以请会计师核对账目", "Whoever is paid may have the books checked"),
        ),
        (
            text("object", ("账册范围", "Which books"), ("销售台账和发票存根", "sales ledgers and copies of invoices")),
            count("times", ("每年至多几次", "How often a year at most")),
            period("ahead", ("提前多久书面通知", "Written notice how long before")),
        ),
        (
            "{obligor}应{by}备齐与许可使用费有关的下列账册：{object}；此后允许{obligee}委托的注册会计"
            "师核对，每"
            "年不超过{times}次，由{obligee}提前{ahead}书面通知。",
            "{obligor} shall, {by}, have these books on the licence fees ready: {object}; and after "
            "that let a "
            "certified accountant chosen by {obligee} check them, at most {times} times a year, on "
            "written notice given {ahead} before.",
        ),
        people(("付费一方", "Who pays the fee"), ("收费一方", "Who is paid")),
    ),
    Model(
        "default_interest",
        K.DEFAULT_INTEREST,
        frozenset(ANY),
        W("逾期付款", "Late payment"),
        W("逾期付款的利息和加速到期", "Interest on late payment, and the rest falling due"),
        (
            *DEBTOR,
            choice("rate", ("利率", "Rate"), lpr=(LPR_ZH, LPR_EN), lpr15=(LPR_ZH + "的1.5倍", "1.5 times " + LPR_EN)),
        ),
        W(
            "{obligor}任何一期款项逾期支付的，未付款项全部到期，并自逾期之日起按照{rate}计付利息，至付清之日止。",
            "If {obligor} is late with a payment, the whole unpaid sum falls due and bears interest "
            "at {rate} from the day after the due date until it is paid.",
        ),
    ),
    fixed(
        "interest-daily",
        K.DEFAULT_INTEREST,
        ANY,
        (
            ("逾期按日计息", "Daily interest"),
            ("逾期一日，按未付款的一定比例计息", "A percentage of the unpaid sum for each day late"),
        ),
        (
            "{obligor}逾期付款的，每逾期一日，按未付金额的{rate}计付逾期利息，至付清之日止。",
            "If {obligor} pays late, it owes interest of {rate} of the unpaid sum for each day of "
            "delay until it is paid.",
        ),
        (*DEBTOR, percent("rate", ("每日比例（%）", "Rate for each day (%)"), "0.03")),
    ),
    fixed(
        "penalty",
        K.PENALTY,
        ANY,
        (("违约金（固定数额）", "Penalty, fixed sum"), ("写明哪种违约、付多少", "Which breach, and how much")),
        (
            "{obligor}违反下列约定的，每发生一次，应自收到{obligee}附有证据的书面通知之日起{within}内"
            "向{obligee}支付违约金{fen}：{object}。支付违约金后仍应继续履行。",
            "If {obligor} breaks the following, it shall pay {obligee} a penalty of {fen} for each "
            "breach, within {within} from receipt of a written notice of {obligee} with evidence: "
            "{object}. The duty itself remains.",
        ),
        (
            *people(("违约一方", "Who is in breach"), ("收取违约金一方", "Who is paid")),
            text(
                "object",
                ("违反哪一约定", "Which duty"),
                ("本协议第一条停止使用标识的约定", "the end of use in clause 1"),
            ),
            money("fen", ("每次违约金（元）", "Penalty for each breach (yuan)")),
            AFTER,
        ),
    ),
    fixed(
        "penalty-percent",
        K.PENALTY,
        ANY,
        (
            ("违约金（按比例）", "Penalty, percentage"),
            ("按协议款项的百分比计算，通常不超过30%", "A percentage of the sum agreed, as a rule no more than 30%"),
        ),
        (
            "{obligor}未按期足额支付{object}的，应自逾期之日起{within}内向{obligee}另付违约金，数额为"
            "未付金额的{rate}。",
            "If {obligor} does not pay {object} in full and on time, it shall pay {obligee} a "
            "penalty of {rate} of the unpaid sum within {within} from the day of default.",
        ),
        (
            *people(("违约一方", "Who is in breach"), ("收取违约金一方", "Who is paid")),
            text("object", ("哪一笔款项", "Which sum"), ("本协议第二条约定的款项", "the sum in clause 2")),
            percent("rate", ("比例（%）", "Rate (%)"), "20"),
            AFTER,
        ),
    ),
    span(
        "security",
        K.SECURITY,
        ANY,
        (
            ("保证担保", "Guarantee"),
            (
                "由第三人担保付款。担保人须加入本案并签署协议",
                "A third person answers for the debt; it must be a party to the case and sign",
            ),
        ),
        (
            party("debtor", ("被担保的债务人", "Whose debt")),
            text("object", ("担保的债务", "Which debt"), ("本协议第二条约定的全部款项", "all sums in clause 2")),
            choice(
                "manner",
                ("保证方式", "Kind of guarantee"),
                joint=("连带责任保证", "joint and several"),
                general=("一般保证", "secondary"),
            ),
        ),
        (
            "{obligor}自愿就{debtor}在本协议项下的债务（{object}）向{obligee}提供{manner}，保证期间"
            "{span}。保证范围包括主债务、利息、违约金和实现债权的费用。",
            "{obligor} of its own will gives {obligee} a {manner} guarantee for what {debtor} owes "
            "under this agreement ({object}), {span}. It covers the debt, interest, penalties and "
            "the cost of enforcing it.",
        ),
        people(("保证人", "Guarantor"), ("债权人", "Creditor")),
    ),
    duty(
        "security-thing",
        K.SECURITY,
        ANY,
        (
            ("抵押或者质押", "Mortgage or pledge"),
            ("以房产、车辆、股权等作担保，并办理登记", "Property is given as security and registered"),
        ),
        (
            choice(
                "manner", ("担保方式", "Kind of security"), mortgage=("抵押", "mortgage"), pledge=("质押", "pledge")
            ),
            text(
                "thing", ("担保财产", "The property"), ("车牌号京A00000的货车一辆", "one lorry, number plate 京A00000")
            ),
            text("object", ("担保的债务", "Which debt"), ("本协议第二条约定的全部款项", "all sums in clause 2")),
        ),
        (
            "{obligor}应{by}以其{thing}为本协议项下的债务（{object}）向{obligee}提供{manner}担保，并"
            "完成登记或者交付；债务清偿后五日内，{obligee}配合办理解除手续。",
            "{obligor} shall, {by}, give {obligee} a {manner} over its property ({thing}) for the "
            "debt under this agreement ({object}) and complete registration or delivery; within five "
            "days after the debt is paid {obligee} helps to release it.",
        ),
        people(("担保人", "Who gives security"), ("债权人", "Creditor")),
    ),
    duty(
        "deposit",
        K.SECURITY,
        ANY,
        (("履约保证金", "Deposit"), ("先交一笔保证金，履行后退还", "A deposit that comes back after performance")),
        (
            money("fen", ("保证金（元）", "Deposit (yuan)")),
            text(
                "object",
                ("担保的义务", "Which duties"),
                ("本协议第一条和第三条约定的义务", "the duties in clauses 1 and 3"),
            ),
            period("back", ("履行完毕后多久退还", "Returned within what time after performance")),
            ACCOUNT,
        ),
        (
            "{obligor}应{by}向{obligee}交付履约保证金{fen}，以担保其履行{object}，付至以下账户："
            "{account}。上述义务履行完毕后{back}内，{obligee}应将保证金全额退还。",
            "{obligor} shall, {by}, pay {obligee} a deposit of {fen} as security for {object}, to "
            "this account: {account}. Within {back} after full performance {obligee} shall return "
            "the whole deposit.",
        ),
        people(("交付保证金一方", "Who gives the deposit"), ("收取保证金一方", "Who holds it")),
    ),
)
