import { resolve } from 'node:path'
import { getPlatformProxy } from 'wrangler'
import type { Bindings } from '../functions/lib/env'
import { root, stateDir } from './settings'

/** Opens the database file that the local server uses. */
export const openDatabase = async () => {
  const platform = await getPlatformProxy<Bindings>({
    configPath: resolve(root, 'wrangler.toml'),
    persist: { path: resolve(stateDir, 'v3') },
    remoteBindings: false,
  })
  return { db: platform.env.DB, close: platform.dispose }
}
