-- One of a series that was added to follow another: the id of the first that repeated, and its own date when it was added,
-- joined by a hyphen. A calendar that read of it before it was there knows it by them. Earlier ones have none.
ALTER TABLE meetings ADD COLUMN occurrence TEXT;

ALTER TABLE tasks ADD COLUMN occurrence TEXT;
