-- Flashcards. Both schedulers keep their state of each card, so that switching a plan loses nothing: next_review is the
-- date of the scheduler in use. is_new is 1 until the first review. reviews keep the card before and after, as JSON.
CREATE TABLE cards (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  plan_id TEXT,
  chunk_id TEXT,
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  tags TEXT NOT NULL DEFAULT '[]',
  source TEXT NOT NULL DEFAULT '',
  scheduler TEXT NOT NULL DEFAULT 'sm2' CHECK (scheduler IN ('sm2', 'fsrs')),
  ease_factor REAL NOT NULL DEFAULT 2.5,
  interval_days INTEGER NOT NULL DEFAULT 1,
  repetitions INTEGER NOT NULL DEFAULT 0,
  fsrs TEXT,
  sm2_next TEXT NOT NULL,
  fsrs_next TEXT NOT NULL,
  next_review TEXT NOT NULL,
  last_reviewed_at INTEGER,
  is_new INTEGER NOT NULL DEFAULT 1 CHECK (is_new IN (0, 1)),
  suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
  seq INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, plan_id) REFERENCES plans (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_due ON cards (user_id, next_review, last_reviewed_at) WHERE is_new = 0 AND suspended = 0 AND deleted_at IS NULL;

CREATE INDEX cards_due_of_plan ON cards (user_id, plan_id, next_review, last_reviewed_at) WHERE is_new = 0 AND suspended = 0 AND deleted_at IS NULL;

CREATE INDEX cards_new ON cards (user_id, plan_id) WHERE is_new = 1 AND suspended = 0 AND deleted_at IS NULL;

CREATE INDEX cards_deleted ON cards (user_id, deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE card_reviews (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
  reviewed_at INTEGER NOT NULL,
  date TEXT NOT NULL,
  duration_ms INTEGER,
  is_first INTEGER NOT NULL CHECK (is_first IN (0, 1)),
  before TEXT NOT NULL CHECK (json_valid(before)),
  after TEXT NOT NULL CHECK (json_valid(after)),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, card_id) REFERENCES cards (user_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_reviews_of_card ON card_reviews (user_id, card_id, reviewed_at);

CREATE INDEX card_reviews_first ON card_reviews (user_id, date) WHERE is_first = 1;
