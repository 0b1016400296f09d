DELETE FROM search_documents WHERE kind = 'meeting';

UPDATE learnings SET meeting_id = NULL WHERE meeting_id IS NOT NULL;

DROP INDEX learnings_by_meeting;

DROP TABLE meeting_people;

DROP TABLE meetings;
