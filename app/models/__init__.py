"""What is kept: SQLAlchemy declarative classes, one module a subject."""
