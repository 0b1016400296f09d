import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { device } from '../../cli/testing'
import { generatedHome } from '../../cli/tracker/testing'
import { buildCli } from '../build-cli'
import { root } from '../settings'

const runs = 30

const timed = (args: string[], home: string) => {
  const started = performance.now()
  execFileSync(process.execPath, args, { env: { ...process.env, DAYMARK_HOME: home }, stdio: 'ignore' })
  return performance.now() - started
}

/** Milliseconds of the runs of each command, in order. They take turns, so that a busy moment meets all of them. */
const times = (commands: string[][], home: string) => {
  const rounds = Array.from({ length: runs + 1 }, () => commands.map((args) => timed(args, home)))
  return commands.map((_, at) =>
    rounds
      .slice(1)
      .map((round) => round[at] ?? 0)
      .toSorted((a, b) => a - b),
  )
}

export type Startup = { label: string; p50: number; p95: number }

/** Compares the start of some commands, on a store with the rows of a large tracker, with that of Node alone. */
export const measureStartup = async (): Promise<Startup[]> => {
  await buildCli()
  const own = device()
  const tracker = generatedHome({ plans: 200, sessions: 20_000, cards: 10_000 })
  await own.daymark(['import', tracker], { now: Date.now() })
  await own.daymark('start writing', { now: Date.now() })
  const program = resolve(root, 'cli/launcher.mjs')
  const lines = ['status', 'plans', 'help', '__complete start %pl', 'start again']
  const sorted = times([['-e', '0'], ...lines.map((line) => [program, ...line.split(' ')])], own.home)
  const measured = ['`node -e 0`', ...lines.map((line) => `\`daymark ${line}\``)].map((label, at) => ({
    label,
    p50: sorted[at]?.[Math.floor(runs / 2)] ?? 0,
    p95: sorted[at]?.[Math.floor(runs * 0.95)] ?? 0,
  }))
  await Promise.all([own.home, tracker].map((folder) => rm(folder, { recursive: true, force: true })))
  return measured
}
