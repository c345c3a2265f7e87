"""The app as it opens pages over the present screen: why, help, the answers, a code, leaving.

Most of them are imported when they open, so that the first screen waits for few.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nightcramp.errors import CodeError
from nightcramp.pack.words import ConfirmWords
from nightcramp.triage.assess import assess
from nightcramp.triage.resume_code import answers_of
from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.screens.confirm_screen import ConfirmScreen, Decision
from nightcramp.wizard.screens.reading_screen import ReadingScreen
from nightcramp.wizard.screens.wizard_screen import WizardScreen


class OverlayApp(InterviewApp, inherit_bindings=False, inherit_css=False):
    """Opens what closes to the screen below, as that was.

    Attributes:
        farewell: printed once the wizard has ended.
    """

    farewell = ""

    async def confirm(
        self,
        words: ConfirmWords,
        go: Callable[[], Awaitable[None]],
        stay: Callable[[], None] = lambda: None,
    ) -> None:
        """Ask first, and go ahead if that is what the person wants."""

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await go()
            else:
                stay()

        await self.open(ConfirmScreen(words), decided)

    async def action_why(self) -> None:
        """Say why the present question is asked."""
        from nightcramp.reports.explanations import explain_question

        question = self.interview.question
        if question is not None:
            parts = explain_question(self.pack, question)
            await self.open(ReadingScreen(self.words.why.title, parts))

    async def action_grounds(self) -> None:
        """Say what the topic that is read rests on."""
        from nightcramp.reports.explanations import explain_topic
        from nightcramp.wizard.screens.results_screen import ResultsScreen

        if isinstance(self.screen, ResultsScreen):
            found = assess(self.pack, self.interview.answers)
            parts = explain_topic(self.pack, found, self.screen.topic)
            await self.open(ReadingScreen(self.words.why.grounds, parts))

    async def action_help(self) -> None:
        """Show the keys that work here."""
        from nightcramp.wizard.help import help_parts

        if isinstance(self.screen, WizardScreen):
            parts = help_parts(self.pack, self.screen.place)
            await self.open(ReadingScreen(self.words.help.title, parts, "help"))

    async def action_ways_out(self) -> None:
        """Ask what is to be taken along."""
        from nightcramp.wizard.way_out import WayOut

        await WayOut(self).choose_paper()

    async def action_review(self) -> None:
        """Show all answers, and go to the one that is chosen."""
        from nightcramp.reports.answered import answered
        from nightcramp.wizard.screens.review_screen import ReviewScreen

        async def chosen(question: str | None) -> None:
            if question is not None:
                self.interview = self.interview.jump(question)
                await self.show_next()

        items = answered(self.interview)
        # Between questions one looks for a slip, which was made a moment ago.
        at = 0 if self.has_result else len(items) - 1
        await self.open(ReviewScreen(self.words.review.title, items, at), chosen)

    async def action_type_code(self, typed: str = "", problem: str = "") -> None:
        """Ask for a code to go on with.

        Args:
            typed: what was typed before.
            problem: what is wrong with that.
        """
        from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen

        asked = Asked(self.words.code.title, self.words.code.text)
        await self.open(TypingScreen(asked, typed, problem), self._take_code)

    async def _take_code(self, code: str | None) -> None:
        if code is None:
            return
        try:
            answers = answers_of(self.pack, code)
        except CodeError as error:
            problem = error.sentence(self.words)
            await self.action_type_code(code, problem)
        else:
            await self.go_on_with(answers)

    async def action_leave(self) -> None:
        """Leave, if that is what the person wants; print the leaflet first, if they say so."""

        async def decided(decision: Decision | None) -> None:
            if decision == "print":
                from nightcramp.exchange.papers import Papers

                papers = Papers(self.pack, self.interview.answers)
                self.farewell = papers.farewell
            if decision is not None:
                self.exit()

        can_print = self.permissions.terminal and self.has_result
        also = self.words.out.leave_printing if can_print else ""
        await self.open(ConfirmScreen(self.words.leave, also), decided)
