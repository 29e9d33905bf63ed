"""The place 帮扶工作."""
