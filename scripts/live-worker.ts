import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { compatibilityDate, forWorkerd, root } from './settings.ts'
import { withoutLocales } from './without-locales.ts'

const name = 'daymark-live'

/** The binding by which the Worker of Pages reaches workers/live, by the name of Miniflare's option. */
export const liveBinding = { durableObjects: { LIVE: { className: 'LiveSockets', scriptName: name, useSQLite: true } } }

/** Miniflare's options of workers/live without its cron. */
export const liveWorker = async () => {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'workers/live/sockets.ts')],
    ...forWorkerd,
    minify: true,
    write: false,
  })
  return {
    name,
    compatibilityDate,
    modules: [{ type: 'ESModule' as const, path: 'index.js', contents: outputFiles[0]?.text ?? '' }],
    durableObjects: { LIVE: { className: 'LiveSockets', useSQLite: true } },
  }
}

/** Builds the deployment into dist-live/. Code of the cron is in separate files, which are loaded when it runs. */
const buildForDeployment = async () => {
  const outdir = join(root, 'dist-live')
  await rm(outdir, { recursive: true, force: true })
  await bundle({
    entryPoints: [join(root, 'workers/live/index.ts')],
    outdir,
    ...forWorkerd,
    splitting: true,
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [withoutLocales],
  })
}

if (import.meta.main) await buildForDeployment()
