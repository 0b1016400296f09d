ALTER TABLE plan_versions DROP COLUMN unshared_at;
