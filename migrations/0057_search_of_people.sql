-- name_key is the name in small letters without accents, as an admin searches people by the beginnings of their names. It is
-- written anew on the first request of a day, so that names from before are found without accents, too.
ALTER TABLE users ADD COLUMN name_key TEXT NOT NULL DEFAULT '';

UPDATE users SET name_key = lower(username);

CREATE INDEX users_by_name ON users (name_key);

CREATE INDEX users_by_second_name ON users (substr(name_key, instr(name_key, ' ') + 1));

CREATE INDEX users_by_login ON users (lower(github_username));

CREATE INDEX users_by_domain ON users (lower(substr(email, instr(email, '@') + 1)));
