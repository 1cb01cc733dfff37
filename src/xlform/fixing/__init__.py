"""The verb ``fix``: edits of findings applied to the submitted file."""
