DROP TABLE card_counts;

DROP TABLE review_days;

CREATE INDEX card_reviews_first ON card_reviews (user_id, date) WHERE is_first = 1;
