"""打印: choosing a form and records, looking at every page, printing, saving, copying."""
