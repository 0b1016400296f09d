import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const inMemory = '/dev/shm'
/** Bytes, a few times of what the tests write. */
const enough = 2 ** 30

/**
 * Folder for the databases of tests: in memory where there is room, as SQLite otherwise waits for the disk after each
 * write. `TMPDIR` takes precedence.
 */
export const temporaryFolder = () => {
  if (process.env.TMPDIR) return process.env.TMPDIR
  try {
    accessSync(inMemory, constants.W_OK)
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= enough ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}
