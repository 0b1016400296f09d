ALTER TABLE sessions DROP COLUMN currency;
ALTER TABLE sessions DROP COLUMN hourly_rate;
ALTER TABLE sessions DROP COLUMN billable;
DROP TABLE former_clients;
DROP TABLE rates;
