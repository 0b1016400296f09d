-- Each person has a row of a shared plan. That of the owner has shared_at, the moment since which it is shared. A copy has
-- shared_at, too, and names the original by owner_id and owner_plan_id, and its share: no references, as a copy stays when
-- the original goes. It is in use while both have the same shared_at. permission is that of a copy.
ALTER TABLE plans ADD COLUMN owner_id TEXT;

ALTER TABLE plans ADD COLUMN owner_plan_id TEXT;

ALTER TABLE plans ADD COLUMN share_id TEXT;

ALTER TABLE plans ADD COLUMN permission TEXT CHECK (permission IN ('read', 'edit'));

ALTER TABLE plans ADD COLUMN shared_at INTEGER;

-- 1 where the person lets the others see which chunks they have done.
ALTER TABLE plans ADD COLUMN shows_progress INTEGER NOT NULL DEFAULT 0 CHECK (shows_progress IN (0, 1));

CREATE INDEX plans_copies ON plans (owner_id, owner_plan_id) WHERE owner_id IS NOT NULL;

-- Addresses with which a person shares a plan. member_id is who accepted.
CREATE TABLE plan_shares (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  email TEXT NOT NULL,
  permission TEXT NOT NULL CHECK (permission IN ('read', 'edit')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined')),
  member_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, plan_id, email),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_shares_invited ON plan_shares (email) WHERE state = 'invited';

CREATE INDEX plan_shares_by_member ON plan_shares (member_id) WHERE member_id IS NOT NULL;

-- Texts of shared plans without progress and tags, the last hundred of a plan.
CREATE TABLE plan_versions (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  author_id TEXT REFERENCES users (id) ON DELETE SET NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, plan_id, version),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_versions_by_author ON plan_versions (author_id) WHERE author_id IS NOT NULL;

-- Public addresses of plans, of which only a hash of the secret is kept.
CREATE TABLE plan_links (
  user_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, plan_id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The version of the plan that content is.
ALTER TABLE plan_undos ADD COLUMN content_seq INTEGER;
