import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { stateDir } from './settings'

/** The one that wrangler has, so that both always read the state folder alike. */
const { convertV4MiniflareOptions, Miniflare } = createRequire(createRequire(import.meta.url).resolve('wrangler'))(
  'miniflare',
) as typeof import('miniflare')

type Options = Parameters<typeof convertV4MiniflareOptions>[0]

/** Keeps all data in the state folder, as wrangler does, and records no requests there. */
export const optionsOf = (options: Options) =>
  convertV4MiniflareOptions({
    resourcePersistencePath: resolve(stateDir, 'v3'),
    cf: false,
    ...options,
  })

/** Starts workerd. */
export const startMiniflare = async (options: Options) => {
  const miniflare = new Miniflare(optionsOf(options))
  await miniflare.ready
  return miniflare
}
