DROP INDEX meetings_repeating;

DROP INDEX meetings_repeats;

ALTER TABLE meetings DROP COLUMN repeats;

ALTER TABLE meetings DROP COLUMN repeat_from;

ALTER TABLE meetings DROP COLUMN repeat;
