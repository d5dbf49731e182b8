"""Clauses on domain names: the registrant, resolution, forwarding, the pages under the name."""

from __future__ import annotations

from odr.agreements.library.model import Family, Model, addresses, duty, line, period, stop, text
from odr.law.draft import ClauseKind

K, F = ClauseKind, Family
DN = (F.DOMAIN_NAME,)
DOMAIN = line("object", ("域名", "Domain name"), ("qinghe-tea.example", "qinghe-tea.example"))

MODELS: tuple[Model, ...] = (
    duty(
        "domain-move",
        K.COOPERATE,
        DN,
        (
            ("配合变更域名注册人", "Domain registrant changed"),
            ("解锁、提供转移码，办完变更手续", "Unlocked, code handed over, and the change completed"),
        ),
        (
            DOMAIN,
            text(
                "method",
                ("注册商和办理方式", "Registrar and procedure"),
                ("在示范注册商后台发起注册人变更", "change of registrant in the panel of the Example registrar"),
            ),
        ),
        (
            "{obligor}应{by}解除域名{object}的锁定，向{obligee}提供转移码，并配合将注册人变更登记为"
            "{obligee}，办理方式为{method}；变更费用由{obligee}承担。本条不对任何权利的归属作出认定。",
            "{obligor} shall, {by}, unlock {object}, give {obligee} the authorisation code, and help "
            "to have the registrant entered as {obligee}, in this manner: {method}; the cost of the "
            "change is borne by {obligee}. This clause does not decide who owns any right.",
        ),
    ),
    duty(
        "domain-cancel",
        K.COOPERATE,
        DN,
        (("注销域名", "Domain name cancelled"), ("由注册人申请注销", "The registrant has it cancelled")),
        (
            DOMAIN,
            period("never", ("注销后多久内不再注册近似域名", "No similar name registered for how long after that")),
        ),
        (
            "{obligor}应{by}向注册商申请注销域名{object}，将注销凭证提供给{obligee}，并在注销后"
            "{never}内不注册与其近似的域名。",
            "{obligor} shall, {by}, have the registrar cancel {object}, give {obligee} the proof, "
            "and register no similar name for {never} after that.",
        ),
    ),
    duty(
        "domain-pages",
        K.TAKEDOWN,
        DN,
        (
            ("清空域名下的网页", "Pages under the name removed"),
            ("删除该域名网站上的侵权内容", "Content on the site under the name is deleted"),
        ),
        (
            DOMAIN,
            text(
                "pages",
                ("删除的内容", "Which content"),
                ("首页和产品页中的“青禾”字样", "the word “青禾” on the home and product pages"),
            ),
        ),
        (
            "{obligor}应{by}删除域名{object}所指向网站上的下列内容，并在完成当日书面告知{obligee}：{pages}。",
            "{obligor} shall, {by}, delete the following from the site under {object}, and tell "
            "{obligee} in writing on "
            "the day it is done: {pages}.",
        ),
    ),
    stop(
        "domain-stop",
        DN,
        (
            ("停止解析和跳转", "Domain no longer resolves"),
            ("停止用该域名打开网站或者跳转", "The name no longer opens or forwards to a site"),
        ),
        (DOMAIN,),
        (
            "{obligor}{since}停止域名{object}的解析、跳转和电子邮件服务，不再将其用于任何网站或者推广"
            "。上述义务向{obligee}承担。",
            "{obligor} shall, {since}, stop resolving and forwarding {object} and its e-mail, and no "
            "longer use it for any site or advertising. This duty is owed to {obligee}.",
        ),
    ),
    duty(
        "domain-renew",
        K.COOPERATE,
        DN,
        (
            ("变更前续费保管", "Kept alive until the change"),
            ("变更完成前续费，不转给别人", "Renewed and not passed on until the change is done"),
        ),
        (DOMAIN,),
        (
            "{obligor}应{by}为域名{object}续费一年，并在注册人变更完成前保持其有效，不向{obligee}以外"
            "的人转移，也不更改联系信息。",
            "{obligor} shall, {by}, renew {object} for one year, and until the registrant is changed "
            "keep it alive, pass it on to nobody but {obligee} and leave its contacts as they are.",
        ),
    ),
    duty(
        "domain-redirect",
        K.COOPERATE,
        DN,
        (
            ("过渡期跳转", "Forwarding for a time"),
            ("一段时间内跳转到对方网站或者说明页", "Visitors are forwarded or told for a time"),
        ),
        (
            DOMAIN,
            addresses("where", ("跳转到的网址", "Forwarded to this address")),
            period("term", ("保持多久", "For how long")),
        ),
        (
            "{obligor}应{by}将域名{object}的访问跳转至{where}，并保持{term}，不附加广告；设置完成后书面告知{obligee}。",
            "{obligor} shall, {by}, forward visitors of {object} to {where}, for {term} and without "
            "advertising, and tell {obligee} in writing once it is set up.",
        ),
    ),
)
