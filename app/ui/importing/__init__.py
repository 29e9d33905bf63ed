"""Getting data in, as the clerk sees it: a look at what would happen, decisions, the import, its result."""
