"""The dashboard: it renders what the core returns, and sends what a person wants."""
