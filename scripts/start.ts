import { watch as watchFolder } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stop as stopBuilding } from 'esbuild'
import { withDatabase } from './database'
import { liveBinding, liveWorker } from './live-worker'
import { migrate } from './migrate'
import { optionsOf, startMiniflare } from './miniflare'
import { seedDemo } from './seed'
import { isDevelopment, localWorker, port, root } from './settings'
import { onEndOfNpm } from './watch-npm'
import { buildSite, site } from './worker'

const portIsFree = () =>
  new Promise<boolean>((known) => {
    const probe = createServer()
    probe.once('error', () => known(false))
    probe.listen(port, 'localhost', () => probe.close(() => known(true)))
  })

/** Waits for a server that is shutting down to free the port. Throws if the port stays in use. */
const waitForPort = async () => {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await portIsFree()) return
    await sleep(250)
  }
  throw new Error(`Port ${port} is in use. Choose another: PORT=8790 npm start`)
}

/** @param isDev names the functions in the Worker */
const buildForStart = (isDev: boolean) =>
  buildSite({ development: isDevelopment(), ...(isDev ? { minify: false } : {}) })

/** Serves the files of public/ that _routes.json excludes from the Worker, as Pages does, and the Worker for the rest. */
const optionsToServe = async (modules: Awaited<ReturnType<typeof buildSite>>) => {
  const hasLive = process.env.LIVE !== 'off'
  const routes = JSON.parse(await readFile(join(root, 'public/_routes.json'), 'utf8'))
  const toAssets = routes.exclude.map((path: string) => `!${path}`)
  return {
    host: 'localhost',
    port,
    // DevTools profile the Worker there, by the names of its functions with MINIFY=off.
    inspectorPort: process.env.INSPECTOR_PORT ? Number(process.env.INSPECTOR_PORT) : undefined,
    workers: [
      {
        name: 'daymark',
        ...localWorker(),
        ...(hasLive ? liveBinding : {}),
        modulesRoot: join(site, '_worker.js'),
        modules: modules.map(({ path, content }) => ({ type: 'ESModule' as const, path, contents: content })),
        assets: {
          directory: site,
          run_worker_first: [...routes.include, ...toAssets],
          routerConfig: { has_user_worker: true },
        },
      },
      ...(hasLive ? [await liveWorker()] : []),
    ],
  }
}

type Server = Awaited<ReturnType<typeof startMiniflare>>

/** Builds and serves again after changes, one build at a time. */
const watch = (server: Server) => {
  const rebuild = async () => server.setOptions(optionsOf(await optionsToServe(await buildForStart(true))))
  let building: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const onChange = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      building = building.then(rebuild).catch((error) => console.error(String(error)))
    }, 100)
  }
  for (const folder of ['views', 'functions', 'client', 'workers', 'scripts/dev'])
    watchFolder(join(root, folder), { recursive: true }, onChange)
}

const start = async () => {
  const isDev = process.argv.includes('--watch')
  onEndOfNpm(() => process.exit(1))
  await waitForPort()
  const prepare = async (db: D1Database) => {
    await migrate(db)
    if (isDevelopment() && process.env.DEMO !== 'off') await seedDemo(db)
  }
  const [modules] = await Promise.all([buildForStart(isDev), withDatabase(prepare)])
  if (!isDev) await stopBuilding()

  // workerd collects garbage of young objects late by default, and holds a third more.
  process.env.MINIFLARE_WORKERD_V8_FLAGS ??= '--max-semi-space-size=2'
  const server = await startMiniflare(await optionsToServe(modules))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => server.dispose().then(() => process.exit()))
  }
  if (isDev) watch(server)
  console.log(`Ready on http://localhost:${port}`)
}

start().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
