CREATE TRIGGER web_sessions_delete_push AFTER DELETE ON web_sessions WHEN OLD.expires_at > unixepoch('subsec') * 1000 BEGIN DELETE FROM push_subscriptions WHERE session_hash = OLD.id_hash; END;
