DROP INDEX feedback_by_organization;

DROP INDEX learnings_by_organization;

DROP INDEX learnings_by_project;

DROP INDEX meetings_by_organization;

DROP INDEX meetings_by_project;

DROP INDEX tasks_by_organization;

DROP INDEX tasks_by_project;

DROP INDEX plans_by_project;

DROP INDEX sessions_by_project;
