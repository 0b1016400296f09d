ALTER TABLE goals DROP COLUMN reminder_minute;
