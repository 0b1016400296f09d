import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Failure } from '../failure'

const megabyte = 1024 * 1024
const largest = 500 * megabyte

type Entry = { name: string; bytes: Uint8Array; changedAt: Date }

/** Files of a tracker's home, at the top level of an archive or in its only folder. Other files are not unpacked. */
const wanted = /^(?:\.\/)?(?:[^/]+\/)?((?:plans|cards)\/[^/]+\.md|sessions\.db(?:-wal)?)$/i

const tarEntries = async (bytes: Uint8Array): Promise<Entry[]> => {
  const { unpackTar } = await import('modern-tar')
  const entries = await unpackTar(bytes, { filter: ({ name, type }) => type === 'file' && wanted.test(name) })
  return entries.flatMap(({ header, data }) =>
    data ? [{ name: header.name, bytes: data, changedAt: header.mtime ?? new Date(0) }] : [],
  )
}

const zipEntries = async (bytes: Uint8Array, changedAt: Date): Promise<Entry[]> => {
  const { unzipSync } = await import('fflate')
  let total = 0
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!wanted.test(name)) return false
      total += originalSize
      if (total > largest) throw new Error('it is too large')
      return true
    },
  })
  return Object.entries(files).map(([name, file]) => ({ name, bytes: file, changedAt }))
}

const entriesOf = async (path: string): Promise<Entry[]> => {
  const { size, mtime } = statSync(path)
  if (size > largest) throw new Error('it is too large')
  const bytes = readFileSync(path)
  if (/\.zip$/i.test(path)) return zipEntries(bytes, mtime)
  return tarEntries(/\.tar$/i.test(path) ? bytes : gunzipSync(bytes, { maxOutputLength: largest }))
}

/** Unpacks a tracker's home from an archive into a temporary folder. @throws Failure */
export const unpackHome = async (path: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-archive-'))
  try {
    for (const { name, bytes, changedAt } of await entriesOf(path)) {
      const [, inside = ''] = wanted.exec(name) ?? []
      const file = join(folder, inside)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, bytes)
      utimesSync(file, changedAt, changedAt)
    }
    return folder
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('error', `${path} can’t be unpacked: ${reason}.`)
  }
}
