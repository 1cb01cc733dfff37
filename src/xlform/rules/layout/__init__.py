"""Rules on format and layout, including everything the reader repaired or left unread."""
