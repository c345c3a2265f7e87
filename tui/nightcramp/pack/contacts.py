"""Whom to go to: by country, by contact, and how each urgency is put there."""

# Annotations are evaluated here, as in `model`.

from nightcramp.pack.record import Record


class Country(Record, frozen=True, kw_only=True):
    """What differs by country: whom to call and where to go, as words inside a sentence.

    Every key but `name` is a placeholder of that name in the content (`placeholders.py`).

    Attributes:
        emergency_number: after "call".
        emergency_number_in_full: the same with an explanation; if empty, `emergency_number`.
        emergency_department: after "go to".
        maternity_unit, clinic, pharmacist, crisis_line: after "call".
        clinic_closed: what to do when the clinic is closed ("go to ...").

    All but the first two may be empty; `About.elsewhere` is used then.
    """

    name: str
    emergency_number: str
    emergency_number_in_full: str = ""
    emergency_department: str = ""
    maternity_unit: str = ""
    clinic: str = ""
    clinic_closed: str = ""
    pharmacist: str = ""
    crisis_line: str = ""


class UrgencyText(Record, frozen=True, kw_only=True):
    """The text of a result.

    Attributes:
        title: the headline.
        lead: the sentences under it, which say what to do.
        limit: how soon, if that is not a number of days.
        recommends: topics that title and lead encourage, such as whom to call.
    """

    title: str
    lead: str
    limit: str = ""
    recommends: tuple[str, ...] = ()


class Contact(Record, frozen=True, kw_only=True):
    """Whom to go to, beside how soon.

    Attributes:
        name: as used inside a sentence ("the maternity unit").
        emergency, same_day: text of a result of that urgency with this contact; None if no
            rule of that urgency can name it.
    """

    id: str
    name: str
    emergency: UrgencyText | None = None
    same_day: UrgencyText | None = None

    def text_for(self, urgency: str) -> UrgencyText | None:
        """The text of a result of this urgency, if there is one."""
        return {"emergency": self.emergency, "same_day": self.same_day}.get(urgency)
