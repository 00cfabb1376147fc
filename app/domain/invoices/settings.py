"""Settings of invoices and e-reporting (`fiscal.md` 9); spread into `settings.SETTINGS`."""

from urllib.parse import urlsplit

INVOICING: dict[str, str] = {
    "house.legal": "",
    "invoice.penalty": "Pénalités de retard : trois fois le taux d'intérêt légal.",
    "invoice.discount": "Pas d'escompte pour paiement anticipé.",
    "vat.debits": "no",
    "vat.regime": "real_monthly",
    "ereporting.since": "",
    "platform.flows": "",
    "platform.directory": "",
    "platform.token": "",
    "platform.organization": "",
    "platform.number": "",
    "platform.name": "",
}
"""`house.legal`: legal form, capital and register, as an invoice has to say them.
`vat.debits`: whether VAT is due with the invoice and not with the payment. `vat.regime`:
how often takings are reported (`fiscal/ereporting.py`), `ereporting.since`: from which day
on, "" for not yet. `platform.…`: the approved platform that invoices and reports go to: the
addresses of its flow service, its directory and its tokens, the organization that is meant
there, its number at the tax office (4 characters) and its name. What Sotto logs in with is
in the key folder, never here."""

INVOICING_CHOICES: dict[str, tuple[str, ...]] = {
    "vat.debits": ("no", "yes"),
    "vat.regime": ("real_monthly", "real_quarterly", "simplified", "exempt"),
}


def safe_address(url: str) -> bool:
    """Whether an address may be told a secret: encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return local or (parts.scheme == "https" and bool(parts.hostname))
