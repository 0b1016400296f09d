-- A restore fills an account of its own, a shadow. shadow_of is the account whose data it can become, shadow_until (epoch ms)
-- is when it is deleted, NULL while a restore fills it.
ALTER TABLE users ADD COLUMN shadow_of TEXT;

ALTER TABLE users ADD COLUMN shadow_until INTEGER;

CREATE INDEX users_shadows ON users (shadow_of) WHERE shadow_of IS NOT NULL;

-- The job that restores the data of a person: nothing else writes until it is finished. It is kept in a shadow that was filled.
ALTER TABLE change_heads ADD COLUMN restore_id TEXT;
