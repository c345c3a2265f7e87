"""The functions of `import nightcramp`: a pack, an interview, an assessment, and how it reads.

May import: all rooms but `cli`, `line_mode`, `wizard`, `system` and `clinic`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from nightcramp.errors import NightcrampError, PackError, nearest
from nightcramp.pack import Pack
from nightcramp.pack import load as packs
from nightcramp.pack.locale import Locale
from nightcramp.triage import Assessment, Interview, read_answers
from nightcramp.triage import assess as assess_checked
from nightcramp.triage.applicable import still_valid

if TYPE_CHECKING:
    from nightcramp.exchange.formats import Maker


def load_pack(folder: str | Path | None = None, *, country: str = "", language: str = "") -> Pack:
    """Read the clinical content, whole. It is immutable, and safe to share between threads.

    Args:
        folder: where it is; the content that comes with the program when left out.
        country: code of the country whose telephone numbers and words to use ("GB"); where it
            is left out, words that are right in any country.
        language: code of a language of the content ("es"); its first one when left out.

    Raises:
        PackError: the content cannot be used, or has no such country or language.
    """
    place = packs.content_folder() if folder is None else Path(folder)
    pack = packs.load_pack(place, Locale(country.upper(), language.lower()))
    for what, code, known in (
        ("country", country.upper(), pack.about.countries),
        ("language", language.lower(), pack.about.languages),
    ):
        if code and code not in known:
            raise PackError("pack.toml", 0, f"has no {what} '{code}'.{nearest(code, known)}")
    return pack


def interview(pack: Pack, answers: Mapping[str, Any] | None = None) -> Interview:
    """An interview at its first question without an answer.

    It is a value: `answer`, `back` and `jump` return a new one, so that it can be kept, undone
    and shared. Its `question` is None when there is nothing left to ask.

    Args:
        pack: the clinical content.
        answers: those given before; what no longer applies is left out.

    Raises:
        AnswerError: a question is unknown, or does not accept its answer.
    """
    return Interview.begin(pack, still_valid(pack, read_answers(pack, answers or {})))


def assess(pack: Pack, answers: Mapping[str, Any]) -> Assessment:
    """Weigh answers against the content. The same answers always give the same assessment.

    Args:
        pack: the clinical content.
        answers: question id -> option id, list of them, number, or "unsure". A question that is
            left out was not asked.

    Raises:
        AnswerError: a question is unknown, or does not accept its answer.
    """
    return assess_checked(pack, read_answers(pack, answers))


def render(
    pack: Pack,
    assessment: Assessment,
    page: Literal["result", "leaflet", "handover"] = "result",
    form: Literal["text", "markdown", "html", "json", "fhir", "cds-card"] = "text",
) -> str:
    """An assessment as what is read.

    Args:
        pack: the content that it was made with.
        assessment: what was found.
        page: the whole result, the patient's leaflet, or the clinician's handover.
        form: of a result `text`, `json`, `fhir` or `cds-card`; of the others `text`, `markdown`
            or `html`.

    Raises:
        NightcrampError: a leaflet of an incomplete assessment, which allows no urgency.
        ValueError: the page does not come in this form.
    """
    from nightcramp.reports.formats import PAGE_FORMATS

    if page == "result":
        return _result(pack, assessment, form)
    if form not in PAGE_FORMATS:
        raise ValueError(f"a {page} comes as {', '.join(PAGE_FORMATS)}, not as {form!r}")
    if page == "handover":
        from nightcramp.reports.handover import handover

        made = handover(pack, assessment)
    elif page == "leaflet":
        from nightcramp.reports.leaflet import leaflet

        if assessment.incomplete:
            missing = ", ".join(assessment.missing)
            raise NightcrampError(f"a leaflet needs an answer to these first: {missing}.")
        made = leaflet(pack, assessment)
    else:
        raise ValueError(f"there is no page {page!r}")
    return PAGE_FORMATS[form](made, pack.language)


def _result(pack: Pack, assessment: Assessment, form: str) -> str:
    if form == "text":
        from nightcramp.reports.plain import render_plain
        from nightcramp.reports.result import build_result

        return render_plain(build_result(pack, assessment))
    from nightcramp.exchange.formats import DATA_FORMATS, as_json

    if form not in DATA_FORMATS:
        raise ValueError(f"a result comes as text, {', '.join(DATA_FORMATS)}, not as {form!r}")
    return as_json(_maker(form, pack)(assessment)).decode()


@lru_cache(maxsize=4)
def _maker(form: str, pack: Pack) -> Maker:
    """What makes data; it prepares what is the same for everyone, which takes 8 ms."""
    from nightcramp.exchange.formats import data_maker

    return data_maker(form, pack)
