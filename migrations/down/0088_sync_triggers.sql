DROP TRIGGER cards_stop_waiting;

DROP TRIGGER plans_take_waiting_cards;

DROP TRIGGER sessions_end_tombstone;

DROP TRIGGER sessions_leave_tombstone;
