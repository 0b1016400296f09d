-- When a habit reminds on days that are not met: minutes after midnight, null for no reminder.
ALTER TABLE goals ADD COLUMN reminder_minute INTEGER;
