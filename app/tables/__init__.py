"""Reading and writing tables: headers, columns, cell texts, row results."""
