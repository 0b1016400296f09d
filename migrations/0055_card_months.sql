-- Counts of cards by month and day, and of all plans together under the plan *: a page reads one row and no due date. months
-- has the cards by the month in which they are due, days by the days of each month. Triggers follow in 0056.
DROP TRIGGER cards_insert_count;

DROP TRIGGER cards_update_count_out;

DROP TRIGGER cards_update_count_in;

DROP TRIGGER cards_delete_count;

DELETE FROM card_counts;

ALTER TABLE card_counts ADD COLUMN months TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(months));

INSERT INTO card_counts (user_id, plan_id, new_cards, months, days)
SELECT user_id, plan, sum(iif(month = '', cards, 0)), json_group_object(month, cards) FILTER (WHERE month <> ''),
  json_group_object(month, json(days)) FILTER (WHERE month <> '')
FROM (
  SELECT user_id, plan, month, sum(cards) AS cards, json_group_object(day, cards) AS days
  FROM (
    SELECT cards.user_id, plan.value AS plan, iif(is_new = 1, '', substr(next_review, 1, 7)) AS month,
      iif(is_new = 1, '', substr(next_review, 9)) AS day, count(*) AS cards
    FROM cards CROSS JOIN json_each(json_array('*', coalesce(plan_id, ''))) AS plan
    WHERE suspended = 0 AND deleted_at IS NULL
    GROUP BY 1, 2, 3, 4)
  GROUP BY user_id, plan, month)
GROUP BY user_id, plan;
