DROP TABLE feedback;
DROP TABLE meetings;
DROP TABLE people;
