import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { device } from '../../cli/testing'
import { generatedHome } from '../../cli/tracker/testing'
import { root } from '../settings'

const runs = 30

/** Milliseconds of each run, in order, without the first. */
const times = (args: string[], home: string) =>
  Array.from({ length: runs + 1 }, () => {
    const started = performance.now()
    execFileSync(process.execPath, args, { env: { ...process.env, DAYMARK_HOME: home }, stdio: 'ignore' })
    return performance.now() - started
  })
    .slice(1)
    .toSorted((a, b) => a - b)

export type Startup = { label: string; p50: number; p95: number }

const figures = (label: string, sorted: number[]): Startup => ({
  label,
  p50: sorted[Math.floor(sorted.length / 2)] ?? 0,
  p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
})

/** Compares the start of some commands, on a store with the rows of a large tracker, with that of Node alone. */
export const measureStartup = async (): Promise<Startup[]> => {
  const own = device()
  const tracker = generatedHome({ plans: 200, sessions: 20_000, cards: 10_000 })
  await own.daymark(['import', tracker], { now: Date.now() })
  await own.daymark('start writing', { now: Date.now() })
  const program = resolve(root, 'cli/launcher.mjs')
  const commands = ['status', 'plans', 'help', '__complete start %pl', 'start again']
  const measured = [
    figures('`node -e 0`', times(['-e', '0'], own.home)),
    ...commands.map((line) => figures(`\`daymark ${line}\``, times([program, ...line.split(' ')], own.home))),
  ]
  await Promise.all([own.home, tracker].map((folder) => rm(folder, { recursive: true, force: true })))
  return measured
}
