-- What the last reading of a subscribed calendar left out, could not read or had doubts about, as JSON.
ALTER TABLE calendars ADD COLUMN left_out TEXT NOT NULL DEFAULT '[]';
