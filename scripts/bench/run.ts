/** Measures the product as `npm start` serves it, on its own server and state, and writes docs/benchmarks.md. */
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { cpus, totalmem } from 'node:os'
import { resolve } from 'node:path'
import { removeFolder, startServer, temporaryState } from '../server'
import { root } from '../settings'
import { type Account, addGoals, fillApps, seedAccount, signIn } from './account'
import { baselines, type Case, casesOf } from './cases'
import { measureStartup } from './command-line'
import { idleCpu } from './cpu'
import { type BenchServer, measure } from './measure'
import { measureOwnServer, ownServerReport } from './own-server'
import { type ReportLine, type Round, report } from './report'
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
  const lines: ReportLine[] = []
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

/** The version of workerd that serves. */
const workerdVersion = () => {
  const file = createRequire(import.meta.url).resolve('workerd/package.json')
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

const machine = () => {
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores, ${gigabytes} GB, Node ${process.versions.node}, workerd ${workerdVersion()}`
}

const bench = async (server: BenchServer) => {
  const accounts = await Promise.all(histories.map((years) => signIn(server.url, emailOf(years), years)))
  for (const account of accounts) await addGoals(server.url, account)
  const rounds: Round[] = []
  for (const connections of connectionCounts) {
    rounds.push(await measureRound(server, accounts, connections, () => true))
  }
  rounds.push(
    await measureRound(server, accounts, clientConnections, ({ isClientRequest }) => isClientRequest === true),
  )
  return { rounds, worker: await workerSize(), idle: await idleCpu(server.pid) }
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
    const server = await startServer(state, { DEMO: 'off', ENVIRONMENT: 'development', RATE_LIMITS: 'off' })
    let measured: Awaited<ReturnType<typeof bench>>
    try {
      measured = await Promise.race([bench(server), interruption])
    } finally {
      await server.stop()
    }
    const date = new Date().toISOString().slice(0, 10)
    const text = report({ date, machine: machine(), ...measured, startups: await measureStartup() })
    const own = ownServerReport(await measureOwnServer())
    await writeFile(resolve(root, 'docs/benchmarks.md'), `${text}\n${own}`)
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
