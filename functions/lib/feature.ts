import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { TrieRouter } from 'hono/router/trie-router'
import type { RouterRoute } from 'hono/types'
import type { IconName } from '../../views/ui/icon'
import type { SqlPart } from './db/sql'
import type { Preferences } from './preferences'
import type { ReadWait, ReminderKind } from './reminders'
import type { Use } from './uses'

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

/** Begins a read that others wait for, once the person is known. `id` is that of the path. */
export type Read = (c: Context, userId: string, id: string) => Promise<unknown>

/** Undoes an act, given the values in its id (`undoPath`), and responds with the regions that the act had changed. */
export type Undo<C = Context> = (c: C, ...values: string[]) => Response | Promise<Response>

/** Facts of requests to a path. */
export type PathFacts = {
  /** Answers the path and those below. They stand below the pattern’s path, and are loaded with the first request. */
  routes?: LoadRoutes
  /** Needs no sign-in. It stands beside the routes that it is about: those of paths below do not inherit it. */
  isOpen?: boolean
  /** For admins only. */
  isForAdmins?: boolean
  /** Loads the read that travels with the check of the sign-in. */
  reads?: () => Promise<Read>
  /** Bytes of the largest body, where it is larger than forms and JSON elsewhere (lib/files/uploads.ts). */
  bytes?: number
  /** Pages show the chosen organization. The others are about the person, or manage what organizations share. */
  followsOrg?: boolean
  /** The part of Daymark that its pages belong to, which a person can turn off; without one they are for all. */
  use?: Use
  /** Its pages need the second style sheet (views/styles/more.css). */
  hasMoreStyle?: boolean
  /** True where one write may change thousands of rows, which has a rate limit of its own. */
  isHeavy?: boolean
  /** Forms are answered with a whole page. */
  answersWithPage?: boolean
  /** Only programs ask for it, and get JSON. */
  isForPrograms?: boolean
  /** Programs may send their token. */
  takesTokens?: boolean
  /** `read` for GET and HEAD, `write` for the rest by default. */
  scopes?: NeededScopes
  /** Limit of requests in a minute that it counts for. That of downloads counts programs only. */
  limit?: 'api' | 'usage' | 'mcp' | 'download'
  /** Bodies that the API takes there in place of JSON; with `files` the route looks at their type. */
  takes?: 'files' | 'csv' | 'markdown' | 'jsonOrMarkdown'
  /** Written without a version, so `If-Match` has nothing to compare. */
  hasNoVersion?: boolean
  /** The browser extension calls it, and its pages read the answers. Its token reaches nothing else. */
  isForExtension?: boolean
  /** A learning tracker calls it, whose token reaches nothing else. */
  isForTrackers?: boolean
  /** Needs a proof of who the person is that is not older than ten minutes, for this: “to create an API token”. */
  needsFreshProof?: string
  /** Event that the log has of each request to it that succeeds. */
  event?: 'admin_act' | 'share' | undefined
  /**
   * Its writes work without a network: the service worker keeps them with the instant at which they were made
   * (`nowOf`), and sends them once, later (lib/api/kept-lines.ts). Text says in the strip what a form of a page does.
   */
  worksOffline?: boolean | string
  /** Works when the person has written all rows of the day: signing out, deleting the account, a job that says that it waits. */
  isOverDailyLimit?: boolean
  /** Works while the person's data is restored: the account, and what an admin does for others. */
  isOpenWhileRestoring?: boolean
  /** Loads what takes the act back that the id in the path describes. */
  undo?: () => Promise<Undo>
}

/**
 * Writes beside the rows of a kind that the Undo of a change restores, before and after them. `images` is FROM and WHERE of
 * their images, as `image`, with the rows as they are, as `present` (changes/images.ts).
 */
export type Undone = (
  db: D1Database,
  userId: string,
  images: SqlPart,
  /** As in `LocalNow`. */
  now: { instant: number; latestDay: string; weekStart: number },
) => { before?: D1PreparedStatement[]; after?: D1PreparedStatement[] }

/** Writes that take back those of a change. `edited` counts later edits that stay. */
export type TakeBack = (
  db: D1Database,
  of: { userId: string; changeId: string },
) => Promise<{ writes: D1PreparedStatement[]; edited: number }>

/**
 * A kind of thing that a person can search, restore, export and link to. Its table has `user_id`, `id`, `seq` and
 * `deleted_at`. Column names and SQL in here are constants of the code, put into statements as they are.
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
  /** Under "Recently deleted": SQL for what is shown beside the title, and which deleted rows are not listed. */
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

/** Draws a block of Today, or nothing. Its reads begin before it waits, so that those of all blocks travel in one batch. */
type TodayBlock = (c: Context, facts: TodayFacts) => Promise<Child>

/** A notice stands above the day, a section beside it. */
export type TodayPlace = 'notice' | 'section'

/** The dates of time that a write changes; null for any. They may be known only with its answer. */
export type TouchedDates = Promise<string[] | null>

/**
 * Draws a region that is on screen again. Its reads begin before it waits, so that they travel with the write.
 * @param added id of the session that was written
 */
export type Redraw = (c: Context, query: URLSearchParams, dates: TouchedDates, added?: string) => Promise<Child>

/** All that the rest of the application knows of a feature, said once: in its `feature.ts`, which `areas.ts` lists. */
export type Feature = {
  /**
   * Facts by Hono's pattern, behind methods (`PUT|PATCH /x`) unless they hold for all. HEAD has those of GET. What holds
   * for `/x/*` holds for `/x` and all below; a longer pattern adds to it, or says otherwise.
   */
  paths?: Record<string, PathFacts>
  /** Undo functions of acts that store no change, by their name in `undoPath`; with other facts of the path if needed. */
  undoes?: Record<string, PathFacts['undo'] | PathFacts>
  /** Its lists whose rows can be selected, by the name of one, which a program acts on. */
  selects?: Record<string, () => Promise<Acting>>
  /** Its kinds of rows, by the names in `kindNames` (lib/kinds.ts). */
  kinds?: Record<string, KindEntry>
  /** Settles what is due, before a request is answered. `due`: column of `users` with the instant. Times in epoch ms. */
  settles?: {
    due: 'next_planned_at' | 'next_focus_at'
    load: () => Promise<
      (db: D1Database, user: { id: string; preferences: Preferences }, now: number) => Promise<unknown>
    >
  }
  /** Loads what deletes rows that it keeps no longer, after the first response of a person's day. `now` in epoch ms. */
  tidies?: () => Promise<(env: Stores, userId: string, now: number) => Promise<unknown>>
  /** Loads what reads where its data outside D1 is, and gives the function that deletes it before the account goes. */
  drops?: () => Promise<(env: Stores, userId: string) => Promise<() => Promise<unknown>>>
  /** Shown in the settings, by the path of a page: its present values in the index, and a section of the page. */
  settings?: Partial<Record<'values' | 'sections', Record<string, () => Promise<(c: Context) => Promise<Child>>>>>
  /**
   * Pages that the service worker keeps on the device as they were seen last: those with a form that works offline first
   * (`forms`), the others of each day (`ahead`), and the last ten of each pattern that somebody has seen (`visited`).
   */
  offline?: { forms?: string[]; ahead?: string[]; visited?: string[] }
  /** Loads blocks of Today, by their places. */
  today?: Partial<Record<TodayPlace, () => Promise<TodayBlock>>>
  /** Loads what draws regions again after a write of time, by their names in `data-region`. */
  redraws?: Record<string, () => Promise<Redraw>>
  /** Kinds of reminders, by names that are unique among all features. */
  reminders?: Record<string, ReminderKind>
  /** Says until when reminders wait. */
  remindersWait?: ReadWait
}

type FindRow = (db: D1Database, userId: string, id: string) => Promise<unknown>

/** The `reads` of a path whose row is looked for by its id. */
export const rowRead = (load: () => Promise<FindRow>) => async (): Promise<Read> => {
  const find = await load()
  return (c, userId, id) => find(c.env.DB, userId, id)
}

/** How closely a pattern describes a path: by names, then by parameters, then without `*`, then by method. */
const closeness = (key: string) => {
  const [pattern = '', methods] = key.split(' ').reverse()
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '*')
  const named = segments.reduce((sum, segment) => sum + (segment.startsWith(':') ? 1 : 2), 0)
  return named + (pattern.endsWith('/*') ? 0 : 0.25) + (methods ? 0.5 : 0)
}

/** Facts of the path of a request, with the path that its routes stand below and the `id` in it. */
export type Facts = PathFacts & { base?: string; id?: string }

/** Paths that take acts back, for pages and for programs. */
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

/** All routes of features, with the paths that they stand below. */
export const mounts = () => tableOf(features).flatMap(([, facts]) => (facts.routes ? [facts] : []))

/** Finds the facts of a path. Of several patterns that match, a closer one adds to the others. */
export const factsOf = (method: string, path: string): Facts => {
  if (features.length === 0) throw new Error('Import functions/areas.ts first: it adds the features')
  // Hono answers HEAD with the handlers of GET.
  const found = router.match(method === 'HEAD' ? 'GET' : method, path)[0]
  const facts: Facts = Object.assign({}, ...found.map(([facts]) => facts), ...found.map(([, { id }]) => id && { id }))
  return facts.undo ? { ...facts, id: facts.id?.split('~')[1] } : facts
}
