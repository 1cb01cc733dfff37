"""The declarations under templates/, typed: what a form asks for and where it stands."""
