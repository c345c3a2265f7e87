"""The book as one file of HTML: chapters, their places to sign, and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from msgspec import Struct

from nightcramp.check.book.html import Html, h
from nightcramp.pack.model import Pack

_IN_PRINT = 16
"""Characters of the hash at the foot of each printed side."""


_SAVING = "save-or-print"


class Chapter(Struct, frozen=True):
    """A part of the book that is signed by itself."""

    id: str
    title: str
    body: Html


def render(
    pack: Pack, chapters: Sequence[Chapter], signed: Sequence[str], other: Pack | None = None
) -> str:
    """The whole page.

    Args:
        pack: what it is about.
        chapters: in order.
        signed: sentences on who signed this content.
        other: the translation that stands beside it.
    """
    title = f"Review book: {pack.about.id} {pack.about.version}"
    look = "font: 8pt sans-serif; color: #666;"
    foot = f'@page {{ @bottom-left {{ content: "pack {pack.hash[:_IN_PRINT]}"; {look} }} }}\n'
    style, script = foot + _resource("book.css"), _resource("book.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "form-action 'none'; base-uri 'none'"
    )
    head = h(
        "head",
        h("meta", charset="utf-8"),
        h("meta", http_equiv="Content-Security-Policy", content=policy),
        h("meta", name="viewport", content="width=device-width, initial-scale=1"),
        h("title", title),
        Html(f"<style>{style}</style>"),
    )
    translation = other.translation_hash if other else ""
    front = h(
        "header",
        h("h1", title),
        *(h("p", line) for line in signed),
        h("p", "Hash of the content: ", h("code", pack.hash)),
        h("p", "Hash of the translation: ", h("code", translation)) if translation else "",
    )
    parts = [*((one.id, one.title) for one in chapters), (_SAVING, "Save or print")]
    toc = (h("li", h("a", title_, href=f"#{name}")) for name, title_ in parts)
    body = h(
        "body",
        h("nav", h("ol", *toc), aria_label="Chapters"),
        h("main", front, *(_chapter(one) for one in chapters), _saving()),
        Html(f"<script>{script}</script>"),
        data_pack=f"{pack.about.id} {pack.about.version}",
        data_hash=pack.hash,
        data_translation=translation,
    )
    return f"<!DOCTYPE html>\n{h('html', head, body, lang=pack.language)}\n"


def _chapter(chapter: Chapter) -> Html:
    return h("section", h("h2", chapter.title), chapter.body, _sign(chapter), id=chapter.id)


def _sign(chapter: Chapter) -> Html:
    """Where a reviewer signs a chapter, or objects to it by the ids of its rules."""
    name = f"sign-{chapter.id}"
    return h(
        "fieldset",
        h("legend", f"Sign or object: {chapter.title}"),
        h("label", "Name ", h("input", type="text", name="name")),
        h("label", "Role ", h("input", type="text", name="role")),
        h("label", "Date ", h("input", type="date", name="date")),
        h(
            "span",
            h("label", h("input", type="radio", name=name, value="agree"), " I agree"),
            h("label", h("input", type="radio", name=name, value="object"), " I object"),
            class_="either",
        ),
        h(
            "label",
            "Rules objected to, by id ",
            h("input", type="text", name="rules"),
            class_="whole",
        ),
        h("label", "Remark ", h("textarea", "", name="remark", rows="2"), class_="whole"),
        class_="sign",
        data_chapter=chapter.id,
    )


def _saving() -> Html:
    told = (
        "What you write stays in this page until you close it. The button saves it as a file on "
        "your machine, with the hash of the content; nothing is sent. Without the button: print "
        "the page, and write by hand."
    )
    button = h("button", "Save what I wrote", type="button", id="save")
    return h("section", h("h2", "Save or print"), h("p", told), h("p", button), id=_SAVING)


def _resource(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
