-- Sessions and cards that a merge of two chunks moved, as JSON, so that its Undo moves them back.
ALTER TABLE plan_undos ADD COLUMN moved TEXT CHECK (moved IS NULL OR json_valid(moved));
