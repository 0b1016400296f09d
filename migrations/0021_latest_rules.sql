-- The apps that a person decided about last come before the rest of the catalogue.
CREATE INDEX user_apps_by_change ON user_apps (user_id, seq, package_name);
