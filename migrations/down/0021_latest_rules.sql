DROP INDEX user_apps_by_change;
