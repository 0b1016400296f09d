ALTER TABLE changes DROP COLUMN undo_path;
ALTER TABLE changes DROP COLUMN by_token;
