import { afterAll, beforeAll, expect } from 'vitest'
import { prepared } from './store'

/**
 * Statements about rows of more than one person, or that name a person by something else than their id, with the reason.
 * A store for each person would need another way for each of them (docs/scaling.md).
 */
const listed: [why: string, statements: RegExp[]][] = [
  [
    'A secret names its person: of a sign-in, a token, a code, a passkey or a link.',
    [
      /\b(id_hash|token_hash|sign_in|challenge|access_jti|credential_id|secret_hash) = \+\?/,
      /^INSERT INTO (web_sessions|program_sessions|refresh_tokens|proof_codes|passkey_challenges) /,
      /^(UPDATE|DELETE FROM) program_sessions .*\bid = /,
      /^UPDATE api_tokens SET last_used_at = \+\? WHERE id = \+\?$/,
    ],
  ],
  [
    'An address, or a number at GitHub, names its person.',
    [/\b(email|github_user_id) = \+\?/, /ON CONFLICT \(email\)/],
  ],
  [
    'A browser names its person by its sign-in or its endpoint, also the one who used it before.',
    [/^DELETE FROM push_subscriptions WHERE (session_hash|endpoint_hash) = \+\?/],
  ],
  ['What has expired goes, whoever had it.', [/^DELETE FROM \w+ WHERE (expires_at|resets_at) <= \+\?$/]],
  [
    'Admins see all people, and one of them has to stay.',
    [/\bFROM users WHERE shadow_of IS NULL\b/, /\bFROM users WHERE role = 'admin' AND suspended_at IS NULL\b/],
  ],
  ['Admins set rules of apps for many.', [/^(SELECT|INSERT INTO|DELETE FROM) .*\buser_apps\b.*\b(admin_id|set_by)\b/]],
  ['What admins did is one list.', [/\bFROM admin_audit\b/]],
  ['The catalogue of apps says which admin changed it.', [/\bFROM apps LEFT JOIN users ON users\.id = updated_by\b/]],
  [
    'A write reaches all who share a plan, or to whom an admin gives rules.',
    [
      /^UPDATE change_heads SET .* WHERE user_id IN \(SELECT value FROM json_each\(\+\?\)\)/,
      /^SELECT CASE WHEN count\(\*\) = \+\? .* FROM json_each\(\+\?\) JOIN plans /,
    ],
  ],
  [
    'A person has states beside the present one: what a restore fills, and what was before it.',
    [/\bshadow_of = \+\?/, /^SELECT id, name(, organization_id)? FROM \w+ WHERE user_id IN \(\+\?, \+\?\)/],
  ],
]

/** True where a statement binds the person whose rows it is about. */
const isOfOne = (query: string) =>
  /\b(user_id|owner_id|users\.id) (=|IS) \+\?/.test(query) ||
  /\b(FROM|UPDATE) users\b.* WHERE id = \+\?/.test(query) ||
  /^INSERT INTO \w+ \(user_id,.*(VALUES \(|SELECT )\+\?/.test(query)

/** Tables that have rows of people, from the schema. */
const isOfPeople = (tables: Set<string>, query: string) =>
  [...query.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE) (\w+)/g)].some(([, name = '']) => tables.has(name))

/** Statements across people that are not listed; by default among all that the application prepared. */
export const unlisted = async (db: D1Database, queries: Iterable<string> = prepared) => {
  const { results } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND (name = 'users' OR sql LIKE '%user_id%')")
    .all<{ name: string }>()
  const tables = new Set(results.map(({ name }) => name))
  const isListed = (query: string) => listed.some(([, statements]) => statements.some((one) => one.test(query)))
  return [...queries]
    .map((query) => query.replaceAll(/\s+/g, ' ').trim())
    .filter((query) => isOfPeople(tables, query) && !isOfOne(query) && !isListed(query))
}

/**
 * Fails the test file whose routes send a statement of more than one person that is not listed. What earlier files of the
 * same worker sent is theirs.
 */
export const expectOnlyListed = (db: D1Database) => {
  beforeAll(() => prepared.clear())
  afterAll(async () => expect(await unlisted(db)).toEqual([]))
}
