DROP INDEX tasks_of_organization;

DROP INDEX energy_of_organization;

DROP INDEX learnings_of_organization;
