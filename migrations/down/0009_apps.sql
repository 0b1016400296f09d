DROP TABLE user_apps;
DROP TABLE used_apps;
DROP TABLE usage_clients;
DROP TABLE yearly_usage;
DROP TABLE daily_usage;
DROP TABLE app_usage;
DROP TABLE app_catalogue;
DROP TABLE apps;
