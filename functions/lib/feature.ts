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

/** Default scopes of a token. The scope `admin` must be chosen explicitly. */
export const usualScopes = scopes.filter((scope) => scope !== 'admin')

/**
 * Scopes of personal tokens that may call a path: all of them, one of them, or any. `programs`: only programs that the
 * person signed in. `none`: only browsers.
 */
type NeededScopes = { all: Scope[] } | { one: Scope[] } | 'any' | 'programs' | 'none'

/** A Hono application with any context type. */
export type Routes = { routes: RouterRoute[] }

/** Loads the routes of a feature. If it returns several applications, the first one that responds is used. */
export type LoadRoutes = () => Promise<Routes | Routes[]>

/** Starts a read that the handler needs, as soon as the person is known. `id` comes from the path. */
export type PathRead = (c: Context, userId: string, id: string) => Promise<unknown>

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
  /** Loads the read that shares a batch with the check of the sign-in. */
  reads?: () => Promise<PathRead>
  /** Maximum body size in bytes, if larger than the default (lib/files/uploads.ts). */
  bytes?: number
  /** Pages are filtered by the chosen organization. Others are about the person or about all organizations. */
  followsOrg?: boolean
  /** Optional part of Daymark that the pages belong to; undefined if it is always on. */
  use?: UsedPart
  /** The pages need the second stylesheet (views/styles/more.css). */
  hasMoreStyle?: boolean
  /** One write may change thousands of rows, so a separate rate limit applies. */
  isHeavy?: boolean
  /** Reads all that a person has, so that at most two run at once for each person. */
  isLongRead?: boolean
  /** Forms are answered with a whole page. */
  answersWithPage?: boolean
  /** Only for programs; errors are JSON. */
  isForPrograms?: boolean
  /** Programs may send their token. */
  takesTokens?: boolean
  /** Required scopes. By default `read` for GET and HEAD, `write` for other methods. */
  scopes?: NeededScopes
  /** Rate limit that applies. For browsers `download` has a limit of its own. */
  limit?: 'api' | 'usage' | 'mcp' | 'download'
  /** Accepted body types other than JSON. With `files`, the route checks the content type. */
  takes?: 'files' | 'csv' | 'markdown' | 'jsonOrMarkdown'
  /** The rows have no version, so `If-Match` is refused. */
  hasNoVersion?: boolean
  /** For the browser extension: allows its origins (CORS). Its token reaches nothing else. */
  isForExtension?: boolean
  /** For learning trackers. Their token reaches nothing else. */
  isForTrackers?: boolean
  /** Requires a sign-in within the last ten minutes. The text is the reason shown: “to create an API token”. */
  needsFreshProof?: string
  /** Event logged for each successful request. */
  event?: 'admin_act' | 'share' | 'passkey_added' | 'passkey_removed' | 'devices_ended' | undefined
  /**
   * Writes work offline: the service worker queues them with their time (`nowOf`) and sends each once
   * (lib/api/kept-lines.ts). A string is the title of a queued form in the outbox bar.
   */
  worksOffline?: boolean | string
  /** Works even over the daily limit of rows: signing out, deleting the account, a job that reports that it waits. */
  isOverDailyLimit?: boolean
  /** Works during a restore of the person's data: account pages, and acts of an admin for others. */
  isOpenWhileRestoring?: boolean
  /** Loads the Undo of the act encoded in the id in the path. */
  undo?: () => Promise<Undo>
}

/**
 * Extra writes of an Undo, before and after it restores the rows of a kind. `images`: FROM and WHERE that join the
 * images, as `image`, with the present rows, as `present` (changes/images.ts).
 */
export type UndoWrites = (
  db: D1Database,
  userId: string,
  images: SqlPart,
  /** As in `LocalNow`. */
  now: { instant: number; latestDay: string; weekStart: number },
) => { before?: D1PreparedStatement[]; after?: D1PreparedStatement[] }

/** Writes that undo a change. `edited` counts rows left unchanged because they were edited later. */
export type RevertChange = (
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
  /** Path of a row; in the API below /api/v1. `parentId` is set if the kind has a `parent`. */
  path: (id: string, parentId: string | null) => string
  /** SQL of the row's own organization, and of the project whose organization it has otherwise (lib/org.ts). */
  org: { own?: string; project?: string }
  /** The kind of row that it is part of, and the column with that row's id. */
  parent?: { kind: 'goal'; column: string }
  /**
   * Searched columns. `notes` may be several, `tags` is a JSON list. `recency`: SQL of the date by which hits are
   * sorted, and of their order within a date; by default the creation date. `parts`: a kind of documents for parts of
   * the row. They find the row whose id is in the column `of`.
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
   * Set if rows have tags, as JSON in the column `tags`. `list`: page that lists rows by tag, by the column `date`.
   * `isIn`: where the tags really are, if the column follows from markdown, or if the ledger has them, too.
   */
  tagged?: { list: string; date?: string; isIn?: 'ledger' | 'markdown' }
  /** SQL for choosing a row in forms: its name, a condition, the order, and the maximum number. */
  choice?: { name: string; where?: string; order: string; most?: number }
  /** For "Recently deleted": SQL of details next to the title, and a condition that excludes rows. */
  deleted?: Partial<
    Record<'detail' | 'started_at' | 'time_zone' | 'duration_seconds' | 'focus_ends_at' | 'where', string>
  >
  /** Loads extra writes for an Undo of changes to its rows. */
  undone?: () => Promise<UndoWrites>
  /** Loads the Undo of effects outside columns of its rows. */
  takesBack?: () => Promise<RevertChange>
  /** Number of rows that the export reads at once, if they are long. */
  rowsAtOnce?: number
}

type Acting = {
  /** Names of the values that each act takes. */
  acts: Record<string, { takes?: string[] }>
  /** Runs an act on the rows with these ids. @throws ProblemError 422 */
  act: (c: Context, act: string, ids: string[], values: Record<string, string>) => Promise<object | undefined>
}

/** Stores with a person's data. */
export type Stores = { DB: D1Database; BACKUPS: R2Bucket }

/** Data shared by the blocks of Today. `now` in epoch ms. */
export type TodayFacts = { now: number; activity: Promise<{ daysOff: Set<string> }> }

/** Renders a block of Today, or nothing. Its reads start before its first `await`, so that all blocks share a batch. */
type TodayBlock = (c: Context, facts: TodayFacts) => Promise<Child>

/** A notice is above the day, a section next to it; a list is in it, below the rows with a time. */
export type TodayPlace = 'notice' | 'section' | 'list'

/** Dates whose tracked time a write changes; null for any date. A promise, because some writes know them later. */
export type TouchedDates = Promise<string[] | null>

/**
 * Renders a region of the current page again. Must start its reads before its first `await`, so that they share the
 * write's batch.
 * @param added id of the written session
 */
export type Redraw = (c: Context, query: URLSearchParams, dates: TouchedDates, added?: string) => Promise<Child>

/** A feature's interface to the rest of the application. Each `feature.ts` exports one, and `areas.ts` lists them. */
export type Feature = {
  /**
   * Facts by Hono path pattern. A key may begin with methods (`PUT|PATCH /x`). HEAD has the facts of GET. `/x/*` covers
   * `/x` and all paths below it. A longer pattern adds facts or overrides them.
   */
  paths?: Record<string, PathFacts>
  /** Undo functions of acts that store no change, by their name in `undoPath`. May include other facts of the path. */
  undoes?: Record<string, PathFacts['undo'] | PathFacts>
  /** Lists whose rows can be selected, by the name of a row in the API. */
  selects?: Record<string, () => Promise<Acting>>
  /** Its kinds of rows, by the names in `kindNames` (lib/kinds.ts). */
  kinds?: Record<string, KindEntry>
  /** Runs before a request if the instant in the `due` column of `users` has passed. Times in epoch ms. */
  settles?: {
    due: 'next_planned_at' | 'next_focus_at'
    load: () => Promise<
      (db: D1Database, user: { id: string; preferences: Preferences }, now: number) => Promise<unknown>
    >
  }
  /** Loads the cleanup of expired rows, which runs after a person's first response of a day. `now` in epoch ms. */
  tidies?: () => Promise<(env: Stores, userId: string, now: number) => Promise<unknown>>
  /** Loads a function that finds an account's data outside D1 and returns a function that deletes it. */
  drops?: () => Promise<(env: Stores, userId: string) => Promise<() => Promise<unknown>>>
  /** Content of settings pages by path: `values` are current values for the index, `sections` sections of the page. */
  settings?: Partial<Record<'values' | 'sections', Record<string, () => Promise<(c: Context) => Promise<Child>>>>>
  /**
   * Pages that the service worker caches: first those with a form that works offline (`forms`), then other daily pages
   * (`ahead`), and the last ten visited pages of each pattern (`visited`).
   */
  offline?: { forms?: string[]; ahead?: string[]; visited?: string[] }
  /** Loads the test of a line that adds a row of its own on Today, `/capture` and the palette. By kind of line. */
  adds?: Record<string, () => Promise<(line: string, today: string) => boolean>>
  /** Loads blocks of Today, by place. */
  today?: Partial<Record<TodayPlace, () => Promise<TodayBlock>>>
  /** Loads renderers of regions that change with tracked time, by their names in `data-region`. */
  redraws?: Record<string, () => Promise<Redraw>>
  /** Kinds of reminders, by names that are unique among all features. */
  reminders?: Record<string, ReminderKind>
  /** Loads the time until which reminders are held back. */
  remindersWait?: ReadWait
}

type FindRow = (db: D1Database, userId: string, id: string) => Promise<unknown>

/** The `reads` of a path that loads a row by id. */
export const rowRead = (load: () => Promise<FindRow>) => async (): Promise<PathRead> => {
  const find = await load()
  return (c, userId, id) => find(c.env.DB, userId, id)
}

/** Specificity of a pattern. Named segments count most, then parameters, then the absence of `*`, then a method. */
const closeness = (key: string) => {
  const [pattern = '', methods] = key.split(' ').reverse()
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '*')
  const named = segments.reduce((sum, segment) => sum + (segment.startsWith(':') ? 1 : 2), 0)
  return named + (pattern.endsWith('/*') ? 0 : 0.25) + (methods ? 0.5 : 0)
}

/** Facts of a request's path, with the base path of its routes and the `id` in the path. */
export type Facts = PathFacts & { base?: string; id?: string }

/** Undo paths of a feature, in pages and in the API. */
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

/** Merges the facts of all patterns that match a path. More specific patterns take precedence. */
export const factsOf = (method: string, path: string): Facts => {
  if (features.length === 0) throw new Error('Import functions/areas.ts first: it adds the features')
  // Hono answers HEAD with the handlers of GET.
  const found = router.match(method === 'HEAD' ? 'GET' : method, path)[0]
  const facts: Facts = Object.assign({}, ...found.map(([facts]) => facts), ...found.map(([, { id }]) => id && { id }))
  return facts.undo ? { ...facts, id: facts.id?.split('~')[1] } : facts
}
