"""Page files and fonts come as locked, whole or not at all, and only once."""

import pytest


def offered(assets, group, folder):
    """A folder with every file the group takes, as the package client would leave it."""
    for package in group.packages:
        for source in package.files:
            path = folder / package.name / source
            if "." in path.name or path.name.startswith("LICENSE"):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(source)
            else:
                path.mkdir(parents=True)
                (path / "one").write_text(source)
    return folder


@pytest.mark.parametrize("name", ["pages", "fonts", "dev"])
def test_what_is_fetched_lies_in_a_folder_with_its_version(assets, tmp_path, name):
    group = assets.GROUPS[name]
    assert assets.missing(group)
    assets.place(group, offered(assets, group, tmp_path / "modules"))
    assert not assets.missing(group)
    for package in group.packages:
        assert assets.target(group, package).name == f"{package.folder}-{assets.version(group, package)}"


def test_a_half_placed_file_is_placed_anew(assets, tmp_path):
    group = assets.GROUPS["fonts"]
    modules = offered(assets, group, tmp_path / "modules")
    assets.place(group, modules)
    font = assets.target(group, assets.SERIF) / "NotoSerifSC-Regular.ttf"
    font.rename(font.with_name(".NotoSerifSC-Regular.ttf.new"))
    assert assets.missing(group)
    assets.place(group, modules)
    assert not assets.missing(group)


def test_nothing_is_fetched_that_is_there(assets, tmp_path, monkeypatch):
    group = assets.GROUPS["pages"]
    assets.place(group, offered(assets, group, tmp_path / "modules"))

    def must_not_run(*_):
        raise AssertionError("fetched again")

    monkeypatch.setattr(assets, "fetch", must_not_run)
    assets.main("pages")


def test_a_page_waits_for_no_font(assets):
    fonts = {package.name for package in assets.GROUPS["fonts"].packages}
    assert not fonts & {package.name for package in assets.GROUPS["pages"].packages}


def test_what_cannot_be_fetched_is_said(assets, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "npm_command", lambda: ["false"])
    with pytest.raises(SystemExit, match="could not be fetched"):
        assets.main("pages")
    assert assets.missing(assets.GROUPS["pages"])
