DROP TABLE card_reviews;

DROP TABLE cards;
