ALTER TABLE plan_undos DROP COLUMN moved;
