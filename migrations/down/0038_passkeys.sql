ALTER TABLE web_sessions DROP COLUMN has_passkey;
DROP TABLE passkey_challenges;
DROP TABLE passkeys;
