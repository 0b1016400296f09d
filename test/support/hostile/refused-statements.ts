import { env } from 'cloudflare:workers'

/** Statements that the database refuses, each as a mistake in one of ours would make it. */
export const mistakes = [
  "SELECT json('{')",
  "SELECT json('stale')",
  "SELECT json_extract('{', '$.a')",
  "SELECT json_extract('{}', 'stale')",
  "SELECT json_extract('{}', 'guard')",
  "SELECT json_set('{}', 'a', 1)",
  "SELECT value FROM json_each('[')",
  "SELECT value FROM json_tree('{}', 'x')",
  "SELECT json_array_length('x')",
  "SELECT json_patch('{', '{}')",
  "INSERT INTO tasks (user_id, id, title, project_id, seq, created_at, updated_at) SELECT id, 'x', 'A', 'gone', 1, 1, 1 FROM users LIMIT 1",
  "INSERT INTO goals (user_id, id, title, parent_id, seq, created_at, updated_at) SELECT id, 'x', 'A', 'gone', 1, 1, 1 FROM users LIMIT 1",
  "INSERT INTO change_heads (user_id) VALUES ('nobody')",
  "INSERT INTO goals (user_id, id) SELECT id, 'x' FROM users LIMIT 1",
  'UPDATE change_heads SET seq = NULL',
  "UPDATE users SET role = 'king'",
  "UPDATE users SET id = 'same'",
  'INSERT INTO users SELECT * FROM users LIMIT 1',
  'INSERT INTO change_heads (user_id) SELECT id FROM users LIMIT 1',
  'SELECT nothing FROM users',
  'SELECT 1 FROM nowhere',
  'SELECT 1 FORM users',
  'SELECT unknown_function(1)',
  'SELECT abs(1, 2)',
  'SELECT 1 UNION SELECT 1, 2',
  "SELECT 1 FROM users WHERE email MATCH 'a'",
  'SELECT count(*) FROM (SELECT 1, 2 UNION SELECT 1)',
  'SELECT abs(-9223372036854775808)',
  'INSERT INTO users (id) VALUES (1, 2)',
  'UPDATE users SET nothing = 1',
]

type Wrapped = D1PreparedStatement & { real: D1PreparedStatement; isWrite: boolean }

/** A database in which each batch that writes also holds the mistake. */
export const withMistake = (mistake: string) => {
  let sent = 0
  const wrong = () => {
    sent += 1
    return env.DB.prepare(mistake)
  }
  const wrap = (real: D1PreparedStatement, isWrite: boolean): Wrapped => {
    const run = async () => (isWrite ? (await env.DB.batch([real, wrong()]))[0] : real.all())
    return {
      real,
      isWrite,
      bind: (...values: unknown[]) => wrap(real.bind(...values), isWrite),
      all: run,
      run,
    } as unknown as Wrapped
  }
  const db = {
    prepare: (query: string) => wrap(env.DB.prepare(query), /\b(INSERT|UPDATE|DELETE)\b/.test(query)),
    batch: (statements: Wrapped[]) =>
      env.DB.batch([
        ...statements.map(({ real }) => real),
        ...(statements.some(({ isWrite }) => isWrite) ? [wrong()] : []),
      ]),
  }
  return { db, sent: () => sent }
}
