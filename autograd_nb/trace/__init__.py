"""What happened, as plain data: events of the engine -> history on each node -> one JSON document. Knows no display."""
