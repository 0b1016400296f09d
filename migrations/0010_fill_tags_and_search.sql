-- Fills in what the triggers would have written for rows that already exist.
INSERT INTO session_tags (user_id, tag, session_id)
SELECT DISTINCT sessions.user_id, tag.value, sessions.id
FROM sessions, json_each(sessions.tags) AS tag
WHERE sessions.deleted_at IS NULL;

INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner)
SELECT user_id, 'goal', id, title, description, '', replace(user_id || ' ' || user_id || 'goal', '-', '')
FROM goals
WHERE deleted_at IS NULL;

INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner)
SELECT user_id, 'milestone', id, description, '', '', replace(user_id || ' ' || user_id || 'milestone', '-', '')
FROM goal_milestones
WHERE deleted_at IS NULL;

INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner)
SELECT user_id, 'project', id, name, client, '', replace(user_id || ' ' || user_id || 'project', '-', '')
FROM projects
WHERE deleted_at IS NULL;

INSERT INTO search_documents (user_id, kind, id, title, notes, tags, owner)
SELECT user_id, 'session', id, title, notes, coalesce((SELECT group_concat(value, ' ') FROM json_each(tags)), ''),
  replace(user_id || ' ' || user_id || 'session', '-', '')
FROM sessions
WHERE deleted_at IS NULL AND (title <> '' OR notes <> '' OR tags <> '[]');
