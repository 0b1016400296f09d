DROP INDEX cards_of_plan;

DROP TABLE card_files;
