"""How the sale in front of the person is served: preset, then time, covers and guest."""

from datetime import date, datetime

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.presets import PresetSet
from app.domain.orders.commands import PromiseOrder, ServeAs, SetContact, SetCovers
from app.presenters.pos.serving import SOON, present_serving, present_slots
from app.presenters.pos.sheets import Act
from app.presenters.pos.words import preset_words
from app.services.people import order_key
from app.windows.pos.serving_sheets import ContactSheet, SlotSheet
from app.windows.pos.sheets import ActsSheet, CountSheet
from app.windows.pos.work import Work
from resources.texts import tr

_CONTACT = ("name", "phone", "address")


class Serving(QObject):
    """One tap chooses the preset, the next one the slot; then what else it asks."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._day: date | None = None

    @property
    def _preset(self) -> PresetSet | None:
        return self._work.world.catalogue.presets.get(self._work.served)

    @Slot(str)
    def choose(self, preset: str) -> None:
        """The sale is served so; asked again, its time and its guest can be changed."""
        work = self._work
        if work.order is None:
            work.state.preset = preset
        elif preset != work.served and not work.run(
            ServeAs(order=work.order.id, preset=preset)
        ):
            return
        work.shown_changed.emit()
        found = self._preset
        if found is not None and found.slot:
            self.ask_time()
        else:
            self._ask_rest()

    @Slot()
    def ask_other(self) -> None:
        """Every preset: the row had no room for all of them."""
        acts = [
            Act(key=preset.id, title=tr(preset.name), icon=preset.icon)
            for preset in self._work.world.catalogue.presets.offered()
        ]
        sheet = ActsSheet(self._work.beside, tr("Façon de servir"), acts)
        sheet.act_chosen.connect(self._on_preset_chosen)
        self._work.open_sheet(sheet)

    @Slot(str)
    def _on_preset_chosen(self, preset: str) -> None:
        self._work.close_sheet()
        self.choose(preset)

    # When

    @Slot()
    def ask_time(self) -> None:
        """The slots of the day that is promised, else of today."""
        work, preset, order = self._work, self._preset, self._work.order
        if preset is None or not preset.slot:
            return
        now = work.desk.house.clock()
        at = now
        if order is not None and order.promised:
            at = datetime.fromtimestamp(order.promised / 1000, now.tzinfo)
        self._day = at.date()
        view = present_slots(work.world, preset, order, self._day, now)
        sheet = SlotSheet(work.beside, view)
        sheet.day_chosen.connect(self._on_day_chosen)
        sheet.slot_chosen.connect(self._on_slot_chosen)
        work.open_sheet(sheet)

    def refresh(self) -> None:
        """Another terminal took a place, or gave one back."""
        work, sheet, preset = self._work, self._work.sheet, self._preset
        if isinstance(sheet, SlotSheet) and preset is not None and self._day:
            now = work.desk.house.clock()
            view = present_slots(work.world, preset, work.order, self._day, now)
            sheet.display(view)

    @Slot(str)
    def _on_day_chosen(self, day: str) -> None:
        self._day = date.fromisoformat(day)
        self.refresh()

    @Slot(str)
    def _on_slot_chosen(self, key: str) -> None:
        work = self._work
        order = work.need_order()
        if not order:
            return
        now = work.desk.house.clock()
        at = None
        if key != SOON:
            at = datetime.fromtimestamp(int(key) / 1000, now.tzinfo)
        known = work.order
        if at is None and known is not None and not known.promised:
            self._promised()
        else:
            work.run(PromiseOrder(order=order, at=at), self._on_promised)

    def _on_promised(self, _: object) -> None:
        self._promised()

    def _promised(self) -> None:
        self._work.close_sheet()
        self._work.shown_changed.emit()
        self._ask_rest()

    # Who

    def _ask_rest(self) -> None:
        """Covers, then the guest: what the preset asks and nobody said yet."""
        preset, order = self._preset, self._work.order
        if preset is None:
            return
        if "covers" in preset.asks and not (order and order.covers):
            self._ask_covers()
        elif any(
            ask in preset.asks and not (order and getattr(order, ask))
            for ask in _CONTACT
        ):
            self.ask_contact()

    def _ask_covers(self) -> None:
        title = preset_words(self._work.world, self._work.served)
        sheet = CountSheet(self._work.beside, title, tr("Combien de couverts ?"))
        sheet.count_chosen.connect(self._on_covers_chosen)
        self._work.open_sheet(sheet)

    @Slot(int)
    def _on_covers_chosen(self, covers: int) -> None:
        order = self._work.need_order()
        if order and self._work.run(SetCovers(order=order, covers=covers)):
            self._work.close_sheet()
            self._ask_rest()

    @Slot()
    def ask_contact(self) -> None:
        """Who fetches it, or where it is brought; the time can be changed there too."""
        work, preset, order = self._work, self._preset, self._work.order
        if preset is None:
            return
        asked = [ask for ask in _CONTACT if ask in preset.asks]
        if not asked:
            self.ask_time()
            return
        unseal = work.sight().unseal
        known = dict.fromkeys(asked, "")
        if order is not None:
            sealed = {ask: getattr(order, ask) for ask in asked}
            known |= {
                ask: unseal(order.id, text) for ask, text in sealed.items() if text
            }
        view = present_serving(work.world, order, work.served, work.sight())
        when = view.when if preset.slot else ""
        title = preset_words(work.world, work.served)
        sheet = ContactSheet(work.beside, title, known, when)
        sheet.contact_written.connect(self._on_contact_written)
        sheet.time_wanted.connect(self.ask_time)
        work.open_sheet(sheet)

    @Slot(object)
    def _on_contact_written(self, words: dict[str, str]) -> None:
        work = self._work
        if not any(words.values()) and work.order is None:
            work.close_sheet()
            return
        order = work.need_order()
        if not order:
            return
        seal, key = work.desk.house.sealer.seal, order_key(order)
        sealed = {ask: seal(key, said) if said else "" for ask, said in words.items()}
        if work.run(SetContact(order=order, **sealed)):
            work.close_sheet()
            work.shown_changed.emit()
