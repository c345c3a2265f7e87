"""The program's own words: what screens, keys and prompts say, from `words.toml`."""

# Annotations are types here, not text: msgspec would evaluate each at every start, for 5 ms.

import msgspec


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of `words.toml`: every word must be there, and no other."""


class ResultWords(Table, frozen=True, kw_only=True):
    """Headings and short words of a result."""

    heading: str
    told: str
    tell_them: str
    takes: str
    not_sure_of: str
    notes: str
    note: str
    note_next: str
    and_: str
    means: str
    do_until: str
    not_a_diagnosis: str
    behind: str
    no_clear_cause: str
    no_clear_cause_text: str
    under_16_text: str
    your_medicines: str
    strong: str
    moderate: str
    slight: str
    fits: str
    how: str
    why: str
    doubt: str
    helps: str
    doctor: str
    during: str
    prevent: str
    good_for_legs: str
    talk: str
    safety_net: str
    only_if: str
    ask_again: str
    more: str
    looked_for: str
    looked_for_text: str
    missing: str
    no_result: str
    not_asked: str
    not_asked_text: str
    unsure: str
    reasons: str
    reasons_calm: str
    certainty_high: str
    certainty_moderate: str
    certainty_low: str
    certainty_very_low: str
    certainty_opinion: str


class WelcomeWords(Table, frozen=True, kw_only=True):
    """The first screen."""

    title: str
    what: str
    what_not: str
    not_reviewed: str
    how_long: str
    how_to: str
    begin: str


class SignOffWords(Table, frozen=True, kw_only=True):
    """Who has reviewed the content."""

    by: str
    short: str
    overdue: str
    overdue_short: str


class QuestionWords(Table, frozen=True, kw_only=True):
    """The question screen; the last ones answer a key that could do nothing."""

    progress: str
    progress_short: str
    progress_shortest: str
    search: str
    number: str
    not_sure: str
    more_above: str
    more_below: str
    how_to_choose: str
    nothing_chosen: str
    no_such_digit: str
    nothing_found: str
    not_listed: str
    already_chosen: str
    is_it_one: str
    added: str
    type_a_number: str
    out_of_range: str
    replaces: str
    stands_alone: str
    takes_back: str
    takes_back_one: str
    takes_back_number: str
    once_more: str
    cleared: str
    left_out: str
    space_chooses: str
    too_soon: str
    read_first: str
    back_is_left: str
    digits_wanted: str
    unfinished: str


class WhyWords(Table, frozen=True, kw_only=True):
    """Why we ask, and what a result rests on."""

    title: str
    grounds: str
    no_grounds: str
    sources: str
    unchecked: str


class HelpWords(Table, frozen=True, kw_only=True):
    """Help."""

    title: str
    keys: str
    about: str
    pack: str


class ReviewWords(Table, frozen=True, kw_only=True):
    """All answers."""

    title: str
    lead: str
    empty: str


class ConfirmWords(Table, frozen=True, kw_only=True):
    """A question before answers are forgotten."""

    title: str
    text: str
    stay: str
    go: str
    small: str


class ResultsWords(Table, frozen=True, kw_only=True):
    """The results screen, around what `ResultWords` says."""

    pack: str
    not_reviewed: str
    not_reviewed_short: str
    more: str
    while_you_wait: str
    at_home: str
    appointment: str
    today: str
    now: str


class LeafletWords(Table, frozen=True, kw_only=True):
    """The page for the person."""

    title: str
    left_out: str
    turn_over: str


class HandoverWords(Table, frozen=True, kw_only=True):
    """The page for a clinician."""

    title: str
    origin: str
    fill_in: str
    s: str
    b: str
    a: str
    r: str
    incomplete: str
    self_care: str
    routine: str
    same_day: str
    emergency: str
    person: str
    complaint: str
    conditions: str
    risks: str
    habits: str
    flags: str
    seen_for: str
    answer_first: str
    denied: str
    check: str
    no_tests: str
    no_flag: str
    none_named: str
    not_asked_yet: str
    unsure_of: str
    more: str
    left_out: str
    annex: str
    no_medicines: str
    medicines_unsure: str
    other_medicine: str
    medicines_not_asked: str
    causes: str
    other: str
    fits: str
    tests: str
    told: str
    positives: str
    negatives: str
    no: str
    flags_asked: str
    flags_held: str
    not_sure: str
    not_asked: str
    instruments: str
    medicines: str
    new: str
    start_unsure: str
    evidence: str
    points: str
    codes: str
    changes: str
    sooner: str
    later: str
    no_change: str
    also: str
    without: str
    content: str
    code: str
    code_text: str


class DiaryWords(Table, frozen=True, kw_only=True):
    """The cramp diary."""

    title: str
    each_morning: str
    scale: str
    bring: str
    night: str
    how_many: str
    how_long: str
    where: str
    pain: str
    notes: str
    before_bed: str
    stretched: str
    drank: str
    on_feet: str
    new: str
    sooner: str
    sooner_now: str
    sooner_today: str


class OutWords(Table, frozen=True, kw_only=True):
    """The ways out: what can be taken along, how, and how that went."""

    title: str
    which: str
    leaflet: str
    handover: str
    diary: str
    qr: str
    code: str
    data: str
    record: str
    code_text: str
    how: str
    show: str
    save: str
    print: str
    print_terminal: str
    copy: str
    save_where: str
    save_proposed: str
    saved: str
    which_printer: str
    printed: str
    sent: str
    copied: str
    leave_printing: str
    no_printer: str
    cannot_print: str
    no_folder: str
    no_permission: str
    no_space: str
    no_file: str
    bad_name: str
    exists: str
    other: str


class QrWords(Table, frozen=True, kw_only=True):
    """The QR code."""

    title: str
    not_a_diagnosis: str
    too_small: str


class CodeWords(Table, frozen=True, kw_only=True):
    """A code to go on with, and what is wrong with one."""

    title: str
    text: str
    slip: str
    character: str
    version: str


class TooSmallWords(Table, frozen=True, kw_only=True):
    """A terminal that is too small."""

    text: str


class KeyWords(Table, frozen=True, kw_only=True):
    """One key: what it is called, what it does in a word or two, and in a sentence."""

    shown: str
    label: str
    help: str


class KioskWords(Table, frozen=True, kw_only=True):
    """What a shared account says while nobody presses a key."""

    hiding: str
    hiding_short: str
    blank: str
    warning: str


class LineWords(Table, frozen=True, kw_only=True):
    """Line mode; the last ones answer a line that could do nothing."""

    how_to: str
    help: str
    commands: str
    back: str
    why: str
    help_me: str
    answers: str
    language: str
    leave: str
    new_person: str
    wait: str
    ways: str
    code: str
    whole_list: str
    yes: str
    also: str
    taken: str
    slip: str
    no_longer: str
    same_advice: str
    still_holds: str
    new_advice: str
    where: str
    earlier: str
    prompt: str
    prompt_single: str
    prompt_several: str
    prompt_number: str
    prompt_pick: str
    prompt_code: str
    prompt_result: str
    prompt_more: str
    prompt_menu: str
    while_you_wait: str
    found: str
    found_one: str
    found_more: str
    one_at_a_time: str
    which_found: str
    hear_list: str
    chosen: str
    review: str
    clear: str
    clear_go: str
    ended: str
    warning: str
    thrown_away: str
    ambiguous: str
    too_long: str
    nothing_fits: str
    one_answer: str
    stands_alone: str
    takes_back: str
    takes_back_one: str
    search_first: str
    no_command: str
    no_beginning: str
    code_back: str
    code_letters: str
    spell: str
    spelled: str


class ErrorWords(Table, frozen=True, kw_only=True):
    """Why the interview cannot go on, behind the program's name."""

    no_terminal: str
    no_input: str
    no_output: str
    crashed: str


class KeptWords(Table, frozen=True, kw_only=True):
    """A kept session that is not used: a sentence, and the reasons that fit into it.

    From `in_use` on, why answers cannot be kept, or not be deleted.
    """

    moved: str
    not_used: str
    not_opened: str
    no_file: str
    not_yours: str
    not_private: str
    damaged: str
    altered: str
    other_pack: str
    no_fit: str
    in_use: str
    no_home: str
    no_place: str
    not_kept: str
    not_deleted: str


class Words(Table, frozen=True, kw_only=True):
    """Every table of `words.toml`."""

    result: ResultWords
    welcome: WelcomeWords
    sign_off: SignOffWords
    question: QuestionWords
    why: WhyWords
    help: HelpWords
    review: ReviewWords
    leave: ConfirmWords
    again: ConfirmWords
    new_person: ConfirmWords
    resume: ConfirmWords
    kiosk: KioskWords
    results: ResultsWords
    leaflet: LeafletWords
    handover: HandoverWords
    diary: DiaryWords
    out: OutWords
    overwrite: ConfirmWords
    qr: QrWords
    code: CodeWords
    too_small: TooSmallWords
    line: LineWords
    errors: ErrorWords
    kept: KeptWords
    keys: dict[str, KeyWords]
