import { TrieRouter } from 'hono/router/trie-router'

/** Scopes of a personal token. */
export const scopes = ['read', 'write', 'usage', 'sync'] as const
export type Scope = (typeof scopes)[number]

/** Scopes of tokens that may call a path: all of them, one of them, any scope, or no token at all. */
type NeededScopes = { all: Scope[] } | { one: Scope[] } | 'any' | 'none'

/** Facts of a path that the middleware needs, some of them before the path's part is loaded. */
export type PathFacts = {
  /** The part of the application that answers; `start` by default. */
  part?: string
  /** Pages show the chosen organization. The others are about the person, or manage what organizations share. */
  followsOrg?: boolean
  /** True where one write may change thousands of rows, which has a rate limit of its own. */
  isHeavy?: boolean
  /** Forms are answered with a whole page. */
  answersWithPage?: boolean
  /** The page counts the open goals itself. */
  countsGoals?: boolean
  /** Only programs ask for it, and get JSON. */
  isForPrograms?: boolean
  /** Programs may send their token. */
  takesTokens?: boolean
  /** `read` for GET and HEAD, `write` for the rest by default. */
  scopes?: NeededScopes
  /** Limit of requests in a minute that it counts for. That of downloads counts programs only. */
  limit?: 'api' | 'usage' | 'mcp' | 'download'
  /** Bodies may be files or text, and not only JSON. */
  takesFiles?: boolean
  /** Written without a version, so `If-Match` has nothing to compare. */
  hasNoVersion?: boolean
  /** Pages of the browser extension read the answers. */
  isForExtension?: boolean
  /** Works when the person has written all rows of the day: signing out, deleting the account, a job that says that it waits. */
  isOverDailyLimit?: boolean
  /** Works while the person's data is restored: the account, and what an admin does for others. */
  isOpenWhileRestoring?: boolean
}

/**
 * Finds the facts of a path. Of several patterns that match, a later one adds to those before it.
 * @param table facts by Hono's pattern, behind methods (`GET|HEAD /x`) unless they hold for all
 */
export const pathFacts = (table: Record<string, PathFacts>) => {
  const router = new TrieRouter<PathFacts>()
  for (const [key, facts] of Object.entries(table)) {
    const [pattern = '', methods = 'ALL'] = key.split(' ').reverse()
    for (const method of methods.split('|')) router.add(method, pattern, facts)
  }
  return (method: string, path: string): PathFacts =>
    Object.assign({}, ...router.match(method, path)[0].map(([facts]) => facts))
}
