"""Clauses for general civil disputes: debts, contracts, damages, neighbours."""

from __future__ import annotations

from odr.agreements.library.model import (
    Family,
    Model,
    choice,
    count,
    duty,
    fixed,
    money,
    pay,
    people,
    period,
    span,
    stop,
    text,
)
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
CV = (F.CIVIL,)

MODELS: tuple[Model, ...] = (
    pay(
        "civil-loan",
        CV,
        (
            ("归还借款", "Loan repaid"),
            (
                "本金、利息合为一笔总额，一次或者分期归还",
                "Principal and interest in one sum, at once or in instalments",
            ),
        ),
        (
            text(
                "object",
                ("借款的日期和凭证", "Date and papers of the loan"),
                ("2024年5月1日借条", "the note of hand of 1 May 2024"),
            ),
        ),
        (
            "{obligor}应就{object}项下的借款向{obligee}偿还本金和利息共计{paid}。",
            "{obligor} shall repay {obligee}, as principal and interest under {object}, {paid}.",
        ),
    ),
    pay(
        "civil-price",
        CV,
        (
            ("支付货款或者服务费", "Price paid"),
            ("买卖、承揽、服务合同的欠款", "What is owed under a sale, work or service contract"),
        ),
        (
            text(
                "object",
                ("合同和标的", "The contract and what it is for"),
                ("2025年3月茶叶采购合同", "the contract of March 2025 for tea"),
            ),
        ),
        (
            "{obligor}应就{object}向{obligee}支付欠款共计{paid}。",
            "{obligor} shall pay {obligee} what is owed under {object}, {paid}.",
        ),
    ),
    pay(
        "civil-damages",
        CV,
        (("赔偿损失", "Damages"), ("财产损失或者人身损害的赔偿", "Damages for loss of property or injury")),
        (
            text(
                "object",
                ("损失项目", "For what"),
                ("医疗费、误工费和交通费", "medical treatment, lost earnings and travel"),
            ),
        ),
        (
            "{obligor}应赔偿{obligee}下列损失（{object}）共计{paid}。",
            "{obligor} shall compensate {obligee} for these losses ({object}), {paid}.",
        ),
    ),
    pay(
        "civil-rent",
        CV,
        (("支付租金和费用", "Rent and charges"), ("租金、水电、物业等欠费", "Rent, water, power and service charges")),
        (
            text(
                "object",
                ("房屋和费用期间", "Premises and period"),
                ("示范路1号101室，2026年1月至6月", "room 101, 1 Shifan Road, January to June 2026"),
            ),
        ),
        (
            "{obligor}应就{object}向{obligee}支付租金和费用共计{paid}。",
            "{obligor} shall pay {obligee} rent and charges for {object}, {paid}.",
        ),
    ),
    pay(
        "civil-refund",
        CV,
        (
            ("退货退款", "Money back"),
            ("退还已付款项，货物由谁取回写清楚", "The price comes back, and who fetches the goods"),
        ),
        (
            text(
                "object",
                ("货物和取回方式", "The goods and who fetches them"),
                ("空调一台，由出卖人上门取回", "one air conditioner, fetched by the seller"),
            ),
        ),
        (
            "{obligor}应就退回的{object}向{obligee}退还已付价款共计{paid}。",
            "{obligor} shall return to {obligee} the price of the goods given back ({object}), {paid}.",
        ),
    ),
    duty(
        "civil-deliver",
        K.COOPERATE,
        CV,
        (("交付货物", "Goods delivered"), ("写明品种、数量、地点", "Kind, number and place")),
        (
            text("object", ("货物", "The goods"), ("一级绿茶", "green tea, first grade")),
            count("pieces", ("数量", "How many")),
            text("unit", ("单位", "Unit"), ("箱", "cases")),
            text("method", ("地点和方式", "Where and how"), ("送至示范路1号仓库", "at the warehouse, 1 Shifan Road")),
        ),
        (
            "{obligor}应{by}向{obligee}交付{object}{pieces}{unit}，交付地点和方式为{method}。",
            "{obligor} shall, {by}, deliver to {obligee} {pieces} {unit} of {object}, in this place "
            "and manner: {method}.",
        ),
    ),
    duty(
        "civil-repair",
        K.COOPERATE,
        CV,
        (("修理、更换或者重作", "Repair or replacement"), ("列明问题和验收标准", "What is wrong and when it is right")),
        (
            text(
                "object",
                ("要修理或者更换的物", "Which thing"),
                ("定制书柜的三扇柜门", "three doors of the made-to-measure bookcase"),
            ),
            choice(
                "manner",
                ("怎样处理", "What is done"),
                repair=("修理", "repair"),
                replace=("更换", "replace"),
                remake=("重作", "make again"),
            ),
            text(
                "test",
                ("验收标准", "When it is right"),
                ("门缝不超过三毫米，开合顺畅", "gaps of three millimetres at most, doors move freely"),
            ),
        ),
        (
            "{obligor}应{by}{manner}{object}并交{obligee}验收，验收标准为：{test}；费用由{obligor}承担。",
            "{obligor} shall, {by}, {manner} {object} and have {obligee} inspect it by this "
            "standard: {test}; at the cost of {obligor}.",
        ),
    ),
    duty(
        "civil-perform",
        K.COOPERATE,
        CV,
        (
            ("继续履行合同", "Contract carried out"),
            ("写明还要完成的具体工作", "The very work that is still to be done"),
        ),
        (
            text(
                "object",
                ("合同和剩余工作", "The contract and what is left"),
                ("装修合同第五条约定的厨房工程", "the kitchen works in clause 5 of the contract"),
            ),
        ),
        (
            "{obligor}应{by}完成{object}，并向{obligee}交付成果。",
            "{obligor} shall, {by}, complete {object} and hand the result to {obligee}.",
        ),
    ),
    fixed(
        "civil-end-contract",
        K.WAIVER,
        CV,
        (
            ("解除合同", "Contract ended"),
            ("双方同意合同到此为止，结清约定的款项", "Both end a contract and settle what is due"),
        ),
        (
            "{obligor}与{obligee}同意自本协议生效之日起解除{object}，合同解除后按照本协议的约定结算，"
            "不再互负该合同项下的其他义务。",
            "{obligor} and {obligee} end {object} from the day on which this agreement takes effect, "
            "settle as this agreement provides, and owe each other nothing else under that contract.",
        ),
        (
            *people(("一方", "One side"), ("另一方", "The other side")),
            text(
                "object",
                ("合同名称和日期", "Which contract, and its date"),
                ("2025年1月1日房屋租赁合同", "the lease of 1 January 2025"),
            ),
        ),
    ),
    duty(
        "civil-vacate",
        K.COOPERATE,
        CV,
        (("腾退房屋", "Premises vacated"), ("搬离、交还钥匙、结清费用", "Moved out, keys returned, charges paid")),
        (
            text("object", ("房屋坐落", "Which premises"), ("示范路1号101室", "room 101, 1 Shifan Road")),
            text("state", ("交还时的状态", "In what state"), ("清空物品，结清水电费", "emptied, water and power paid")),
        ),
        (
            "{obligor}应{by}腾空{object}并交还{obligee}，同时交还全部钥匙和门禁卡，交还时的状态为："
            "{state}；逾期未搬离的遗留物品，{obligee}可以在书面通知十日后自行清理。",
            "{obligor} shall, {by}, vacate {object} and return it to {obligee} with all keys and "
            "cards, in this state: {state}; things left behind may be cleared by {obligee} ten days "
            "after written notice.",
        ),
    ),
    stop(
        "civil-nuisance",
        CV,
        (
            ("停止噪声、气味等妨害", "Nuisance stops"),
            ("写明什么行为、什么时段停止", "Which act stops, and at what hours"),
        ),
        (
            text("object", ("停止的行为", "Which act"), ("播放音响和敲击装修", "playing loud music and hammering")),
            text("hours", ("时段", "Hours"), ("每日22时至次日8时", "22:00 to 8:00 every day")),
        ),
        (
            "{obligor}{since}，在{hours}停止{object}。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop {object} during these hours: {hours}. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "civil-remove",
        K.COOPERATE,
        CV,
        (
            ("拆除或者恢复原状", "Removed or restored"),
            ("拆掉搭建物，恢复通道、墙面", "A structure is removed, a passage or wall restored"),
        ),
        (
            text(
                "object",
                ("拆除或者恢复的部分", "What is removed or restored"),
                ("楼道内的鞋柜和隔断", "the cupboard and partition in the hallway"),
            ),
            text(
                "state",
                ("恢复到什么状态", "To what state"),
                ("通道净宽不少于一点二米", "a clear width of 1.2 metres at least"),
            ),
        ),
        (
            "{obligor}应{by}拆除、清理{object}，恢复至以下状态：{state}；并通知{obligee}到场查看。",
            "{obligor} shall, {by}, remove and clear {object}, restore this state: {state}; and ask "
            "{obligee} to come and see.",
        ),
    ),
    duty(
        "civil-leak",
        K.COOPERATE,
        CV,
        (
            ("修复渗漏和损坏", "Leak mended"),
            ("找到并修好渗漏点，修复受损部位", "The leak is mended and the damage made good"),
        ),
        (
            text(
                "object",
                ("渗漏和受损部位", "Leak and damage"),
                ("卫生间地面防水和楼下顶面", "the bathroom floor and the ceiling below"),
            ),
            period("guarantee", ("保修期", "Guarantee")),
        ),
        (
            "{obligor}应{by}修复{object}，闭水试验四十八小时无渗漏；自完工之日起{guarantee}内再次渗漏"
            "的，应在收到{obligee}书面通知后五日内免费返修。",
            "{obligor} shall, {by}, mend {object}, so that a water test of forty-eight hours shows "
            "no leak; if it leaks again within {guarantee} from completion, it is mended free of "
            "charge within five days after written notice of {obligee}.",
        ),
    ),
    span(
        "civil-passage",
        K.COOPERATE,
        CV,
        (
            ("提供通行或者用水便利", "Way or water allowed"),
            ("允许邻居通行、用水、排水", "A neighbour may pass, draw or drain water"),
        ),
        (
            text(
                "object",
                ("便利的内容", "What is allowed"),
                ("经东侧小路步行和非机动车通行", "passing on foot or by bicycle along the eastern path"),
            ),
            text("hours", ("时段和条件", "Hours and conditions"), ("全天，不停放车辆", "at all hours, no parking")),
        ),
        (
            "{obligor}{span}，允许{obligee}{object}，时段和条件为{hours}，不设置障碍。",
            "{obligor} shall, {span}, allow {obligee} the following: {object}, under these "
            "conditions: {hours}, and put nothing in the way.",
        ),
        people(),
    ),
    pay(
        "civil-set-off",
        CV,
        (
            ("债务抵销后付差额", "Set-off and balance"),
            ("双方互有欠款，抵销后只付差额", "Debts on both sides are set off and the balance paid"),
        ),
        (
            money("first", ("付款人所欠（元）", "Owed by the payer (yuan)")),
            money("second", ("收款人所欠（元）", "Owed by the other (yuan)")),
        ),
        (
            "{obligor}欠{obligee}{first}，{obligee}欠{obligor}{second}，双方同意抵销；抵销后"
            "{obligor}应向{obligee}支付差额{paid}。",
            "{obligor} owes {obligee} {first}, and {obligee} owes {obligor} {second}; both are set "
            "off, and {obligor} shall pay {obligee} the balance of {paid}.",
        ),
    ),
    duty(
        "civil-personal-apology",
        K.APOLOGY,
        CV,
        (("当面道歉", "Apology in person"), ("邻里、人格权纠纷中的当面道歉", "For neighbours and matters of honour")),
        (
            text(
                "object",
                ("道歉的事由", "For what"),
                ("2026年8月在业主群发布不实言论", "untrue words in the residents' group in August 2026"),
            ),
            text(
                "method",
                ("地点和在场人员", "Where, and who is there"),
                ("在居委会，由调解员在场", "at the residents' committee, with the mediator"),
            ),
        ),
        (
            "{obligor}应{by}就以下事由当面向{obligee}道歉：{object}；地点和在场人员为{method}。",
            "{obligor} shall, {by}, apologise to {obligee} in person for this: {object}; place and "
            "those present: {method}.",
        ),
        people(("道歉人", "Who apologises"), ("向谁道歉", "To whom")),
    ),
)
