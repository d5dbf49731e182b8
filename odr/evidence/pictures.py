"""Pictures: measured before they are drawn, drawn anew for looking at, cleaned of what the camera wrote into them."""

from __future__ import annotations

import io
from typing import BinaryIO

from PIL import ExifTags, Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from odr.errors import FileRefused
from odr.evidence.findings import Findings

MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_A_JPEG = 250_000_000
MOST_FRAMES = 500
THUMB, VIEW = 320, 2000
FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
}
# Broken data make Pillow raise many things; whatever it is, the picture is refused.
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError)
_TOLD = {"Make": "device", "Model": "device", "DateTime": "taken_at", "Artist": "author", "Software": "software"}


def check_picture(file: BinaryIO, media_type: str) -> Findings:
    """A picture that can be drawn, with a small and a large copy of its first frame and what it says about itself.

    Raises:
        FileRefused: broken, too many pixels or frames.
    """
    image = _opened(file, media_type)
    found = Findings(count=_frames(image), width=image.width, height=image.height)
    try:
        _tell(image, found)
        upright = _drawn(image)
    except _BROKEN as broken:
        raise FileRefused(reason="broken") from broken
    found.view = _as_webp(upright, VIEW)
    found.thumb = _as_webp(upright, THUMB)
    return found


def clean_picture(file: BinaryIO, media_type: str) -> bytes:
    """The same picture encoded anew: upright, its colours kept, everything else that was written into it left out."""
    image = _opened(file, media_type)
    out, shape = io.BytesIO(), FORMATS[media_type]
    profile = image.info.get("icc_profile")
    fresh = ImageOps.exif_transpose(image)
    bare = Image.frombytes(fresh.mode, fresh.size, fresh.tobytes())
    if palette := fresh.getpalette():
        bare.putpalette(palette)
    options = {"quality": 95} if shape in {"JPEG", "WEBP"} else {}
    if profile and shape in {"JPEG", "PNG", "WEBP"}:
        bare.save(out, shape, icc_profile=profile, **options)
    else:
        bare.save(out, shape, **options)
    return out.getvalue()


def watermarked(picture: bytes, words: str, font: str) -> bytes:
    """A picture for looking at, with the reader's name and the time across all of it."""
    with Image.open(io.BytesIO(picture)) as opened:
        base = opened.convert("RGB")
    return _as_webp(stamp(base, words, font), VIEW)


def stamp(base: Image.Image, words: str, font: str) -> Image.Image:
    """Draw `words` slanted and repeated over the whole picture, light on dark and dark on light."""
    side = int((base.width**2 + base.height**2) ** 0.5) + 1
    size = max(16, min(base.size) // 22)
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    drawn = ImageFont.truetype(font, size)
    length = int(pen.textlength(words, font=drawn)) + size * 4
    for row, top in enumerate(range(0, side, size * 5)):
        for left in range(-(row % 2) * length // 2, side, length):
            pen.text((left, top), words, fill=96, font=drawn)
    turned = layer.rotate(28)
    left, top = (side - base.width) // 2, (side - base.height) // 2
    mask = turned.crop((left, top, left + base.width, top + base.height))
    base.paste((255, 255, 255), (1, 1), mask)
    base.paste((110, 20, 20), (0, 0), mask)
    return base


def _opened(file: BinaryIO, media_type: str) -> Image.Image:
    # Our own limits stand below, and are refusals rather than warnings.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(file, formats=(FORMATS[media_type],))
    except _BROKEN as broken:
        raise FileRefused(reason="broken") from broken
    most = MOST_PIXELS_OF_A_JPEG if media_type == "image/jpeg" else MOST_PIXELS
    if image.width * image.height > most:
        raise FileRefused(reason="pixels")
    return image


def _frames(image: Image.Image) -> int:
    try:
        frames = int(getattr(image, "n_frames", 1))
    except _BROKEN as broken:
        raise FileRefused(reason="broken") from broken
    if frames > MOST_FRAMES:
        raise FileRefused(reason="pixels")
    return frames


def _drawn(image: Image.Image) -> Image.Image:
    image.draft("RGB", (VIEW, VIEW))
    image.load()
    image.thumbnail((VIEW, VIEW))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in {"RGBA", "LA", "P", "PA"} or "transparency" in upright.info:
        whole = upright.convert("RGBA")
        ground = Image.new("RGB", whole.size, (255, 255, 255))
        ground.paste(whole, mask=whole.getchannel("A"))
        return ground
    return upright.convert("RGB")


def _as_webp(image: Image.Image, longest: int) -> bytes:
    small = image.copy()
    small.thumbnail((longest, longest))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=82, method=2)
    return out.getvalue()


def _tell(image: Image.Image, found: Findings) -> None:
    exif = image.getexif()
    for number, value in exif.items():
        if what := _TOLD.get(ExifTags.TAGS.get(number, "")):
            found.tell(what, value)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if place:
        found.tell("gps", _place(place))
    if image.info.get("comment") or image.info.get("XML:com.adobe.xmp") or image.info.get("xmp"):
        found.tell("notes", "")


def _place(gps: dict[int, object]) -> str:
    try:
        numbers = []
        for at, sign in ((2, 1), (4, 3)):
            degrees, minutes, seconds = (float(part) for part in gps[at])  # type: ignore[attr-defined]
            turned = -1 if str(gps.get(sign)) in {"S", "W"} else 1
            numbers.append(f"{turned * (degrees + minutes / 60 + seconds / 3600):.5f}")
        return ", ".join(numbers)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
