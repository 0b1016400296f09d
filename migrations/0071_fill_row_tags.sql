-- Fills in what the triggers would have written for rows that already exist. Those of row_tags count.
INSERT INTO row_tags (user_id, tag, kind, date, id)
SELECT DISTINCT plans.user_id, tag.value, 'plan', '', plans.id
FROM plans, json_each(plans.tags) AS tag
WHERE plans.deleted_at IS NULL AND length(tag.value) <= 200;

INSERT INTO row_tags (user_id, tag, kind, date, id)
SELECT DISTINCT cards.user_id, tag.value, 'card', '', cards.id
FROM cards, json_each(cards.tags) AS tag
WHERE cards.deleted_at IS NULL AND length(tag.value) <= 200;

INSERT INTO row_tags (user_id, tag, kind, date, id)
SELECT DISTINCT learnings.user_id, tag.value, 'learning', learnings.date, learnings.id
FROM learnings, json_each(learnings.tags) AS tag
WHERE learnings.deleted_at IS NULL AND length(tag.value) <= 200;
