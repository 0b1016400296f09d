import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Failure } from '../failure'
import type { DeviceStore } from '../sync/store'
import { type Database, messageOf, openDatabase } from './database'
import { deviceStore } from './device-store'

export type Store = { db: Database; device: DeviceStore; folder: string }

type Environment = Record<string, string | undefined>

/** The platform's data folder for programs. */
const platformFolder = (env: Environment) => {
  const home = env.HOME || env.USERPROFILE || homedir()
  if (process.platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Daymark')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Daymark')
  // The XDG specification says to ignore a relative path.
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share')
  return join(data, 'daymark')
}

/** `$DAYMARK_HOME`, else the platform's data folder. */
const dataFolder = (env: Environment) => (env.DAYMARK_HOME ? resolve(env.DAYMARK_HOME) : platformFolder(env))

const othersBits = 0o077

/** Creates the folder and the database file, readable only by their owner because the database holds a token. */
const privateFile = (folder: string) => {
  const path = join(folder, 'daymark.db')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    if (statSync(folder).mode & othersBits) chmodSync(folder, 0o700)
    if (statSync(path).mode & othersBits) chmodSync(path, 0o600)
  } catch (error) {
    // On a read-only disk the data can still be read.
    if (existsSync(path) && messageOf(error).startsWith('EROFS')) return path
    throw new Failure(
      'error',
      `Can’t use the folder ${folder}: ${messageOf(error)}`,
      'Set DAYMARK_HOME to another one.',
    )
  }
  return path
}

/** Opens the local database; creates it on first use. */
export const openStore = (env: Record<string, string | undefined>): Store => {
  const folder = dataFolder(env)
  const db = openDatabase(privateFile(folder))
  return { db, device: deviceStore(db), folder }
}
