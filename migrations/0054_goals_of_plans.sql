-- The plan whose chunks measure a goal, where its progress comes from one. A deleted plan keeps measuring it as it was.
ALTER TABLE goals ADD COLUMN plan_id TEXT;
