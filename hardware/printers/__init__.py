"""Receipt and kitchen printers: documents in, acknowledged paper out.

Start with `document.py` (what can be printed) and `pool.py` (how the app prints it).
Down the road: `spool.py` keeps every job until the printer confirms it, `driver.py` is
the one thread that owns a printer, `link.py` its conversation, `escpos.py` and
`raster.py` turn a document into bytes, `status.py` reads the answers. `simulator.py` is
a printer made of software at the other end of a real socket.
Imports: standard library, python-escpos, Pillow, segno, python-barcode, `resources`.
"""
