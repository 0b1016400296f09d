DROP TRIGGER daily_usage_insert_used;
DROP TRIGGER daily_usage_empty;
DROP TRIGGER app_usage_delete_daily;
DROP TRIGGER app_usage_insert_daily;
