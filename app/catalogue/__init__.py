"""The fields of the trade as plain data; imports nothing of ours."""
