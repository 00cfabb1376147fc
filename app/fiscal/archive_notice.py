"""The notice of an archive: what each file is, in French, for who was never told of Sotto.

Always French: it is handed to the French administration. It claims no certain date
(C. civ. 1377) and no certification.
"""

from collections.abc import Mapping
from typing import Any

from app.fiscal.archive_tables import TABLES
from app.fiscal.core import UNATTESTED_WORDS

_TEXT = """\
ARCHIVE DES DONNÉES DE CAISSE
=============================
{mark}
Établissement   {name}
                {address}
SIRET           {siret}     NAF {naf}     TVA {vat_number}
Période         du {first} au {last} (journées d'exploitation, archive n° {number})
Faite le        {made} par {software}, caisse {chain}{attested}
Journal         {entries} enregistrements vérifiés avant l'archivage, {anomalies}

1. CE QUE CONTIENT CETTE ARCHIVE

journal/*.jsonl    La preuve. Un fichier par caisse ; une ligne par enregistrement, dans
                   l'ordre où il a été écrit, exactement les octets qui ont été signés.
csv/*.csv          Les mêmes données en tableaux (voir 3).
factures/*.pdf     Les factures et avoirs, Factur-X (PDF/A-3 avec leur XML) ;
                   csv/factures.csv dit leur empreinte. Celle d'une autre caisse qui n'est
                   pas encore arrivée ici est dans l'archive suivante de celle-ci.
pieces/*           S'il y en a : les justificatifs gardés avec un mouvement d'espèces et
                   les photos d'un comptage ; chacun porte le nom de son empreinte SHA-256,
                   que nomme l'enregistrement « till.file_kept ».
horodatages/*.tsr  S'il y en a : la fin d'une caisse, horodatée par un tiers (RFC 3161). Le
                   texte horodaté est « sotto:<caisse>:<numéro>:<empreinte> » :
                   openssl ts -verify -in C1-123.tsr -data texte -CAfile racine.pem
keys.json          Clés publiques de chaque caisse, et le premier numéro que chacune signe.
certs/             Certificat X.509 de la caisse qui a fait l'archive.
schema/            Forme des enregistrements (JSON Schema) : body.json pour tous,
                   types.json pour chaque type, avec sa série et s'il est signé.
manifest.json      Période, caisses, premier et dernier enregistrement de chacune,
                   empreinte SHA-256 de chaque fichier, empreinte de l'archive précédente.
manifest.jws       Signature ES256 de manifest.json (JWS détaché, RFC 7515 annexe F).
verifier_sotto.py  Le programme de vérification, lisible, sans autre logiciel de caisse.
SHA256SUMS         Pour « sha256sum -c SHA256SUMS », sans vérifier les signatures.

2. VÉRIFIER

Il faut Python 3.10 ou plus récent et la bibliothèque « cryptography » :

    pip install cryptography
    python verifier_sotto.py {file}

Le programme dit INTACTE (code 0), INTACTE avec des remarques (1) ou ALTÉRÉE (2) et nomme
chaque fichier et chaque enregistrement en cause. Pour comparer à un Z imprimé, lisez son
code QR : python verifier_sotto.py {file} --temoin sotto:C1:…

Chaque ligne du journal est un JWS (RFC 7515) : en-tête, corps et signature ECDSA P-256
(ES256), en base64url, séparés par des points. Le corps est du JSON canonique (RFC 8785).
« prev » est l'empreinte SHA-256 de la ligne précédente : une ligne changée, ôtée, ajoutée
ou déplacée se voit. Une ligne dont la signature est vide est couverte par la prochaine
ligne signée. « seq » est le numéro dans la caisse, « tseq » celui dans sa série : T tickets
et remboursements, Z clôtures, N additions, D duplicatas, M tiroir, O commandes,
F factures, P règlements, J événements techniques, A archives.

3. LES TABLEAUX

UTF-8 avec marque, point-virgule, virgule décimale, dates ISO 8601, montants en euros, taux
en pourcentage. Un texte qu'un tableur prendrait pour une formule commence par « ' ».
« enregistrement » renvoie au numéro « seq » du journal de la caisse. Les lignes d'une
formule sont suivies de leurs composants (« composant_de ») : ce sont les composants qui
portent la TVA. Les personnes sont désignées par un identifiant ; leurs noms ne sont pas
dans le journal.

{tables}
4. CE QUI N'Y EST PAS

Les noms, adresses et téléphones des clients : ils sont gardés à part, chiffrés, et
s'effacent. Une facture nomme celui à qui elle est faite : elle est gardée entière. Un
remboursement d'un ticket d'une autre période figure à la date du remboursement, avec le
numéro du ticket d'origine.

5. CONSERVATION

Six ans au moins à compter de la dernière écriture (LPF, art. L. 102 B), sur un support
gardé hors de l'établissement. Le journal d'origine reste entier dans le logiciel : Sotto
ne purge rien.
"""


def notice(told: Mapping[str, Any]) -> str:
    """The notice of the archive with this manifest."""
    house, errors = told["house"], told["verification"]["errors"]
    rows = told["rows"]
    tables = "".join(
        f"csv/{name}.csv ({rows[name]} lignes)\n{_wrapped(columns)}\n"
        for name, columns in TABLES.items()
    )
    stated = [f"  {e['chain']} n° {e['seq']} : {e['code']}" for e in errors]
    anomalies = f"{len(errors)} anomalies, les voici :" if errors else "aucune anomalie"
    return _TEXT.format(
        **{name: house[name] or "non renseigné" for name in house},
        mark=f"\n{told['mark'].upper()}\n" if told["mark"] else "",
        first=told["from"],
        last=told["to"],
        number=told["number"],
        made=told["made"],
        software=told["made_by"]["software"],
        chain=told["made_by"]["chain"],
        attested="" if told["made_by"]["attested"] else f"\n{'':16}{UNATTESTED_WORDS}",
        entries=told["verification"]["entries"],
        anomalies="\n".join([anomalies, *stated]),
        file="ARCHIVE.zip",
        tables=tables,
    )


def _wrapped(columns: tuple[str, ...]) -> str:
    """Column names in lines of at most 88 characters."""
    lines, line = [], "   "
    for column in columns:
        if len(line) + len(column) > 86:
            lines.append(line.rstrip())
            line = "   "
        line += f" {column},"
    return "\n".join([*lines, line.rstrip(",")]) + "\n"
