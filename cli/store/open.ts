import type { DeviceStore } from '../sync/store'
import { type Database, openDatabase } from './database'
import { deviceStore } from './device-store'
import { dataFolder, privateFile } from './folder'

export type Store = { db: Database; device: DeviceStore; folder: string }

/** Opens the local data, which the first use makes. */
export const openStore = (env: Record<string, string | undefined>): Store => {
  const folder = dataFolder(env)
  const db = openDatabase(privateFile(folder))
  return { db, device: deviceStore(db), folder }
}
