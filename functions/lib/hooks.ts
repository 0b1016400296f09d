import type { Context, MiddlewareHandler } from 'hono'
import { type App, personHead } from './env'
import { features, type Stores, type TouchedDates } from './feature'
import { isReadMethod, regionOnScreen } from './http/respond'
import type { ReminderKind, ReminderScope, ReminderValues } from './reminders'

/** Runs the daily cleanup of all features. @param now epoch ms */
export const tidyAll = (env: Stores, userId: string, now: number) =>
  Promise.all(features.map(async ({ tidies }) => (await tidies?.())?.(env, userId, now)))

/** Loads settings content of all features. The returned function renders it, by path of the page. */
export const loadSettings = async (where: 'values' | 'sections', path?: string) => {
  const entries = features.flatMap(({ settings }) => Object.entries(settings?.[where] ?? {}))
  const asked = entries.filter(([page]) => path === undefined || page === path)
  const shown = await Promise.all(asked.map(async ([page, load]) => [page, await load()] as const))
  return (c: Context<App>) => Promise.all(shown.map(async ([page, show]) => [page, await show(c)] as const))
}

/** All kinds of reminders, by name. */
export const reminderKinds = (): Record<string, ReminderKind> =>
  Object.assign({}, ...features.map(({ reminders }) => reminders ?? {}))

/** Loads the readers of reminders. The returned function reads the reminders of all kinds that are on. */
export const loadReminders = async (on: Record<string, ReminderValues>) => {
  const kinds = Object.entries(reminderKinds()).filter(([name]) => on[name])
  const readers = await Promise.all(kinds.map(async ([name, { reads }]) => [name, await reads()] as const))
  const waits = await Promise.all(features.flatMap(({ remindersWait }) => remindersWait?.() ?? []))
  return async (scope: ReminderScope) => {
    const [read, ends] = await Promise.all([
      Promise.all(
        readers.map(async ([name, reads]) => {
          const all = await reads(scope, on[name] as ReminderValues)
          return all.map((one) => ({ ...one, kind: name }))
        }),
      ),
      Promise.all(waits.map((wait) => wait(scope))),
    ])
    return { reminders: read.flat(), waitsUntil: Math.max(0, ...ends.map((end) => end ?? 0)) }
  }
}

/**
 * Runs the `settles` of features whose time has come, in the order of features, before the handler reads. They record
 * what started or ended by itself since the last request.
 */
export const settleDue: MiddlewareHandler<App> = async (c, next) => {
  const { user, head } = c.var
  const now = Date.now()
  const all = head.restore_id ? [] : features.flatMap(({ settles }) => settles ?? [])
  for (const { load } of all.filter(({ due }) => (user[due] ?? now + 1) <= now)) {
    await (await load())(c.env.DB, user, now)
    c.set('head', await personHead(c.env.DB, user.id))
  }
  await next()
}

/** Before a write, loads the renderers of regions on the current page. Their reads share a batch with the write. */
export const withRedraws: MiddlewareHandler<App> = async (c, next) => {
  const offered = isReadMethod(c.req.method) ? [] : features.flatMap(({ redraws }) => Object.entries(redraws ?? {}))
  const loading = offered.flatMap(([name, load]) => {
    const query = regionOnScreen(c, name)
    return query ? [load().then((draw) => (dates: TouchedDates, added?: string) => draw(c, query, dates, added))] : []
  })
  const draws = await Promise.all(loading)
  if (draws.length > 0) c.set('redraws', (...touched) => Promise.all(draws.map((draw) => draw(...touched))))
  await next()
}

/** Kind of row that a line adds, by the features' own tests; null if none knows it. */
export const kindAdded = async (line: string, today: string) => {
  for (const [kind, load] of features.flatMap(({ adds }) => Object.entries(adds ?? {})))
    if ((await load())(line, today)) return kind
  return null
}
