"""Speed beside the peers, as ratios: `python3 dev.py bench`."""
