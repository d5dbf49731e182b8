"""VERIFY.txt: how anybody checks a bundle without the platform, in both languages."""

from signing.keys import fingerprint

_TEMPLATE = """\
怎样独立核验本材料包 / How to check this bundle by yourself
==========================================================

一、推荐 / Recommended
   heqi-verify 材料包.asice --roots roots.pem
   roots.pem 应当由您从可信途径另行取得，不能使用本包内的 trust/root.pem。
   Obtain roots.pem from a source you trust. The trust/root.pem inside this bundle proves nothing by itself.
   根证书 SHA-256 指纹 / SHA-256 of the root certificate:
{roots}
{development}
二、用通用工具 / With common tools  (OpenSSL 3)
   unzip 材料包.asice -d b && cd b
   openssl cms -verify -binary -cades -purpose any -inform DER -in META-INF/signature001.p7s \\
     -content META-INF/ASiCManifest001.xml -CAfile roots.pem -certfile trust/issuing.pem -out /dev/null
   openssl ts -verify -token_in -in META-INF/timestamp002.tst -data META-INF/ASiCManifest002.xml -CAfile roots.pem
   sha256sum agreement.pdf   与 ASiCManifest001.xml 中的摘要比较 / compare with the digest in ASiCManifest001.xml

三、关于时间 / About time
   签署人证书为一次性证书，数日或一个月后即到期。到期后，普通工具会显示“证书已过期”；
   应当以签名内时间戳所载时间核验（openssl cms -verify 加 -attime 参数）。
   Signatories' certificates are used once and expire within a month, seals within a day. Afterwards common tools
   report an expired certificate: check at the time stated by the time-stamp (openssl cms -verify -attime SECONDS).

四、注意 / Take care
   仅凭 pdfsig 或阅读器显示“签名有效”不能得出结论：签署后追加的改动可能不被提示。
   A viewer or pdfsig saying "signature is valid" is not enough: neither reports every later change of what is shown.

五、日志此后是否被改写 / Was the log rewritten since?
   log/inclusion.json 中的 checkpoint 是当时的日志签名头，其第二行为条目数 N。
   从平台网站的 /log/consistency/N 取得后来的签名头及证明，存为 later.txt：
   The checkpoint in log/inclusion.json is the head of the log at that time; its second line is the number of entries N.
   Save /log/consistency/N of the platform's website, a later head with its proof, as later.txt:
   heqi-verify 材料包.asice --roots roots.pem --checkpoint later.txt
"""
_DEVELOPMENT = """
   !! 本包证书由开发演示用机构签发，不具有证据效力。DEVELOPMENT ONLY: these certificates prove nothing in court. !!
"""


def instructions(roots: tuple[bytes, ...], *, development: bool) -> bytes:
    """The text of verify/VERIFY.txt for a bundle whose chains end in `roots` (DER)."""
    lines = "\n".join(f"   {fingerprint(root)}" for root in roots)
    return _TEMPLATE.format(roots=lines, development=_DEVELOPMENT if development else "").encode()
