ALTER TABLE change_heads DROP COLUMN rows_written;
ALTER TABLE change_heads DROP COLUMN written_on;
