DROP TRIGGER energy_checkins_insert_search;

DROP TRIGGER energy_checkins_update_search_out;

DROP TRIGGER energy_checkins_update_search_in;

DROP TRIGGER energy_checkins_delete_search;

DROP TRIGGER energy_checkins_insert_sums;

DROP TRIGGER energy_checkins_update_sums_out;

DROP TRIGGER energy_checkins_update_sums_in;

DROP TRIGGER energy_checkins_delete_sums;
