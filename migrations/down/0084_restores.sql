DELETE FROM users WHERE shadow_of IS NOT NULL;
ALTER TABLE change_heads DROP COLUMN restore_id;
DROP INDEX users_shadows;
ALTER TABLE users DROP COLUMN shadow_until;
ALTER TABLE users DROP COLUMN shadow_of;
