/**
 * Measures a server of one's own as its image runs it: its start, its memory and its size. `tsx scripts/bench/own-server.ts`
 * writes that part of docs/benchmarks.md alone.
 */
import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type OwnServer, startOwnServer } from '../serve/testing'
import { removeFolder, temporaryState } from '../server'
import { root } from '../settings'
import { seedAccount } from './account'
import { cpuTimes } from './cpu'

/** Start times in ms, memory of all processes in MB, and compressed MB that the image adds to Debian. */
type Measured = { firstStart: number; start: number; rest: number; after: number; peak: number; image: number }

/** The first has ten years of history, the others one. */
const people = Array.from({ length: 10 }, (_, n) => `${n}@example.com`)
const requests = 5000
const connections = 8
const paths = [
  '/',
  '/stats',
  '/sessions',
  '/goals',
  '/tasks',
  '/week',
  '/reports',
  '/stats?range=365',
  '/day',
  '/api/v1/sessions?limit=50',
]

/** Most memory that may be used while first backups run beside reads, in MB. */
const mostMemory = 450

/** Resident memory of a process tree by /proc, which only Linux has: now, or at most since its start. */
const memoryOf = (pid: number, line: 'VmRSS' | 'VmHWM' = 'VmRSS') =>
  [...cpuTimes(pid).keys()].reduce((sum, id) => {
    const [, kilobytes = '0'] =
      RegExp(`^${line}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${id}/status`, 'utf8')) ?? []
    return sum + Number(kilobytes) / 1024
  }, 0)

/** Signs in with a link that the server prints. */
const cookieOf = async ({ url, folder }: OwnServer, state: string, email: string) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'serve.mjs'), 'sign-in', email], {
    env: { STATE_DIR: state },
  })
  const body = new URLSearchParams({ token: new URL(stdout.trim()).searchParams.get('token') ?? '' })
  const answer = await fetch(`${url}/auth/verify`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { Origin: url },
  })
  return (
    answer.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('session='))
      ?.split(';')[0] ?? ''
  )
}

/** Reads pages and adds a task in every eighth request, as several people at once. */
const mixedRequests = async (server: OwnServer, cookies: string[]) => {
  const { url } = server
  let sent = 0
  const send = async () => {
    while (sent < requests) {
      const n = sent
      sent += 1
      const Cookie = cookies[n % cookies.length] ?? ''
      const json = { Cookie, Origin: url, 'Content-Type': 'application/json' }
      const answer =
        n % 8 === 0
          ? await fetch(`${url}/api/v1/tasks`, { method: 'POST', headers: json, body: `{"title":"Task ${n}"}` })
          : await fetch(url + paths[Math.floor(n / 10) % paths.length], { headers: { Cookie } })
      await answer.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: connections }, send))
}

const megabytes = (bytes: number) => bytes / 2 ** 20

const imageSize = (folder: string) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const own = files.map((entry) => join(entry.parentPath, entry.name))
  const programs = [createRequire(import.meta.url)('workerd').default as string, process.execPath]
  return [...own, ...programs].reduce((sum, path) => sum + megabytes(gzipSync(readFileSync(path)).byteLength), 0)
}

export const measureOwnServer = async (): Promise<Measured> => {
  const state = await temporaryState()
  const timed = async () => {
    const begun = performance.now()
    const server = await startOwnServer(state)
    return { server, milliseconds: performance.now() - begun }
  }
  try {
    // Builds missing parts first, so that building is not measured.
    await (await startOwnServer(await temporaryState())).stop()
    const { server: first, milliseconds: firstStart } = await timed()
    await first.stop()
    for (const [n, email] of people.entries()) await seedAccount(state, email, n === 0 ? 10 : 1)
    const { server, milliseconds: start } = await timed()
    const rest = memoryOf(server.pid)
    const cookies: string[] = []
    for (const email of people) cookies.push(await cookieOf(server, state, email))
    await mixedRequests(server, cookies)
    const after = memoryOf(server.pid)
    // The first visits of a day began ten backups.
    const peak = memoryOf(server.pid, 'VmHWM')
    await server.stop()
    if (peak > mostMemory) throw new Error(`The server took ${Math.round(peak)} MB, at most ${mostMemory} may be`)
    return { firstStart, start, rest, after, peak, image: imageSize(server.folder) }
  } finally {
    await removeFolder(state)
  }
}

const heading = "## A server of one's own"

/** Section of docs/benchmarks.md. */
export const ownServerReport = ({ firstStart, start, rest, after, peak, image }: Measured) => `${heading}

Measured as the Docker image runs it. Ten people, one of them with ten years of history, send ${requests.toLocaleString('en')} requests: pages,
and every eighth adds a task. The image is Debian (about 28 MB) and what is added to it, compressed.

| what                                       | measured |
| ------------------------------------------ | -------: |
| first start, with all migrations           | ${`${Math.round(firstStart)} ms`.padStart(8)} |
| start                                      | ${`${Math.round(start)} ms`.padStart(8)} |
| memory at rest                             | ${`${Math.round(rest)} MB`.padStart(8)} |
| memory after the requests                  | ${`${Math.round(after)} MB`.padStart(8)} |
| most memory, with ten first backups        | ${`${Math.round(peak)} MB`.padStart(8)} |
| what the image adds to Debian              | ${`${Math.round(image)} MB`.padStart(8)} |
`

if (import.meta.main) {
  execFileSync('npm', ['run', '--silent', 'build:server'], { cwd: root, stdio: 'inherit' })
  const file = resolve(root, 'docs/benchmarks.md')
  const [before = ''] = readFileSync(file, 'utf8').split(`\n${heading}`)
  writeFileSync(file, `${before.trimEnd()}\n\n${ownServerReport(await measureOwnServer())}`)
}
