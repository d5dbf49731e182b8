"""Our rules and sentences as plain data, for a verifier in another language: each is written once, here in Python."""

from typing import Any

from signing import container, document_rules, layout, manifest, schema, wording
from signing.authority.profiles import POLICY_LOG
from signing.keys import DEVELOPMENT_MARK
from signing.reasons import REASONS
from signing.report import SCHEMA
from signing.verify import _AGREEMENT_STEPS, _BUNDLE_STEPS, _LATER, Step
from signing.wording import Words


def published() -> dict[str, Any]:
    """Steps in order with what they need, sentences, schemas, and the lists that the checks go by; JSON values only."""
    return {
        "steps": {
            "bundle": [_step(one) for one in _BUNDLE_STEPS],
            "agreement": [_step(one) for one in _AGREEMENT_STEPS],
            "later": _step(_LATER),
        },
        "words": {
            code: {"title": _both(one.title), "passed": _both(one.passed), "follows": one.follows}
            for code, one in wording.STEPS.items()
        },
        "reasons": {code: _both(one) for code, one in REASONS.items()},
        "headlines": {code: _both(one) for code, one in wording.HEADLINES.items()},
        "outside": {
            "bundle": [_both(one) for one in wording.OUTSIDE],
            "agreement": [_both(one) for one in wording.OUTSIDE_AGREEMENT],
        },
        "schemas": {name: schema.schema(name) for name in schema.NAMES},
        "container": _container(),
        "catalogue": [[pattern, role.value, media_type] for pattern, role, media_type in manifest._CATALOGUE],
        "required": sorted(manifest.REQUIRED),
        "namespaces": {"asic": manifest.ASIC, "xmldsig": manifest.XMLDSIG, "sha256": manifest.SHA256},
        "document": {
            "keys": document_rules._REFUSED_KEYS,
            "actions": sorted(document_rules._REFUSED_ACTIONS),
            "objects": document_rules.MOST_OBJECTS,
            "depth": document_rules.DEEPEST_TREE,
            "signatures": layout.MOST_SIGNATURES,
        },
        "logPolicy": POLICY_LOG.dotted_string,
        "marks": {"development": DEVELOPMENT_MARK},
        "reportSchema": SCHEMA,
    }


def _container() -> dict[str, Any]:
    return {
        "name": container._NAME.pattern,
        "mimetypeName": container.MIMETYPE_NAME,
        "mimetype": container.MIMETYPE.decode(),
        "largest": container.LARGEST_BUNDLE,
        "most": container.MOST_ENTRIES,
        "version": container._VERSION,
        "madeBy": container._MADE_ON_UNIX,
        "mode": container._MODE,
        "day": container._DAY,
    }


def _step(step: Step) -> dict[str, Any]:
    return {"code": step.code, "group": step.group.value, "needs": list(step.needs)}


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
