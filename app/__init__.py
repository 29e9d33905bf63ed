"""援帮 Yuanbang: the aid office's ledger and its official papers."""
