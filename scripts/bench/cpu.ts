import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A process, with the CPU time that it has used. */
type Process = { id: number; parent: number; milliseconds: number }

/** How long a tick of /proc is; Linux has a hundred a second wherever Node runs. */
const tickMilliseconds = 10

/** What /proc says of one process; undefined when it has ended meanwhile. */
const fromProc = (id: string): Process | undefined => {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
    // The name before the last bracket may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { id: Number(id), parent: Number(fields[1]), milliseconds: ticks * tickMilliseconds }
  } catch {
    return undefined
  }
}

/** `1-02:03:04` or `3:04.05` as milliseconds. */
export const psTime = (text: string) => {
  const [days, clock] = text.includes('-') ? text.split('-') : ['0', text]
  const seconds = (clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.round((Number(days) * 86_400 + seconds) * 1000)
}

const fromPs = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line): Process => {
      const [id = '', parent = '', time = ''] = line.trim().split(/\s+/)
      return { id: Number(id), parent: Number(parent), milliseconds: psTime(time) }
    })

const processes = () => {
  if (process.platform !== 'linux') return fromPs()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => fromProc(id) ?? [])
}

/** The CPU time, in milliseconds, of a process and of all that it has started and that still runs, by their ids. */
export const cpuTimes = (root: number) => {
  const all = processes()
  const family = new Set([root])
  for (let grown = true; grown; ) {
    const children = all.filter(({ id, parent }) => family.has(parent) && !family.has(id))
    for (const { id } of children) family.add(id)
    grown = children.length > 0
  }
  return new Map(all.filter(({ id }) => family.has(id)).map(({ id, milliseconds }) => [id, milliseconds]))
}

/** The CPU time between two of these; NaN when a process has ended in between, which takes its time with it. */
export const cpuBetween = (before: Map<number, number>, after: Map<number, number>) => {
  if ([...before.keys()].some((id) => !after.has(id))) return Number.NaN
  return [...after].reduce((sum, [id, milliseconds]) => sum + milliseconds - (before.get(id) ?? 0), 0)
}
