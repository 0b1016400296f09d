CREATE TRIGGER plans_insert_search AFTER INSERT ON plans WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'plan', NEW.id, NEW.title, NEW.outline, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER plans_update_search AFTER UPDATE OF title, outline, tags, deleted_at ON plans WHEN OLD.title IS NOT NEW.title OR OLD.outline IS NOT NEW.outline OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'plan', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.outline, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER plans_switch_scheduler AFTER UPDATE OF scheduler ON plans WHEN OLD.scheduler <> NEW.scheduler BEGIN UPDATE cards SET scheduler = NEW.scheduler, next_review = iif(NEW.scheduler = 'fsrs', fsrs_next, sm2_next), seq = NEW.seq WHERE user_id = NEW.user_id AND plan_id = NEW.id; END;

-- A plan that arrives takes the cards that name it already.
CREATE TRIGGER plans_take_waiting_cards AFTER INSERT ON plans WHEN EXISTS (SELECT 1 FROM sync_waiting WHERE user_id = NEW.user_id AND plan_id = NEW.id) BEGIN UPDATE cards SET plan_id = NEW.id, chunk_id = waiting.chunk_id, scheduler = NEW.scheduler, next_review = iif(NEW.scheduler = 'fsrs', fsrs_next, sm2_next), seq = NEW.seq FROM (SELECT card_id, chunk_id FROM sync_waiting WHERE user_id = NEW.user_id AND plan_id = NEW.id) AS waiting WHERE cards.user_id = NEW.user_id AND cards.id = waiting.card_id AND cards.plan_id IS NULL; END;

CREATE TRIGGER cards_insert_search AFTER INSERT ON cards WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'card', NEW.id, NEW.question, NEW.answer, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER cards_update_search AFTER UPDATE OF question, answer, tags, deleted_at ON cards WHEN OLD.question IS NOT NEW.question OR OLD.answer IS NOT NEW.answer OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'card', NEW.id, iif(NEW.deleted_at IS NULL, NEW.question, NULL), NEW.answer, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER cards_stop_waiting AFTER UPDATE OF plan_id ON cards WHEN OLD.plan_id IS NULL AND NEW.plan_id IS NOT NULL BEGIN DELETE FROM sync_waiting WHERE user_id = NEW.user_id AND card_id = NEW.id; END;

CREATE TRIGGER learnings_insert_search AFTER INSERT ON learnings WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'learning', NEW.id, NEW.title, NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER learnings_update_search AFTER UPDATE OF title, content, tags, deleted_at ON learnings WHEN OLD.title IS NOT NEW.title OR OLD.content IS NOT NEW.content OR OLD.tags IS NOT NEW.tags OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'learning', NEW.id, iif(NEW.deleted_at IS NULL, NEW.title, NULL), NEW.content, coalesce((SELECT group_concat(value, ' ') FROM json_each(NEW.tags)), '')); END;

CREATE TRIGGER skills_insert_search AFTER INSERT ON skills WHEN NEW.deleted_at IS NULL BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'skill', NEW.id, NEW.name, NEW.notes, ''); END;

CREATE TRIGGER skills_update_search AFTER UPDATE OF name, notes, deleted_at ON skills WHEN OLD.name IS NOT NEW.name OR OLD.notes IS NOT NEW.notes OR OLD.deleted_at IS NOT NEW.deleted_at BEGIN INSERT INTO search_documents (user_id, kind, id, title, notes, tags) VALUES (NEW.user_id, 'skill', NEW.id, iif(NEW.deleted_at IS NULL, NEW.name, NULL), NEW.notes, ''); END;
