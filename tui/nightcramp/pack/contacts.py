"""Whom to go to: by country, by contact, and how each urgency is said there."""

# Annotations are evaluated here, as in `model`.

from nightcramp.pack.record import Record


class Country(Record, frozen=True, kw_only=True):
    """What differs by country: whom to call and where to go, as words inside a sentence.

    Every key but `name` is a placeholder of that name in the content (`placeholders.py`).

    Attributes:
        emergency_number: after "call".
        emergency_number_in_full: the same where there is room to explain it; as
            `emergency_number` where it is empty.
        emergency_department: after "go to".
        maternity_unit, clinic, pharmacist, crisis_line: after "call".
        clinic_closed: what to do when the clinic is closed ("go to ...").

    The last six, where they are empty, are as in `About.elsewhere`.
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
    """How an urgency is said.

    Attributes:
        title: the headline.
        lead: the sentences under it, which say what to do.
        limit: how soon, where no number of days says it.
        recommends: topics that both encourage, such as whom to call.
    """

    title: str
    lead: str
    limit: str = ""
    recommends: tuple[str, ...] = ()


class Contact(Record, frozen=True, kw_only=True):
    """Whom to go to, beside how soon.

    Attributes:
        name: what it is called inside a sentence ("the maternity unit").
        emergency, same_day: how a result of that urgency is said where this contact leads
            it; None where no rule of that urgency can name it.
    """

    id: str
    name: str
    emergency: UrgencyText | None = None
    same_day: UrgencyText | None = None

    def said(self, urgency: str) -> UrgencyText | None:
        """How an urgency is said here; None where it cannot be."""
        return {"emergency": self.emergency, "same_day": self.same_day}.get(urgency)
