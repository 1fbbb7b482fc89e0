"""What a person decides, and how it is carried out: snapshot, plan, apply, the ledger of decisions."""
