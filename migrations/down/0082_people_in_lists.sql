DROP INDEX meeting_people_by_id;

DROP INDEX people_of_organization;
