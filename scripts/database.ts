import { startMiniflare } from './miniflare'
import { localWorker } from './settings'

/** Opens the database file that the local server uses, for as long as `use` runs. */
export const withDatabase = async <T>(use: (db: D1Database) => Promise<T>) => {
  const { compatibilityDate, d1Databases } = localWorker()
  const script = 'export default {}'
  const miniflare = await startMiniflare({ name: 'database', modules: true, script, compatibilityDate, d1Databases })
  try {
    return await use(await miniflare.getD1Database('DB'))
  } finally {
    await miniflare.dispose()
  }
}
