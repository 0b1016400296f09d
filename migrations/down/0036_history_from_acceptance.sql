ALTER TABLE plan_shares DROP COLUMN first_version;
