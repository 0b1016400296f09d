-- Cards that were forgotten eight times.
CREATE INDEX cards_leeches ON cards (user_id, id) WHERE (fsrs ->> 'lapses') >= 8 AND deleted_at IS NULL;
