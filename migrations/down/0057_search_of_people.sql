DROP INDEX users_by_domain;
DROP INDEX users_by_login;
DROP INDEX users_by_second_name;
DROP INDEX users_by_name;
ALTER TABLE users DROP COLUMN name_key;
