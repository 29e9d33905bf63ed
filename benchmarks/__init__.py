"""Speed beside the peers, as ratios within one run: ``python3 dev.py bench [NAME ...]``.

``peers`` are the ways others do the same work, ``ours`` calls the product; ``suite`` says what is compared and what
is bound, ``runner`` starts every side as a fresh process in rotation, ``data_maker`` makes the invented data.
"""
