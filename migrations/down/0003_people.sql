DROP TABLE feedback;
DROP TABLE meeting_people;
DROP TABLE meetings;
DROP TABLE people;
