DROP TABLE outbox;
DROP TABLE web_sessions;
DROP TABLE sign_in_tokens;
DROP TABLE change_heads;
DROP TABLE users;
