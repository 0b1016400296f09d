import { Hono } from 'hono'
import { mount } from 'hono/mount'
import { factsOf } from './frame/paths'
import { serveWith } from './lib/dispatch'
import type { App } from './lib/env'
import { start } from './parts/start'

type LoadPart = () => Promise<{ part: Hono<App> }>

/** Parts that are loaded when a request first needs them. `paths.ts` says which part answers a path. */
const parts: Record<string, LoadPart> = {
  figures: () => import('./parts/figures'),
  records: () => import('./parts/records'),
  filing: () => import('./parts/filing'),
  journal: () => import('./parts/journal'),
  plans: () => import('./parts/plans'),
  settings: () => import('./parts/settings'),
  mcp: () => import('./parts/mcp'),
  sync: () => import('./parts/sync'),
  admin: () => import('./parts/admin'),
  docs: async () => (await import('./parts/docs')).docsOf(loadRoutes),
  github: () => import('./parts/github'),
  dev: () => import('./parts/dev'),
}

/** Loads all parts. */
export const loadRoutes = async () => {
  const loaded = await Promise.all(Object.values(parts).map((load) => load()))
  return [start, ...loaded.map(({ part }) => part)].flatMap(({ routes }) => routes)
}

/** The request and its context stay as they are: each part has the middleware of the whole application. */
const asSent = { replaceRequest: false } as const

const loadedWith = (load: LoadPart) => {
  let app: Hono<App> | undefined
  return mount(async (request: Request, ...context) => {
    app ??= (await load()).part
    return app.fetch(request, ...context)
  }, asSent)
}

const answers = new Map(Object.entries(parts).map(([name, load]) => [name, loadedWith(load)]))
const answerOfStart = mount(start.fetch, asSent)

export const app = new Hono<App>().all('*', (c, next) => {
  const { part = '' } = factsOf(c.req.method, c.req.path)
  return (answers.get(part) ?? answerOfStart)(c, next)
})
serveWith(app.fetch)
