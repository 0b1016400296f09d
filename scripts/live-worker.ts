import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { compatibilityDate, forWorkerd, root } from './settings.ts'

const name = 'daymark-live'

/** The binding by which the Worker of Pages reaches workers/live, by the name of Miniflare's option. */
export const liveBinding = { durableObjects: { LIVE: { className: 'LiveSockets', scriptName: name, useSQLite: true } } }

/** Miniflare's options of workers/live. */
export const liveWorker = async () => {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'workers/live/index.ts')],
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
