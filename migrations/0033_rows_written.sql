-- Rows that the person wrote on a UTC day, for the daily limit. They stand beside the versions, which every request
-- reads already, so that checking the limit costs no statement.
ALTER TABLE change_heads ADD COLUMN written_on TEXT;

ALTER TABLE change_heads ADD COLUMN rows_written INTEGER NOT NULL DEFAULT 0;
