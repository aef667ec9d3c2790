"""Whether what was signed is still what it was."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.checklists.models import Observation, ObservationPhoto, ObservationSignature
from training.checklists.queries_observations import content_of
from training.checklists.rules_signing import sealed
from training.content.library import library
from training.content.media import path_of


def check_observations(db: Session) -> list[str]:
    """Signed observations that changed since, and photos that are not there."""
    found = []
    query = (
        select(ObservationSignature, Observation, ObservationPhoto)
        .join(Observation, Observation.id == ObservationSignature.observation_id)
        .outerjoin(ObservationPhoto, ObservationPhoto.observation_id == Observation.id)
        .order_by(ObservationSignature.id)
    )
    for signature, row, photo in db.execute(query.execution_options(yield_per=500)):
        now = sealed(
            content_of(row, photo),
            key=row.key,
            learner=row.learner_id,
            signer=signature.person_id,
            version=signature.version_sha256,
            meaning=signature.meaning,
            words=signature.words,
        )
        if now != signature.sha256:
            found.append(f"Observation {row.id} is not what person {signature.person_id} signed.")
        if photo is not None and not path_of(library().media_dir, photo.sha256).exists():
            found.append(f"The photo of observation {row.id} is missing.")
    return found
