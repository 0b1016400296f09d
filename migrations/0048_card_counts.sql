-- Cards of each plan that reviews take, so that a page counts due ones without reading cards: days has the cards by the
-- date on which they are due. plan_id is empty for cards without a plan. Triggers follow in 0049.
CREATE TABLE card_counts (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  plan_id TEXT NOT NULL,
  new_cards INTEGER NOT NULL,
  days TEXT NOT NULL CHECK (json_valid(days)),
  PRIMARY KEY (user_id, plan_id)
) STRICT, WITHOUT ROWID;

-- Reviews of each local date. introduced counts cards reviewed for the first time, forgotten the others rated again.
CREATE TABLE review_days (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  again INTEGER NOT NULL,
  hard INTEGER NOT NULL,
  good INTEGER NOT NULL,
  easy INTEGER NOT NULL,
  introduced INTEGER NOT NULL,
  forgotten INTEGER NOT NULL,
  PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;

INSERT INTO card_counts (user_id, plan_id, new_cards, days)
SELECT user_id, plan, sum(iif(is_new = 1, cards, 0)), json_group_object(next_review, cards) FILTER (WHERE is_new = 0)
FROM (
  SELECT user_id, coalesce(plan_id, '') AS plan, is_new, iif(is_new = 1, '', next_review) AS next_review, count(*) AS cards
  FROM cards
  WHERE suspended = 0 AND deleted_at IS NULL
  GROUP BY 1, 2, 3, 4)
GROUP BY user_id, plan;

INSERT INTO review_days (user_id, date, again, hard, good, easy, introduced, forgotten)
SELECT user_id, date, sum(rating = 1), sum(rating = 2), sum(rating = 3), sum(rating = 4), sum(is_first),
  sum(rating = 1 AND is_first = 0)
FROM card_reviews
GROUP BY user_id, date;

DROP INDEX card_reviews_first;
