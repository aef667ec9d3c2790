"""Somebody who plays a scenario, over and over: opens a turn, decides it, reads what it did, goes on."""

import random
import re

from bench.client import Answer
from bench.learners import Learner, token_in

SCENARIO = "the-kettle-that-sparked"


class Player:
    """A learner with a play of their own. A play that comes to its ending is followed by another."""

    def __init__(self, learner: Learner) -> None:
        self._learner = learner
        self._dice = random.Random(learner.number)
        self._page = ""
        self.path = ""
        self._begin()

    def _begin(self) -> None:
        self._page = self._learner.get(f"/scenarios/{SCENARIO}").text
        if f'action="/scenarios/{SCENARIO}/start"' in self._page:
            self._learner.token = token_in(self._page)
            self.path = self._learner.send(f"/scenarios/{SCENARIO}/start", pace="none").location
        else:
            found = re.search(r'href="(/plays/\d+)"', self._page)
            if found is None:
                raise LookupError("The scenario cannot be begun.")
            self.path = found.group(1)
        self._page = self._learner.get(self.path).text

    def decide(self, learner: Learner, _turn: int) -> Answer:
        """Decide the turn that is on the page; the wait that counts is that of this one request."""
        if f'action="{self.path}/' not in self._page:
            self._begin()
        going_on = re.search(rf'action="({self.path}/\d+/go-on)"', self._page)
        if going_on:
            learner.send(going_on.group(1))
            self._page = learner.get(self.path).text
        action = re.search(rf'action="({self.path}/\d+)"', self._page)
        if action is None:
            raise LookupError("The page offers no turn.")
        choices = re.findall(r'name="choice" value="([^"]+)"', self._page)
        answer = learner.send(action.group(1), choice=self._dice.choice(choices))
        self._page = learner.get(self.path).text
        return answer

    def look(self, learner: Learner, _turn: int) -> Answer:
        """Open the page of the play."""
        return learner.get(self.path)
