"""The sample: an invented company with two years of history, loaded and removed in one step each."""

from training.demo.accounts import DemoAccount, accounts
from training.demo.loading import load, load_sample
from training.demo.removal import remove

__all__ = ["DemoAccount", "accounts", "load", "load_sample", "remove"]
