/** `npm start`: builds Daymark and serves it from this machine, with the pages of development. */
import { watch as watchFolder } from 'node:fs'
import { join } from 'node:path'
import { stop as stopBuilding } from 'esbuild'
import { useDatabase } from './database'
import { seedDemo } from './seed'
import { buildServer } from './serve/build'
import { serve } from './serve/serve'
import { readSettings } from './serve/settings'
import { localEnvironment, root } from './settings'
import { onEndOfNpm } from './watch-npm'

const isDev = process.argv.includes('--watch')
onEndOfNpm(() => process.exit(1))

/** Builds and serves again after changes, one build at a time. */
const watch = (build: () => Promise<unknown>, restart: () => void) => {
  let building: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const onChange = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      building = building.then(build).then(restart, (error) => console.error(String(error)))
    }, 100)
  }
  for (const folder of ['views', 'functions', 'client', 'workers', 'scripts/dev'])
    watchFolder(join(root, folder), { recursive: true }, onChange)
}

try {
  const settings = readSettings(localEnvironment())
  const { isDevelopment } = settings
  const build = () => buildServer({ development: isDevelopment, ...(isDev ? { minify: false } : {}) })
  const folder = await build()
  if (!isDev) await stopBuilding()
  const { restart } = await serve(settings, folder, async () => {
    if (isDevelopment && process.env.DEMO !== 'off') await useDatabase(settings, seedDemo)
  })
  if (isDev) watch(build, restart)
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
