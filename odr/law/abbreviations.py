"""Articles in short, as clerks say them, for where a column is narrow; papers give the full name."""

from __future__ import annotations

from odr.law.articles import Citation
from signing.wording import Words

SHORT: dict[str, Words] = {
    "CPL": Words(zh="民诉法", en="Civil Procedure Law"),
    "INT": Words(zh="民诉法解释", en="CPL Interpretation"),
    "SC11": Words(zh="司法确认规定", en="Confirmation Provisions"),
    "PML": Words(zh="人民调解法", en="People's Mediation Law"),
    "OMR": Words(zh="在线调解规则", en="Online Mediation Rules"),
    "OLR": Words(zh="在线诉讼规则", en="Online Litigation Rules"),
    "INV": Words(zh="特邀调解规定", en="Invited Mediation Provisions"),
    "MED": Words(zh="民事调解规定", en="Civil Mediation Provisions"),
    "REG24": Words(zh="立案衔接意见", en="Docketing Opinion"),
    "CMR": Words(zh="商事调解条例", en="Commercial Mediation Regulation"),
    "ESL": Words(zh="电子签名法", en="E-Signature Law"),
    "PIPL": Words(zh="个人信息保护法", en="Personal Information Law"),
    "DSL": Words(zh="数据安全法", en="Data Security Law"),
    "CC": Words(zh="民法典", en="Civil Code"),
}


def short(citation: Citation) -> Words:
    """`民诉法解释第355条第5项`; a statute without a short form keeps its full name."""
    name = SHORT.get(citation.statute.code)
    if name is None:
        return citation.words()
    item_zh = f"第{citation.item}项" if citation.item else ""
    item_en = f"({citation.item})" if citation.item else ""
    return Words(zh=f"{name.zh}第{citation.article}条{item_zh}", en=f"{name.en} art. {citation.article}{item_en}")
