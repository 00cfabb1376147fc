"""What a restaurant is: orders, prices and VAT, payments, till, kitchen, tables, staff.

Pure: no clock, no ids, no I/O, no Qt, no SQL; standard library only. Facts are the event
classes (`events.py` of each noun), states fold them (`evolve`), `decide` turns a command
into events or a `Refusal`. Start with `vocabulary.py` and `orders/`.
"""
