ALTER TABLE card_counts DROP COLUMN months;

DELETE FROM card_counts;

INSERT INTO card_counts (user_id, plan_id, new_cards, days)
SELECT user_id, plan, sum(iif(is_new = 1, cards, 0)), json_group_object(next_review, cards) FILTER (WHERE is_new = 0)
FROM (
  SELECT user_id, coalesce(plan_id, '') AS plan, is_new, iif(is_new = 1, '', next_review) AS next_review, count(*) AS cards
  FROM cards
  WHERE suspended = 0 AND deleted_at IS NULL
  GROUP BY 1, 2, 3, 4)
GROUP BY user_id, plan;

CREATE TRIGGER cards_insert_count AFTER INSERT ON cards WHEN NEW.suspended = 0 AND NEW.deleted_at IS NULL BEGIN INSERT INTO card_counts (user_id, plan_id, new_cards, days) VALUES (NEW.user_id, coalesce(NEW.plan_id, ''), NEW.is_new, iif(NEW.is_new = 1, '{}', json_object(NEW.next_review, 1))) ON CONFLICT (user_id, plan_id) DO UPDATE SET new_cards = new_cards + NEW.is_new, days = iif(NEW.is_new = 1, days, json_set(days, '$."' || NEW.next_review || '"', coalesce(days ->> NEW.next_review, 0) + 1)); END;

CREATE TRIGGER cards_update_count_out BEFORE UPDATE OF plan_id, next_review, is_new, suspended, deleted_at ON cards WHEN OLD.suspended = 0 AND OLD.deleted_at IS NULL AND (OLD.plan_id IS NOT NEW.plan_id OR OLD.next_review IS NOT NEW.next_review OR OLD.is_new IS NOT NEW.is_new OR OLD.suspended IS NOT NEW.suspended OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN UPDATE card_counts SET new_cards = new_cards - OLD.is_new, days = iif(OLD.is_new = 1, days, iif((days ->> OLD.next_review) > 1, json_set(days, '$."' || OLD.next_review || '"', (days ->> OLD.next_review) - 1), json_remove(days, '$."' || OLD.next_review || '"'))) WHERE user_id = OLD.user_id AND plan_id = coalesce(OLD.plan_id, ''); END;

CREATE TRIGGER cards_update_count_in AFTER UPDATE OF plan_id, next_review, is_new, suspended, deleted_at ON cards WHEN NEW.suspended = 0 AND NEW.deleted_at IS NULL AND (OLD.plan_id IS NOT NEW.plan_id OR OLD.next_review IS NOT NEW.next_review OR OLD.is_new IS NOT NEW.is_new OR OLD.suspended IS NOT NEW.suspended OR OLD.deleted_at IS NOT NEW.deleted_at) BEGIN INSERT INTO card_counts (user_id, plan_id, new_cards, days) VALUES (NEW.user_id, coalesce(NEW.plan_id, ''), NEW.is_new, iif(NEW.is_new = 1, '{}', json_object(NEW.next_review, 1))) ON CONFLICT (user_id, plan_id) DO UPDATE SET new_cards = new_cards + NEW.is_new, days = iif(NEW.is_new = 1, days, json_set(days, '$."' || NEW.next_review || '"', coalesce(days ->> NEW.next_review, 0) + 1)); END;

CREATE TRIGGER cards_delete_count AFTER DELETE ON cards WHEN OLD.suspended = 0 AND OLD.deleted_at IS NULL BEGIN UPDATE card_counts SET new_cards = new_cards - OLD.is_new, days = iif(OLD.is_new = 1, days, iif((days ->> OLD.next_review) > 1, json_set(days, '$."' || OLD.next_review || '"', (days ->> OLD.next_review) - 1), json_remove(days, '$."' || OLD.next_review || '"'))) WHERE user_id = OLD.user_id AND plan_id = coalesce(OLD.plan_id, ''); END;
