"""One feature word, five folders: whoever knows one of them finds the others."""

import pytest

from tests.architecture.source import ROOT, features

WEB = sorted(
    folder.name
    for folder in (ROOT / "blueprints").iterdir()
    if folder.is_dir() and folder.name not in {"__pycache__", "translations"}
)
# Pages of no single feature: the landing page, the state of the service, and the public check of a bundle.
WITHOUT_DOMAIN = {"home", "health", "verify"}
# Nobody looks at notices on a page: they leave by e-mail.
WITHOUT_PAGES = {"notices", "access", "law"}


@pytest.mark.parametrize("feature", WEB)
def test_every_feature_of_the_web_has_its_domain(feature):
    assert feature in WITHOUT_DOMAIN or (ROOT / "odr" / feature).is_dir()


@pytest.mark.parametrize("feature", WEB)
def test_every_feature_of_the_web_has_views(feature):
    assert (ROOT / "blueprints" / feature / "views.py").exists()
    assert (ROOT / "blueprints" / feature / "__init__.py").exists()


@pytest.mark.parametrize("feature", WEB)
def test_every_feature_with_pages_has_its_templates(feature):
    views = (ROOT / "blueprints" / feature / "views.py").read_text(encoding="utf-8")
    assert "render_template" not in views or (ROOT / "templates" / feature).is_dir()


@pytest.mark.parametrize("feature", features())
def test_every_feature_of_the_domain_has_rows_and_reads(feature):
    folder = ROOT / "odr" / feature
    assert (folder / "models.py").exists()
    assert (folder / "__init__.py").exists()


@pytest.mark.parametrize("feature", features())
def test_every_feature_of_the_domain_has_pages(feature):
    assert feature in WITHOUT_PAGES or (ROOT / "blueprints" / feature).is_dir()


@pytest.mark.parametrize("feature", features())
def test_every_feature_of_the_domain_has_its_tests(feature):
    assert list((ROOT / "tests" / "odr" / feature).glob("test_*.py"))


@pytest.mark.parametrize("feature", WEB)
def test_every_feature_of_the_web_has_its_tests(feature):
    assert list((ROOT / "tests" / "blueprints" / feature).glob("test_*.py"))
