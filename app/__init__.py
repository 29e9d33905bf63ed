"""援帮 Yuanbang: the aid office's ledger and its official papers."""

__version__ = "0.1.0"
