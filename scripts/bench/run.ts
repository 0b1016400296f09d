/** Measures the product as `npm start` serves it, on its own server and state, and writes docs/benchmarks.md. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { removeFolder, startServer, temporaryState } from '../server'
import { root } from '../settings'
import { type Account, fillApps, seedAccount, signIn } from './account'
import { baselines, type Case, casesOf } from './cases'
import { commandLineSection, measureCommandLine } from './command-line'
import { idleCpu } from './cpu'
import { type BenchServer, measure, send } from './measure'
import { memoryPeaks } from './memory'
import { type Line, type Round, report } from './report'
import type { Bytes, PageSize } from './results'
import { workerSize } from './worker-size'

const histories = [1, 10]
const connectionCounts = [1, 20]
/** for requests of monitoring clients */
const clientConnections = 50
const limits = { requests: 300, milliseconds: 3_000 }
const warmUp = { requests: 10, milliseconds: 1_000 }

const emailOf = (years: number) => `${years}-years@example.com`

const measureCase = async (server: BenchServer, { name, status, batch }: Case, connections: number) => {
  const first = await batch()
  if (first.length === 0) return null
  await measure({ server, status, connections, batch: async () => first.splice(0), limits: warmUp })
  const measured = await measure({ server, status, connections, batch, limits })
  console.log(`${name}, ${connections}: ${measured.perSecond.toFixed(0)} a second, p50 ${measured.p50.toFixed(1)} ms`)
  return measured
}

const measureRound = async (
  server: BenchServer,
  accounts: Account[],
  connections: number,
  includes: (benchCase: Case) => boolean,
): Promise<Round> => {
  const lines: Line[] = []
  for (const baseline of baselines) {
    lines.push({ name: baseline.name, years: null, measured: await measureCase(server, baseline, connections) })
  }
  const perAccount = accounts.map(({ headers, years, email }) => ({
    years,
    cases: casesOf(server.url, { headers, years, email }).filter(includes),
  }))
  for (const index of perAccount[0]?.cases.keys() ?? []) {
    for (const { years, cases } of perAccount) {
      const benchCase = cases[index]
      if (!benchCase) continue
      lines.push({ name: benchCase.name, years, measured: await measureCase(server, benchCase, connections) })
    }
  }
  return { connections, lines }
}

/** The version of workerd that wrangler runs. */
const workerdVersion = () => {
  const file = createRequire(createRequire(import.meta.url).resolve('wrangler')).resolve('workerd/package.json')
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

const machine = () => {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores, ${gigabytes} GB, Node ${process.versions.node}, workerd ${workerdVersion()}`
}

const pages = [
  '/sign-in',
  '/',
  '/sessions',
  '/goals',
  '/stats',
  '/stats?range=365',
  '/projects',
  '/settings',
  '/deleted',
]

const noBytes: Bytes = { plain: 0, gzipped: 0 }
const sum = (...all: Bytes[]) =>
  all.reduce((a, b) => ({ plain: a.plain + b.plain, gzipped: a.gzipped + b.gzipped }), noBytes)

const pageSize = async (url: string, { headers }: Account, page: string): Promise<PageSize> => {
  const load = async (path: string, signedIn = false) => {
    const answer = await send(url, { path, headers: signedIn ? headers : {} })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
    const [, maxAge = '0'] = /max-age=(\d+)/.exec(String(answer.headers['cache-control'] ?? '')) ?? []
    const bytes = { plain: Buffer.byteLength(answer.body), gzipped: gzipSync(answer.body).byteLength }
    return { body: answer.body, first: bytes, again: Number(maxAge) > 0 ? noBytes : bytes }
  }
  const html = await load(page, page !== '/sign-in')
  const assets = (pattern: RegExp) => Promise.all([...html.body.matchAll(pattern)].map(([, path = '']) => load(path)))
  const styles = await assets(/<link rel="stylesheet" href="([^"]+)"/g)
  const scripts = await assets(/<script src="([^"]+)"/g)
  return {
    page,
    html: html.first,
    css: sum(...styles.map(({ first }) => first)),
    script: sum(...scripts.map(({ first }) => first)),
    again: sum(html.again, ...[...styles, ...scripts].map(({ again }) => again)),
  }
}

const pageSizes = async (url: string, account: Account) => {
  const all: PageSize[] = []
  for (const page of pages) all.push(await pageSize(url, account, page))
  return all
}

const bench = async (server: BenchServer) => {
  const accounts = await Promise.all(histories.map((years) => signIn(server.url, emailOf(years), years)))
  const [first] = accounts
  const pages = first ? await pageSizes(server.url, first) : []
  const rounds: Round[] = []
  for (const connections of connectionCounts) {
    rounds.push(await measureRound(server, accounts, connections, () => true))
  }
  rounds.push(
    await measureRound(server, accounts, clientConnections, ({ isClientRequest }) => isClientRequest === true),
  )
  const last = accounts.at(-1)
  const peaks = last ? await memoryPeaks(server, last) : []
  return { rounds, weights: pages, worker: await workerSize(), peaks, idle: await idleCpu(server.pid) }
}

const run = async () => {
  const state = await temporaryState()
  try {
    for (const years of histories) await seedAccount(state, emailOf(years), years)
    await fillApps(state, histories.map(emailOf))
    const interruption = new Promise<never>((_, failed) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => failed(new Error(`Ended by ${signal}`)))
      }
    })
    const served = async <T>(use: (server: BenchServer) => Promise<T>) => {
      const server = await startServer(state, { DEMO: 'off', ENVIRONMENT: 'development', RATE_LIMITS: 'off' })
      try {
        return await Promise.race([use(server), interruption])
      } finally {
        await server.stop()
      }
    }
    const measured = await served(bench)
    const commandLine = await served(({ url }) => measureCommandLine(url))
    const date = new Date().toISOString().slice(0, 10)
    const text = report({ date, machine: machine(), ...measured })
    await writeFile(resolve(root, 'docs/benchmarks.md'), `${text}\n${commandLineSection(commandLine)}`)
    console.log('Written to docs/benchmarks.md')
  } finally {
    await removeFolder(state)
  }
}

run().then(
  () => process.exit(),
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)
