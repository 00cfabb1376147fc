"""Taking articles down: at once, through the sheet of their choices, or by their code."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Slot

from app.domain.catalogue.events import ArticleSet
from app.domain.money import rhu
from app.domain.orders.commands import AddLine, SetQuantity
from app.domain.orders.state import Line
from app.domain.orders.taking import MAX_PRICE, MAX_QUANTITY
from app.domain.vocabulary import MILLI
from app.presenters.pos import formule, modifiers
from app.presenters.pos.allergens import conflict
from app.presenters.pos.page import needs_choice
from app.presenters.pos.scanned import read_scan
from app.presenters.pos.words import kilograms
from app.services.house import Fact
from app.windows.pos.dish_choice import DishChoice
from app.windows.pos.dish_swaps import DishSwaps
from app.windows.pos.formule_choice import FormuleChoice
from app.windows.pos.sheets import AmountSheet
from app.windows.pos.undo import once_more, take_back
from app.windows.pos.weighing import Weighing
from app.windows.pos.work import Work
from resources.texts import price, tr

Choice = modifiers.Choosing | formule.Composing


class Taking(QObject):
    """Articles become lines here, and nowhere else on the page."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._dish, self._formule = DishChoice(work), FormuleChoice(work)
        self._swaps = DishSwaps(work)
        # Once what was being done there is over, and shows what comes of it.
        later = Qt.ConnectionType.QueuedConnection
        work.choice_left.connect(self._on_choice_left, later)
        for choice in (self._dish, self._formule):
            choice.line_chosen.connect(self._on_line_chosen)
        self._weighing = Weighing(work, self.add, self._type_weight)
        self._asked: ArticleSet | None = None

    def take(self, article_id: str, quantity: int = 1, *, choose: bool = False) -> None:
        """Takes an article down; asks first what must be asked.

        Args:
            quantity: pieces.
            choose: open the sheet of choices even when nothing must be asked.
        """
        catalogue, state = self._work.world.catalogue, self._work.state
        article = catalogue.articles.get(article_id)
        if article is None or not article.active:
            self._work.refuse(tr("Cet article n'est plus à la carte."))
            return
        if catalogue.sold_out(article_id):
            self._work.refuse(tr("{name} est épuisé.", name=article.name))
            return
        seats = (state.seat,) if state.seat else ()
        asked = needs_choice(self._work.world, article) or ("options" if choose else "")
        if asked == "options":
            self._dish.ask(
                modifiers.Choosing(article=article_id, quantity=quantity, seats=seats)
            )
        elif asked == "formule":
            self._formule.ask(formule.Composing(article=article_id, seats=seats))
        elif asked:
            self._ask_amount(article, asked)
        else:
            self.add(
                AddLine(
                    order="", article=article_id, quantity=quantity * MILLI, seats=seats
                )
            )

    def add(self, command: AddLine) -> tuple[Fact, ...]:
        """Takes a line down on the order in front of the person."""
        order = self._work.need_order()
        if not order:
            return ()
        state = self._work.state
        merge = command.merge and not state.apart
        facts = self._work.run(replace(command, order=order, merge=merge))
        if facts:
            state.apart = False
            self._warn(command, facts)
        return facts

    @Slot()
    def take_apart(self) -> None:
        """What is taken next gets a line of its own, whatever stands there already."""
        state = self._work.state
        state.apart = not state.apart
        words = tr("Le prochain article : sur une ligne à part")
        self._work.say(words if state.apart else tr("Les articles se regroupent"))

    def _warn(self, command: AddLine, facts: tuple[Fact, ...]) -> None:
        """Says at once that a guest cannot eat what was just taken."""
        order = self._work.order
        article = self._work.world.catalogue.articles[command.article]
        if order is None or not order.allergies:
            return
        words = conflict(article, order, command.seats, self._work.sight())
        if words:
            self._work.say(words, *take_back(facts), tone="refused")

    def edit(self, line: Line) -> None:
        """Changes the choices of a line; of a formule also once it was sent."""
        if line.formule:
            self._formule.ask(formule.composing_of(self._work.world, line))
        else:
            catalogue = self._work.world.catalogue
            self._dish.ask(modifiers.settled(catalogue, modifiers.choosing_of(line)))

    def finish(self) -> bool:
        """Takes down what a sheet is choosing, which stands in the order already.

        Returns:
            False, said, while something of it must still be chosen.
        """
        work, world = self._work, self._work.world
        choosing, composing = work.state.choosing, work.state.composing
        if choosing and not modifiers.unanswered(world.catalogue, choosing):
            self._on_line_chosen(
                modifiers.command_of(world, choosing, ""), choosing.line
            )
        elif composing and formule.first_open(world, composing) < 0:
            self._on_line_chosen(
                formule.command_of(world, composing, ""), composing.line
            )
        elif choosing or composing:
            work.refuse(tr("Finissez d'abord ce choix."))
        return work.state.choosing is None and work.state.composing is None

    @Slot(object, str)
    def _on_choice_left(self, chosen: Choice, order: str) -> None:
        """A choice goes on after what was written over it, in front of its order; not
        where that one was given up, or went to another table."""
        work, open_now = self._work, self._work.order
        if work.sheet is not None or work.state.order != order:
            return
        if order and open_now is None:
            return
        if isinstance(chosen, modifiers.Choosing):
            self._dish.ask(chosen)
        else:
            self._formule.ask(chosen)

    @Slot(object, str)
    def _on_line_chosen(self, command: AddLine, replaced: str) -> None:
        """Takes down what a sheet chose, in the place of the line it was about."""
        work, old = self._work, self._work.line(replaced) if replaced else None
        if old is not None and old.formule and old.sent:
            self._swaps.ask(old, command.picks)
            return
        if old is not None and old.sent:  # by somebody else, while it was changed here
            work.close_sheet()
            work.refuse(
                tr("Cette ligne est déjà envoyée : ajoutez-en une, ou annulez.")
            )
            return
        choosing, composing = work.state.choosing, work.state.composing
        work.state.choosing = work.state.composing = None
        facts = self.add(command)
        if not facts:
            work.state.choosing, work.state.composing = choosing, composing
            work.shown_changed.emit()
            return
        if old is not None:
            again = once_more(old, work.state.order, merge=False)
            gone = work.run(
                SetQuantity(order=work.state.order, line=old.id, quantity=0)
            )
            if gone:
                words = tr("{name} : choix modifiés", name=old.label)
                work.say(words, *take_back(facts), again)
        work.close_sheet()

    # A price, a weight

    def _ask_amount(self, article: ArticleSet, asked: str) -> None:
        weight = asked == "weight"
        if weight and self._weighing.begin(article, self._unit_price(article)):
            return
        self._type_amount(article, weight=weight)

    def _type_weight(self, article: ArticleSet) -> None:
        self._type_amount(article, weight=True)

    def _type_amount(self, article: ArticleSet, *, weight: bool) -> None:
        self._asked = article
        sheet = AmountSheet(
            self._work.beside,
            article.name,
            tr("{price} le kg", price=price(self._unit_price(article)))
            if weight
            else tr("Prix libre"),
            label=tr("Poids en grammes") if weight else tr("Prix de vente"),
            act=tr("Ajouter"),
            counts=weight,
        )
        sheet.value_changed.connect(self._on_amount_changed)
        sheet.submitted.connect(self._on_amount_submitted)
        self._work.open_sheet(sheet)

    def _unit_price(self, article: ArticleSet) -> int:
        work = self._work
        sight, catalogue = work.sight(), work.world.catalogue
        return catalogue.price_of(
            article, work.served, sight.now, room=sight.room, client=sight.client
        )

    @Slot(int)
    def _on_amount_changed(self, value: int) -> None:
        sheet, article = self._work.sheet, self._asked
        if isinstance(sheet, AmountSheet) and article and article.unit != "piece":
            net = max(0, value - article.tare)
            cents = rhu(self._unit_price(article) * net, MILLI)
            words = tr("tare {weight}", weight=kilograms(article.tare))
            tare = (words,) if article.tare else ()
            sheet.say(" · ".join((kilograms(net), *tare, price(cents))))

    @Slot(int)
    def _on_amount_submitted(self, value: int) -> None:
        sheet, article = self._work.sheet, self._asked
        if not isinstance(sheet, AmountSheet) or article is None:
            return
        seats = (self._work.state.seat,) if self._work.state.seat else ()
        if article.unit != "piece":
            net = value - article.tare
            if not 0 < net <= MAX_QUANTITY:
                sheet.refuse(tr("Un poids de 1 g à 999 kg."))
                return
            command = AddLine(
                order="",
                article=article.id,
                quantity=net,
                typed=True,
                seats=seats,
                merge=False,
                tare=article.tare,
            )
        else:
            if not 0 < value <= MAX_PRICE:
                sheet.refuse(
                    tr(
                        "Un prix au-dessus de 0 : pour offrir, touchez la ligne puis Offrir."
                    )
                )
                return
            command = AddLine(order="", article=article.id, price=value, seats=seats)
        if self.add(command):
            self._work.close_sheet()

    # A code

    def scan(self, code: str) -> str:
        """Takes down what a barcode says; the words of what is wrong with it, or ""."""
        if self._work.sheet is not None:
            return tr("Finissez d'abord ce choix.")
        work = self._work
        today = work.desk.house.clock().date()
        found = read_scan(work.world, code, today, self._unit_price)
        if found.command is not None:
            self.add(found.command)
        elif found.article:
            self.take(found.article)
        return found.refusal
