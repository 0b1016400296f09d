import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { TrieRouter } from 'hono/router/trie-router'
import type { RouterRoute } from 'hono/types'
import type { IconName } from '../../views/ui/icon'
import type { SqlPart } from './db/sql'
import type { Preferences } from './preferences'
import type { ReadWait, ReminderKind } from './reminders'
import type { UsedPart } from './uses'

/** Scopes of a personal token. */
export const scopes = ['read', 'write', 'usage', 'sync', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** Scopes of tokens that a person does not choose them for: an admin's powers are chosen. */
export const usualScopes = scopes.filter((scope) => scope !== 'admin')

/**
 * Scopes of personal tokens that may call a path: all of them, one of them, or any scope. `programs` lets only programs
 * call it that the person signed in, `none` only browsers.
 */
type NeededScopes = { all: Scope[] } | { one: Scope[] } | 'any' | 'programs' | 'none'

/** A Hono application, whatever more its handlers have in their context. */
export type Routes = { routes: RouterRoute[] }

/** Loads routes; of several, the first one that answers does. */
export type LoadRoutes = () => Promise<Routes | Routes[]>

/** Starts a read that the handler needs, as soon as the person is known. `id` comes from the path. */
export type Read = (c: Context, userId: string, id: string) => Promise<unknown>

/** Undoes an act from the values in its id (`undoPath`), and responds with the changed regions. */
export type Undo<C = Context> = (c: C, ...values: string[]) => Response | Promise<Response>

/** Facts about a path, for middleware. */
export type PathFacts = {
  /** Loads the routes below the pattern's path with the first request. */
  routes?: LoadRoutes
  /** Needs no sign-in. Routes mounted below this path do not inherit it. */
  isOpen?: boolean
  /** For admins only. */
  isForAdmins?: boolean
  /** Loads the read that travels with the check of the sign-in. */
  reads?: () => Promise<Read>
  /** Maximum body size in bytes, if larger than the default (lib/files/uploads.ts). */
  bytes?: number
  /** Pages are filtered by the chosen organization. Others are about the person or about all organizations. */
  followsOrg?: boolean
  /** The optional part of Daymark that its pages belong to; undefined if it is always on. */
  use?: UsedPart
  /** Its pages need the second style sheet (views/styles/more.css). */
  hasMoreStyle?: boolean
  /** One write may change thousands of rows; such writes have a rate limit of their own. */
  isHeavy?: boolean
  /** Forms are answered with a whole page. */
  answersWithPage?: boolean
  /** Only programs call it; errors are JSON. */
  isForPrograms?: boolean
  /** Programs may send their token. */
  takesTokens?: boolean
  /** `read` for GET and HEAD, `write` for the rest by default. */
  scopes?: NeededScopes
  /** Rate limit that its requests count for. `download` counts programs only. */
  limit?: 'api' | 'usage' | 'mcp' | 'download'
  /** Body types of the API other than JSON. With `files` the route checks the content type. */
  takes?: 'files' | 'csv' | 'markdown' | 'jsonOrMarkdown'
  /** Its rows have no version, so `If-Match` is refused. */
  hasNoVersion?: boolean
  /** For the browser extension: allows its origins (CORS). Its token reaches nothing else. */
  isForExtension?: boolean
  /** For learning trackers. Their token reaches nothing else. */
  isForTrackers?: boolean
  /** Needs a sign-in of the last ten minutes; the text names the reason: “to create an API token”. */
  needsFreshProof?: string
  /** Event logged for each successful request. */
  event?: 'admin_act' | 'share' | undefined
  /**
   * Its writes work offline: the service worker queues them with their time (`nowOf`) and sends each once
   * (lib/api/kept-lines.ts). A text is the title of a queued form in the outbox bar.
   */
  worksOffline?: boolean | string
  /** Works over the daily limit of rows: signing out, deleting the account, a job that reports that it waits. */
  isOverDailyLimit?: boolean
  /** Works during a restore of the person's data: account pages, and what an admin does for others. */
  isOpenWhileRestoring?: boolean
  /** Loads the Undo of the act that the id in the path describes. */
  undo?: () => Promise<Undo>
}

/**
 * Extra writes of an Undo, before and after it restores the rows of a kind. `images`: FROM and WHERE that join the stored
 * images, as `image`, with the present rows, as `present` (changes/images.ts).
 */
export type Undone = (
  db: D1Database,
  userId: string,
  images: SqlPart,
  /** As in `LocalNow`. */
  now: { instant: number; latestDay: string; weekStart: number },
) => { before?: D1PreparedStatement[]; after?: D1PreparedStatement[] }

/** Writes that undo a change. `edited` counts rows that are left alone, because they were edited later. */
export type TakeBack = (
  db: D1Database,
  of: { userId: string; changeId: string },
) => Promise<{ writes: D1PreparedStatement[]; edited: number }>

/**
 * A kind of row that a person can search, restore, export and link to. Its table has `user_id`, `id`, `seq` and
 * `deleted_at`. Column names and SQL are constants, since they are not escaped.
 */
export type KindEntry = {
  one: string
  many: string
  icon: IconName
  table: string
  /** Path of a row; the API has the same path below /api/v1. `parentId` is set where the kind has a `parent`. */
  path: (id: string, parentId: string | null) => string
  /** SQL of the organization that a row names, and of the project whose organization it has otherwise (lib/org.ts). */
  org: { own?: string; project?: string }
  /** The kind whose row it is a part of, and the column with that row's id. */
  parent?: { kind: 'goal'; column: string }
  /**
   * Columns that a search looks in. `notes` can be several, `tags` is a JSON list. `recency` is SQL of the day by which
   * recent ones come first, and what orders them in a day; without it, the day a row was created. `parts` have documents of
   * a kind of their own that find the row whose id is in their column `of`.
   */
  search: {
    title: string
    notes?: string | readonly string[]
    tags?: string
    isOptional?: boolean
    recency?: string
    parts?: { kind: string; table: string; of: string }
  }
  /**
   * Set where its rows have tags of the one list, as JSON in the column `tags`: the page that lists those with a tag, and
   * the column with the date by which it does. `isIn` where the column follows from something else, or the ledger has
   * the tags, too.
   */
  tagged?: { list: string; date?: string; isIn?: 'ledger' | 'markdown' }
  /** SQL of the rows that others can be filed under: their name, which of them, in which order, and how many at most. */
  choice?: { name: string; where?: string; order: string; most?: number }
  /** For "Recently deleted": SQL of facts beside the title, and a condition that leaves out rows. */
  deleted?: Partial<
    Record<'detail' | 'started_at' | 'time_zone' | 'duration_seconds' | 'focus_ends_at' | 'where', string>
  >
  /** Loads what goes with the Undo of a change of its rows. */
  undone?: () => Promise<Undone>
  /** Loads what takes back the writes of a change that are in no column of its rows. */
  takesBack?: () => Promise<TakeBack>
  /** Rows that the export reads at once, where they are long. */
  rowsAtOnce?: number
}

type Acting = {
  /** Names of the values that its acts take, by act. */
  acts: Record<string, { takes?: string[] }>
  /** Does one on the rows with these ids. @throws ProblemError 422 */
  act: (c: Context, act: string, ids: string[], values: Record<string, string>) => Promise<object | undefined>
}

/** Where a person's data is. */
export type Stores = { DB: D1Database; BACKUPS: R2Bucket }

/** Facts that blocks of Today share. `now` in epoch ms. */
export type TodayFacts = { now: number; activity: Promise<{ daysOff: Set<string> }> }

/** Renders a block of Today, or nothing. It starts its reads before its first `await`, so that all blocks share a batch. */
type TodayBlock = (c: Context, facts: TodayFacts) => Promise<Child>

/** A notice stands above the day, a section beside it. */
export type TodayPlace = 'notice' | 'section'

/** Dates whose time a write changes; null for any date. A promise, as some writes know them only afterwards. */
export type TouchedDates = Promise<string[] | null>

/**
 * Renders a region of the current page again. It starts its reads before its first `await`, so that they share the write's
 * batch.
 * @param added id of the session that was written
 */
export type Redraw = (c: Context, query: URLSearchParams, dates: TouchedDates, added?: string) => Promise<Child>

/** A feature's interface to the rest of the application. Each `feature.ts` exports one, and `areas.ts` lists them. */
export type Feature = {
  /**
   * Facts by Hono pattern, with methods in front (`PUT|PATCH /x`) unless they hold for all. HEAD has those of GET. `/x/*`
   * covers `/x` and all paths below; a longer pattern adds facts or overrides them.
   */
  paths?: Record<string, PathFacts>
  /** Undo functions of acts that store no change, by their name in `undoPath`; with other facts of the path if needed. */
  undoes?: Record<string, PathFacts['undo'] | PathFacts>
  /** Its lists whose rows can be selected, by the name of one, which a program acts on. */
  selects?: Record<string, () => Promise<Acting>>
  /** Its kinds of rows, by the names in `kindNames` (lib/kinds.ts). */
  kinds?: Record<string, KindEntry>
  /** Runs before a request once the instant in the `due` column of `users` has passed. Times in epoch ms. */
  settles?: {
    due: 'next_planned_at' | 'next_focus_at'
    load: () => Promise<
      (db: D1Database, user: { id: string; preferences: Preferences }, now: number) => Promise<unknown>
    >
  }
  /** Loads the cleanup of expired rows, which runs after a person's first response of a day. `now` in epoch ms. */
  tidies?: () => Promise<(env: Stores, userId: string, now: number) => Promise<unknown>>
  /** Loads a function that finds the account's data outside D1 and returns the function that deletes it. */
  drops?: () => Promise<(env: Stores, userId: string) => Promise<() => Promise<unknown>>>
  /** Shown in the settings, by the path of a page: its present values in the index, and a section of the page. */
  settings?: Partial<Record<'values' | 'sections', Record<string, () => Promise<(c: Context) => Promise<Child>>>>>
  /**
   * Pages that the service worker caches: first those with a form that works offline (`forms`), then other daily pages
   * (`ahead`), and the last ten visited pages of each pattern (`visited`).
   */
  offline?: { forms?: string[]; ahead?: string[]; visited?: string[] }
  /** Loads blocks of Today, by their places. */
  today?: Partial<Record<TodayPlace, () => Promise<TodayBlock>>>
  /** Loads renderers of regions that a write of time changes, by their names in `data-region`. */
  redraws?: Record<string, () => Promise<Redraw>>
  /** Kinds of reminders, by names that are unique among all features. */
  reminders?: Record<string, ReminderKind>
  /** Reads until when reminders are held back. */
  remindersWait?: ReadWait
}

type FindRow = (db: D1Database, userId: string, id: string) => Promise<unknown>

/** The `reads` of a path that loads a row by its id. */
export const rowRead = (load: () => Promise<FindRow>) => async (): Promise<Read> => {
  const find = await load()
  return (c, userId, id) => find(c.env.DB, userId, id)
}

/** Specificity of a pattern: named segments count most, then parameters, then no `*`, then a method. */
const closeness = (key: string) => {
  const [pattern = '', methods] = key.split(' ').reverse()
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '*')
  const named = segments.reduce((sum, segment) => sum + (segment.startsWith(':') ? 1 : 2), 0)
  return named + (pattern.endsWith('/*') ? 0 : 0.25) + (methods ? 0.5 : 0)
}

/** Facts of a request's path, with the base path of its routes and the `id` in the path. */
export type Facts = PathFacts & { base?: string; id?: string }

/** Undo paths of a feature, for pages and for programs. */
const undosOf = ({ undoes = {} }: Feature) =>
  Object.entries(undoes).flatMap(([name, own]) => {
    const facts = { isHeavy: false, ...(typeof own === 'function' ? { undo: own } : own) }
    return ['', '/api/v1'].map((base): [string, PathFacts] => [`POST ${base}/changes/:id{${name}~[^/]+}/undo`, facts])
  })

const tableOf = (features: Feature[]) =>
  features
    .flatMap(({ paths = {} }) => Object.entries(paths))
    .concat(features.flatMap(undosOf))
    .map(([key, facts]): [string, Facts] => [
      key,
      facts.routes ? { isOpen: false, ...facts, base: key.replace(/\/\*$/, '') } : facts,
    ])

/** All features, in the order of functions/areas.ts. */
export const features: Feature[] = []

const router = new TrieRouter<Facts>()

export const addFeatures = (added: Feature[]) => {
  features.push(...added)
  for (const [key, facts] of tableOf(added).toSorted(([a], [b]) => closeness(a) - closeness(b))) {
    const [pattern = '', methods = 'ALL'] = key.split(' ').reverse()
    for (const method of methods.split('|')) router.add(method, pattern, facts)
  }
}

/** Routes of all features with their base paths. */
export const mounts = () => tableOf(features).flatMap(([, facts]) => (facts.routes ? [facts] : []))

/** Merges the facts of all patterns that match a path; more specific ones win. */
export const factsOf = (method: string, path: string): Facts => {
  if (features.length === 0) throw new Error('Import functions/areas.ts first: it adds the features')
  // Hono answers HEAD with the handlers of GET.
  const found = router.match(method === 'HEAD' ? 'GET' : method, path)[0]
  const facts: Facts = Object.assign({}, ...found.map(([facts]) => facts), ...found.map(([, { id }]) => id && { id }))
  return facts.undo ? { ...facts, id: facts.id?.split('~')[1] } : facts
}
