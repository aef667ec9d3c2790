"""Whether every certificate that was handed in is still there, whole by its length."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.media import path_of
from training.credentials.models import CredentialUpload
from training.credentials.queries import folder


def check_files(db: Session) -> list[str]:
    """A sentence for each file that is missing or has another length."""
    found: list[str] = []
    query = select(CredentialUpload.id, CredentialUpload.sha256, CredentialUpload.size).order_by(CredentialUpload.id)
    for upload_id, sha256, size in db.execute(query):
        path = path_of(folder(), sha256)
        if not path.exists():
            found.append(f"The file of certificate {upload_id} that was handed in is missing: {path}.")
        elif path.stat().st_size != size:
            found.append(f"The file of certificate {upload_id} that was handed in has another length: {path}.")
    return found
