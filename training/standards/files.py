"""The kinds of documents that say how we serve."""

from typing import Any

from training.content.kinds import Kind
from training.standards import files_hours, files_profile, files_service, files_standard, files_transaction

SERVICE = files_service.KIND
TRANSACTION = files_transaction.KIND
STANDARD = files_standard.KIND
PROFILE = files_profile.KIND
HOURS = files_hours.KIND

KINDS: tuple[Kind[Any], ...] = (SERVICE, TRANSACTION, STANDARD, PROFILE, HOURS)
