-- Parts of a subscribed calendar that its last reading left out, could not read or had doubts about, as JSON.
ALTER TABLE calendars ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]';
