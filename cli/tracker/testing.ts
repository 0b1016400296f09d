import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newFolder } from '../testing-folders'

/** The tables of a learning tracker, as it publishes them. */
const tables = `
  CREATE TABLE plans (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
    total_hours REAL, status TEXT NOT NULL CHECK (status IN ('not-started', 'in-progress', 'completed', 'archived')),
    tags TEXT, file_path TEXT NOT NULL UNIQUE
  );
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, plan_id TEXT NOT NULL, chunk_id TEXT, start_time DATETIME NOT NULL, end_time DATETIME,
    duration_minutes INTEGER, notes TEXT, artifacts TEXT, cards_created INTEGER DEFAULT 0,
    created_at DATETIME DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
  );
  CREATE TABLE cards (
    id TEXT PRIMARY KEY, plan_id TEXT NOT NULL, chunk_id TEXT, question TEXT NOT NULL, answer TEXT NOT NULL, tags TEXT,
    created_at DATETIME NOT NULL, ease_factor REAL DEFAULT 2.5, interval_days INTEGER DEFAULT 1,
    repetitions INTEGER DEFAULT 0, next_review DATE NOT NULL, last_review DATE,
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
  );
  CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, applied_at DATETIME DEFAULT CURRENT_TIMESTAMP);`

type Value = string | number | null

/** A tracker's home in a temporary folder: files by their path, and rows of sessions.db. */
export const trackerHome = (
  files: Record<string, string> = {},
  rows: { plans?: Record<string, Value>[]; sessions?: Record<string, Value>[]; cards?: Record<string, Value>[] } = {},
) => {
  const home = newFolder('tracker-home')
  for (const folder of ['plans', 'cards']) mkdirSync(join(home, folder))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(home, path), text)
  const db = new DatabaseSync(join(home, 'sessions.db'))
  db.exec(`PRAGMA foreign_keys = OFF; ${tables}; BEGIN`)
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) {
      const names = Object.keys(row)
      const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
      db.prepare(sql).run(...Object.values(row))
    }
  }
  db.exec('COMMIT')
  db.close()
  return home
}

const chunkCount = 8
const first = Date.parse('2025-01-06T08:00:00Z')
const hourMs = 3_600_000
const instant = (at: number) => new Date(at).toISOString().replace('.000', '')

const planText = (id: string, number: number) =>
  [
    `---\nid: ${id}\ntitle: Plan ${number}\ncreated: 2025-01-01T08:00:00Z\nupdated: 2025-06-01T08:00:00Z\nstatus: in-progress\ntags: [generated]\n---\n`,
    ...Array.from({ length: chunkCount }, (_, chunk) =>
      [
        `## Chunk ${chunk + 1}: Part ${chunk + 1} of plan ${number} {#c${chunk + 1}}\n`,
        `**Duration**: 90 minutes\n**Status**: ${chunk < 3 ? 'completed' : 'not-started'}\n`,
        `**Objectives**:\n- Read it\n- Try it\n\n---\n`,
      ].join('\n'),
    ),
  ].join('\n')

const cardsText = (count: number) =>
  Array.from(
    { length: count },
    (_, card) =>
      `## Card ${card + 1} {#card-${card + 1}}\n\n**Q**: Question ${card + 1} about it?\n**A**: Answer ${card + 1}\n**Created**: 2025-02-01\n**Source**: Chunk ${(card % chunkCount) + 1}\n**Repetitions**: 2\n**Interval**: 6\n**Next Review**: 2025-03-01\n`,
  ).join('\n---\n\n')

type Size = { plans: number; sessions: number; cards: number }

/** A generated home; cards are spread over the plans, half of them in the database, too. */
export const generatedHome = ({ plans, sessions, cards }: Size) => {
  const ids = Array.from({ length: plans }, (_, number) => `plan-${number + 1}`)
  const each = Math.ceil(cards / plans)
  const files = Object.fromEntries(
    ids.flatMap((id, number) => [
      [`plans/${id}.md`, planText(id, number + 1)],
      [`cards/${id}.cards.md`, cardsText(Math.min(each, cards - number * each))],
    ]),
  )
  return trackerHome(files, {
    plans: ids.map((id, number) => ({
      ...{ id, title: `Plan ${number + 1}`, created_at: instant(first), updated_at: instant(first) },
      ...{ status: 'in-progress', tags: '["generated"]', file_path: `plans/${id}.md` },
    })),
    sessions: Array.from({ length: sessions }, (_, number) => {
      const start = first + Math.floor((number * hourMs) / 2)
      return {
        ...{
          id: `session-${number + 1}`,
          plan_id: ids[number % plans] ?? '',
          chunk_id: `c${(number % chunkCount) + 1}`,
        },
        ...{ start_time: instant(start), end_time: instant(start + 25 * 60_000), duration_minutes: 25 },
        ...{ notes: `Note ${number + 1}`, created_at: instant(start) },
      }
    }),
    cards: ids.flatMap((id, number) =>
      Array.from({ length: Math.floor(Math.min(each, cards - number * each) / 2) }, (_, card) => ({
        ...{
          id: `${id}.card-${card + 1}`,
          plan_id: id,
          question: `Question ${card + 1} about it?`,
          answer: 'Old answer',
        },
        ...{ created_at: instant(first), repetitions: 3, interval_days: 15, ease_factor: 2.6 },
        ...{ next_review: '2025-04-01', last_review: '2025-03-17' },
      })),
    ),
  })
}
