ALTER TABLE plan_undos DROP COLUMN content_seq;

DROP TABLE plan_links;

DROP TABLE plan_versions;

DROP TABLE plan_shares;

DROP INDEX plans_copies;

ALTER TABLE plans DROP COLUMN shows_progress;

ALTER TABLE plans DROP COLUMN shared_at;

ALTER TABLE plans DROP COLUMN permission;

ALTER TABLE plans DROP COLUMN share_id;

ALTER TABLE plans DROP COLUMN owner_plan_id;

ALTER TABLE plans DROP COLUMN owner_id;
