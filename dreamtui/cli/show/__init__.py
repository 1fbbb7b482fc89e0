"""What commands print for people: tables, bars, diffs. Nothing is computed here."""
