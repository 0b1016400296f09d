import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** A process by /proc, which only Linux has; `milliseconds` of CPU time used. */
type Process = { id: number; parent: number; milliseconds: number }

/** Length of a tick in /proc. Linux has 100 a second on every platform that Node supports. */
const tickMilliseconds = 10

/** Reads a process from /proc; undefined if it has ended. */
const fromProc = (id: string): Process | undefined => {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The process name, in brackets, may contain spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { id: Number(id), parent: Number(fields[1]), milliseconds: ticks * tickMilliseconds }
  } catch {
    return undefined
  }
}

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => fromProc(id) ?? [])

/** CPU time in milliseconds of a process and its running descendants, by process id. */
export const cpuTimes = (root: number) => {
  const all = processes()
  const family = new Set([root])
  for (let hasGrown = true; hasGrown; ) {
    const children = all.filter(({ id, parent }) => family.has(parent) && !family.has(id))
    for (const { id } of children) family.add(id)
    hasGrown = children.length > 0
  }
  return new Map(all.filter(({ id }) => family.has(id)).map(({ id, milliseconds }) => [id, milliseconds]))
}

/** CPU time between two readings; NaN if a process has ended, because its time is lost. */
export const cpuBetween = (before: Map<number, number>, after: Map<number, number>) => {
  if ([...before.keys()].some((id) => !after.has(id))) return Number.NaN
  return [...after].reduce((sum, [id, milliseconds]) => sum + milliseconds - (before.get(id) ?? 0), 0)
}

/** Long enough for work that a load leaves behind, such as backups and the collection of garbage. */
const settleMilliseconds = 60_000

const idleMilliseconds = 60_000

/**
 * CPU of the server and everything that it started while nobody asks for anything, in percent of a core, over a minute
 * that begins a minute after the last request.
 */
export const idleCpu = async (pid: number) => {
  await setTimeout(settleMilliseconds)
  const before = cpuTimes(pid)
  await setTimeout(idleMilliseconds)
  return (cpuBetween(before, cpuTimes(pid)) / idleMilliseconds) * 100
}
