-- People of an organization by name, and the meetings of a person by id as the API lists them.
CREATE INDEX people_of_organization ON people (user_id, organization_id, name COLLATE NOCASE) WHERE organization_id IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX meeting_people_by_id ON meeting_people (user_id, person_id, meeting_id);
