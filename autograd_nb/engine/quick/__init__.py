"""What makes it fast. Nothing is decided here: everything works without, and a first reading can leave it out."""
