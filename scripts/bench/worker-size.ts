import { execFileSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { removeFolder } from '../server'
import { buildSite } from '../worker'
import type { Bytes, WorkerSize } from './results'

const starts = 7

/** Imports of the start, those of `import` declarations alone, from one module on. */
const startModules = (modules: Map<string, Uint8Array>, name: string, found = new Set<string>()) => {
  if (found.has(name)) return found
  found.add(name)
  const text = Buffer.from(modules.get(name) ?? []).toString()
  for (const [, path = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)) startModules(modules, path, found)
  return found
}

const bytesOf = (contents: Uint8Array[]): Bytes => ({
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

/** Measures what `npm run deploy` uploads: all of it, what a start loads of it, and how long a start takes. */
export const workerSize = async (): Promise<WorkerSize> => {
  const modules = new Map((await buildSite()).map(({ path, content }) => [basename(path), content]))
  const atStart = startModules(modules, 'index.js')
  const start = [...modules].flatMap(([name, content]) => (atStart.has(name) ? [content] : []))
  return { all: bytesOf([...modules.values()]), start: bytesOf(start), milliseconds: await startTime(modules) }
}
