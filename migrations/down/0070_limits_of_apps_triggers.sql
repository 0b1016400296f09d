DROP TRIGGER session_days_insert_earned;

DROP TRIGGER session_days_delete_earned;

DROP TRIGGER projects_update_earned;

DROP TRIGGER organizations_update_earned;

DROP TRIGGER user_apps_insert_limits;

DROP TRIGGER user_apps_update_limits;

DROP TRIGGER user_apps_delete_limits;

DROP TRIGGER app_limits_insert_limits;

DROP TRIGGER app_limits_update_limits;

DROP TRIGGER app_limits_delete_limits;

DROP TRIGGER limit_extensions_insert_limits;

DROP TRIGGER limit_extensions_delete_limits;

DROP TRIGGER change_heads_update_limits;
