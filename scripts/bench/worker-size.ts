import { execFileSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { removeFolder } from '../server'
import { buildWorker, type Output } from '../worker'

/** sizes in bytes */
export type Bytes = { plain: number; gzipped: number }

/** Bytes of the Worker, and of what its start loads; milliseconds of a start. */
export type WorkerSize = { all: Bytes; start: Bytes; milliseconds: number }

const starts = 7

/** Names of the modules loaded with one: its static imports, recursively. */
const loadedWith = (modules: Map<string, Uint8Array>, name: string, found = new Set<string>()) => {
  if (found.has(name)) return found
  found.add(name)
  const text = Buffer.from(modules.get(name) ?? []).toString()
  for (const [, path = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)) loadedWith(modules, path, found)
  return found
}

/** Files of the Worker by name: `all`, and `start` with those loaded before the first request. */
export const modulesOf = (files: Output[]) => {
  const all = new Map(files.map(({ path, content }) => [basename(path), content]))
  const names = loadedWith(all, 'index.js')
  return { all, start: [...all].flatMap(([name, content]) => (names.has(name) ? [content] : [])) }
}

export const bytesOf = (contents: Uint8Array[]): Bytes => ({
  plain: contents.reduce((sum, { length }) => sum + length, 0),
  gzipped: contents.reduce((sum, content) => sum + gzipSync(content).byteLength, 0),
})

/** Time to load and run the start of the Worker in a new V8 (Node's), the median in milliseconds. */
const startTime = async (modules: Map<string, Uint8Array>) => {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-worker-'))
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    for (const [name, content] of modules) await writeFile(join(folder, name), content)
    const script = `const start = performance.now(); await import(${JSON.stringify(pathToFileURL(join(folder, 'index.js')).href)}); console.log(performance.now() - start)`
    const times = Array.from({ length: starts }, () =>
      Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })),
    ).sort((a, b) => a - b)
    return times[Math.floor(starts / 2)] ?? Number.NaN
  } finally {
    await removeFolder(folder)
  }
}

/** Measures the upload of `npm run deploy`: total size, size loaded at the start, and time of the start. */
export const workerSize = async (): Promise<WorkerSize> => {
  const { all, start } = modulesOf(await buildWorker())
  return { all: bytesOf([...all.values()]), start: bytesOf(start), milliseconds: await startTime(all) }
}
