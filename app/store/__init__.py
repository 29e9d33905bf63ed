"""Opening and keeping the ledger: connection, journal, migrations, search, backup."""
