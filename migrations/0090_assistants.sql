-- Name of the personal token that made a change, as it was then. NULL for one that the person made.
ALTER TABLE changes ADD COLUMN by_token TEXT;

-- Path whose POST takes a change of one row back. NULL for a change with images of its rows.
ALTER TABLE changes ADD COLUMN undo_path TEXT;
