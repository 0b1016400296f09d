import { Hono } from 'hono'
import { mount } from 'hono/mount'
import { serveWith } from './lib/dispatch'
import type { App } from './lib/env'
import { start } from './parts/start'

type LoadPart = () => Promise<{ part: Hono<App> }>

/** Parts that are loaded when a request first needs them, each with its paths. All other paths are those of `start`. */
const parts: [load: LoadPart, paths: string[]][] = [
  [
    () => import('./parts/figures'),
    [
      '/stats/cards/*',
      '/stats/changes/*',
      '/stats/compare/*',
      '/stats/explain/*',
      '/stats/repos/*',
      '/stats.csv',
      '/api/v1/stats/*',
    ],
  ],
  [
    () => import('./parts/records'),
    [
      '/changes/*',
      '/deleted/*',
      '/jobs/*',
      '/sessions/bulk/*',
      '/sessions/import/*',
      '/sessions.csv',
      '/api/v1/goals/*',
      '/api/v1/imports/*',
      '/api/v1/jobs/*',
      '/api/v1/sessions/*',
      '/api/v1/tasks/*',
    ],
  ],
  [
    () => import('./parts/filing'),
    [
      '/clients/*',
      '/goals/categories/*',
      '/organizations/*',
      '/people/*',
      '/projects/*',
      '/search/*',
      '/tags/*',
      '/api/v1/organizations/*',
      '/api/v1/people/*',
      '/api/v1/projects/*',
      '/api/v1/search/*',
      '/api/v1/tags/*',
    ],
  ],
  [
    () => import('./parts/journal'),
    [
      '/action-items/*',
      '/capture/*',
      '/energy/*',
      '/evidence/*',
      '/feedback/*',
      '/learnings/*',
      '/meetings/*',
      '/review/:period{week|month}',
      '/reviews/*',
      '/skills/*',
      '/api/v1/action-items/*',
      '/api/v1/energy/*',
      '/api/v1/evidence/*',
      '/api/v1/feedback/*',
      '/api/v1/learnings/*',
      '/api/v1/meetings/*',
      '/api/v1/reviews/*',
      '/api/v1/skills/*',
    ],
  ],
  [() => import('./parts/plans'), ['/cards/*', '/plans/*', '/review/*', '/api/v1/cards/*', '/api/v1/plans/*']],
  [
    () => import('./parts/settings'),
    [
      '/backup/*',
      '/settings/*',
      '/api/v1/backups/*',
      '/api/v1/days-off/*',
      '/api/v1/export/*',
      '/api/v1/exports/*',
      '/api/v1/me/*',
      '/api/v1/restore/*',
    ],
  ],
  [() => import('./parts/mcp'), ['/mcp']],
  [() => import('./parts/sync'), ['/sync/*', '/api/v1/devices/*', '/api/v1/sync/*']],
  [() => import('./parts/admin'), ['/admin/*', '/api/v1/admin/*']],
  [async () => (await import('./parts/docs')).docsOf(loadRoutes), ['/api/docs', '/api/v1/openapi.json']],
  [() => import('./parts/github'), ['/auth/github/*']],
  [() => import('./parts/dev'), ['/dev/*']],
]

/** Loads all parts. */
export const loadRoutes = async () => {
  const loaded = await Promise.all(parts.map(([load]) => load()))
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

export const app = new Hono<App>()
for (const [load, paths] of parts) {
  const answer = loadedWith(load)
  for (const path of paths) app.all(path, answer)
}
app.all('*', mount(start.fetch, asSent))
serveWith(app.fetch)
