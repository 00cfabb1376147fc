"""What can go wrong below the journal, told apart by who can help.

`KnownError` is the world: a full disk, a damaged file, a key that belongs to another
machine. It carries one sentence for the person at the till. `MisuseError` is a bug of
the caller. Both are `JournalError`, and after either nothing is half-written.
"""

from typing_extensions import override

from db.findings import Finding
from resources.texts import tr


class JournalError(Exception):
    """The journal could not do what it was asked."""


class MisuseError(JournalError):
    """A caller broke a rule of the journal: this is a bug, not an incident."""


class KnownError(JournalError):
    """Something of the world, with a sentence for the person in front of the till."""

    def text(self) -> str:
        """One short sentence in the language in force: what happened, what to do."""
        return tr("L'enregistrement a échoué : rien n'a été écrit.")


class DatabaseDamagedError(KnownError):
    """The file is not a database, or parts of it cannot be read."""

    @override
    def text(self) -> str:
        return tr("Le fichier de données est abîmé : restaurez la dernière sauvegarde.")


class DatabaseReadOnlyError(KnownError):
    """The file, its folder or the disk refuses writing."""

    @override
    def text(self) -> str:
        return tr("Le disque est en lecture seule : rien ne peut être enregistré.")


class DatabaseUnreachableError(KnownError):
    """The file cannot be opened, or the server does not answer."""

    @override
    def text(self) -> str:
        return tr("Les données sont inaccessibles : vérifiez le disque et les droits.")


class ServerAwayError(DatabaseUnreachableError):
    """No database server answers, or the one that did is gone."""

    @override
    def text(self) -> str:
        return tr("La base ne répond pas : vérifiez le serveur et le réseau.")


class LoginRefusedError(KnownError):
    """The database server knows no such account, or another password for it."""

    @override
    def text(self) -> str:
        return tr("La base refuse ce compte ou ce mot de passe.")


class DatabaseForbiddenError(KnownError):
    """The account may not do all that Sotto does in its schema."""

    @override
    def text(self) -> str:
        return tr("Ce compte n'a pas tous les droits sur la base : il les lui faut.")


class DatabaseMissingError(KnownError):
    """The server has no schema of that name."""

    @override
    def text(self) -> str:
        return tr("Cette base n'existe pas sur le serveur : créez-la d'abord.")


class DatabaseForeignError(KnownError):
    """The schema holds something else than Sotto's tables."""

    @override
    def text(self) -> str:
        return tr("Cette base n'est pas celle de Sotto : donnez-en une vide.")


class DatabaseTooOldError(KnownError):
    """The server is of a version that cannot do what we need; `args[0]` names it."""

    @override
    def text(self) -> str:
        return tr("Le serveur de la base est trop ancien : prenez MariaDB 10.6 ou +.")


class DatabaseAddressError(KnownError):
    """What was given as the address of a database is none."""

    @override
    def text(self) -> str:
        return tr(
            "Adresse inconnue : écrivez mysql+pymysql://compte:secret@machine/base."
        )


class DatabaseNotEmptyError(KnownError):
    """There is a journal already where one was to be put."""

    @override
    def text(self) -> str:
        return tr("Il y a déjà un journal à cet endroit : rien n'a été modifié.")


class DatabaseBusyError(KnownError):
    """Another program held the write lock for longer than we wait."""

    @override
    def text(self) -> str:
        return tr("Un autre programme occupe les données : fermez-le et recommencez.")


class DatabaseTooNewError(KnownError):
    """The data were written by a later version of the program."""

    @override
    def text(self) -> str:
        return tr("Ces données viennent d'une version plus récente de Sotto.")


class DiskFullError(KnownError):
    """No room is left; the transaction was undone."""

    @override
    def text(self) -> str:
        return tr("Le disque est plein : libérez de la place, rien n'a été écrit.")


class StorageFailedError(KnownError):
    """The disk returned an error while reading or writing."""

    @override
    def text(self) -> str:
        return tr("Le disque répond mal : rien n'a été écrit, appelez le support.")


class ChainForkedError(KnownError):
    """Somebody else wrote into this chain; our entries were refused."""

    @override
    def text(self) -> str:
        return tr("Un autre programme écrit dans ce journal : fermez-le.")


class EntriesRefusedError(KnownError):
    """Entries of another terminal are not what they say; none of them was stored.

    The arguments are the findings, at least one.
    """

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, and where."""
        return self.args

    @override
    def text(self) -> str:
        return tr(
            "Le journal d'une autre caisse n'est pas valable : ce qu'elle envoie "
            "est refusé."
        )


class EntriesTooNewError(KnownError):
    """Another terminal writes fiscal facts that this version cannot number."""

    @override
    def text(self) -> str:
        return tr(
            "Une autre caisse a une version plus récente de Sotto : mettez celle-ci "
            "à jour."
        )


class JournalMissingError(KnownError):
    """The chain is empty but its head file knows entries: the data were lost."""

    @override
    def text(self) -> str:
        return tr("Le journal de cette caisse a disparu : restaurez une sauvegarde.")


class KeyUnavailableError(KnownError):
    """The signing key is missing, or belongs to another machine or chain."""

    @override
    def text(self) -> str:
        return tr("La clé de cette caisse n'est pas utilisable sur cette machine.")


class KeyElsewhereError(KeyUnavailableError):
    """The signing key was wrapped on another machine: this folder is a copy."""

    @override
    def text(self) -> str:
        return tr("Ces données viennent d'une autre machine : sa clé ne signe qu'elle.")


class PersonErasedError(KnownError):
    """This person was erased; nothing may be kept about them any more."""

    @override
    def text(self) -> str:
        return tr("Cette personne a été effacée : créez une nouvelle fiche.")


class BackupFailedError(KnownError):
    """A backup could not be written, or does not read back as it was written."""

    @override
    def text(self) -> str:
        return tr(
            "La sauvegarde n'est pas utilisable : recommencez sur un autre disque."
        )
