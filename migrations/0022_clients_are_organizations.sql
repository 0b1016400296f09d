-- A client is an organization of the type client (decision 0090). Each client becomes the organization of its projects,
-- found by its name or made. Where a project had another organization, the client takes its place, and the notes of the
-- client name the former one. A project without a client that now has the name of another in its organization is numbered.
DROP TRIGGER projects_insert_search;

DROP TRIGGER projects_update_search;

DROP INDEX projects_by_name;

UPDATE change_heads
SET seq = seq + 1, stats_seq = seq + 1, whitelist_seq = seq + 1
WHERE user_id IN (SELECT user_id FROM projects WHERE client <> '');

INSERT INTO organizations (user_id, id, name, name_key, type, seq, created_at, updated_at)
SELECT clients.user_id,
  substr(printf('%012x', unixepoch() * 1000), 1, 8) || '-' || substr(printf('%012x', unixepoch() * 1000), 9) || '-7' ||
    substr(lower(hex(randomblob(2))), 2) || '-' || substr('89ab', 1 + abs(random() % 4), 1) ||
    substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))),
  clients.name, clients.client_key, 'client', change_heads.seq, unixepoch() * 1000, unixepoch() * 1000
FROM (
  SELECT user_id, substr(name_key, instr(name_key, char(31)) + 1) AS client_key,
    coalesce(min(iif(deleted_at IS NULL, client, NULL)), min(client)) AS name
  FROM projects
  WHERE client <> ''
  GROUP BY user_id, client_key) AS clients
  JOIN change_heads ON change_heads.user_id = clients.user_id
WHERE NOT EXISTS (
  SELECT 1 FROM organizations
  WHERE organizations.user_id = clients.user_id AND organizations.name_key = clients.client_key
    AND organizations.deleted_at IS NULL);

-- The limit of notes is 10,000 characters.
UPDATE organizations
SET notes = substr(notes || iif(notes = '', '', char(10, 10)) || 'Former organizations of its projects: ' || former, 1, 10000),
  seq = (SELECT seq FROM change_heads WHERE change_heads.user_id = organizations.user_id)
FROM (
  SELECT projects.user_id, substr(projects.name_key, instr(projects.name_key, char(31)) + 1) AS client_key,
    group_concat(projects.name || ' (' || own.name || ')', ', ') AS former
  FROM projects
    JOIN organizations AS own
      ON own.user_id = projects.user_id AND own.id = projects.organization_id AND own.deleted_at IS NULL
  WHERE projects.client <> '' AND own.name_key <> substr(projects.name_key, instr(projects.name_key, char(31)) + 1)
  GROUP BY projects.user_id, client_key) AS moved
WHERE organizations.user_id = moved.user_id AND organizations.name_key = moved.client_key
  AND organizations.deleted_at IS NULL;

UPDATE projects
SET organization_id = (
    SELECT id FROM organizations
    WHERE organizations.user_id = projects.user_id AND organizations.deleted_at IS NULL
      AND organizations.name_key = substr(projects.name_key, instr(projects.name_key, char(31)) + 1)),
  seq = (SELECT seq FROM change_heads WHERE change_heads.user_id = projects.user_id)
WHERE client <> '';

UPDATE projects SET name_key = substr(name_key || char(31), 1, instr(name_key || char(31), char(31)) - 1);

UPDATE projects
SET (name, name_key) = (
    WITH RECURSIVE numbers (number) AS (
      SELECT 2
      UNION ALL
      SELECT number + 1 FROM numbers
      WHERE EXISTS (
        SELECT 1 FROM projects AS other
        WHERE other.user_id = projects.user_id AND other.name_key = projects.name_key || ' (' || number || ')'))
    SELECT projects.name || ' (' || max(number) || ')', projects.name_key || ' (' || max(number) || ')' FROM numbers),
  seq = (SELECT seq FROM change_heads WHERE change_heads.user_id = projects.user_id)
WHERE client = '' AND deleted_at IS NULL AND EXISTS (
  SELECT 1 FROM projects AS other
  WHERE other.user_id = projects.user_id AND other.name_key = projects.name_key AND other.client <> ''
    AND other.organization_id = projects.organization_id AND other.deleted_at IS NULL);

-- Undo of an earlier change gives a project the organization that its client became.
UPDATE change_parts
SET rows = (
  SELECT json_group_array(json(iif(image.value ->> '$.was.name_key' IS NULL OR image.value ->> '$.is.name_key' IS NULL,
    image.value,
    json_set(image.value,
      '$.was.name_key', substr(image.value ->> '$.was.name_key', 1,
        instr(image.value ->> '$.was.name_key' || char(31), char(31)) - 1),
      '$.is.name_key', substr(image.value ->> '$.is.name_key', 1,
        instr(image.value ->> '$.is.name_key' || char(31), char(31)) - 1),
      '$.was.organization_id', iif(image.value ->> '$.was.client' = '', image.value ->> '$.was.organization_id',
        coalesce(was.id, now.id, image.value ->> '$.was.organization_id')),
      '$.is.organization_id', coalesce(now.id, image.value ->> '$.is.organization_id')))))
  FROM json_each(change_parts.rows) AS image
    LEFT JOIN organizations AS was ON was.user_id = change_parts.user_id AND was.deleted_at IS NULL
      AND was.name_key = substr(image.value ->> '$.was.name_key', instr(image.value ->> '$.was.name_key', char(31)) + 1)
    LEFT JOIN organizations AS now ON now.user_id = change_parts.user_id AND now.deleted_at IS NULL
      AND now.name_key = substr(image.value ->> '$.is.name_key', instr(image.value ->> '$.is.name_key', char(31)) + 1))
WHERE kind = 'project';

INSERT INTO search_documents (user_id, kind, id, title, notes, tags)
SELECT user_id, 'project', id, name, '', '' FROM projects WHERE client <> '' AND deleted_at IS NULL;

ALTER TABLE projects DROP COLUMN client;

-- name_key is the name in lowercase Unicode NFC, which SQLite cannot compute (decision 0005).
CREATE UNIQUE INDEX projects_by_name ON projects (user_id, name_key, coalesce(organization_id, '')) WHERE deleted_at IS NULL;
