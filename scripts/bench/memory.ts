import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Account } from './account'
import { cpuTimes } from './cpu'
import { send } from './measure'
import type { Peak } from './results'

/** Megabytes that a process holds, from /proc; 0 where there is none. */
const residentMegabytes = (pid: number) => {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1024
  } catch {
    return 0
  }
}

/** Megabytes of the server and everything that it started. */
const serverMegabytes = (pid: number) => [...cpuTimes(pid).keys()].reduce((sum, id) => sum + residentMegabytes(id), 0)

const peakOf = async (pid: number, name: string, work: () => Promise<unknown>): Promise<Peak> => {
  const before = serverMegabytes(pid)
  let most = before
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      most = Math.max(most, serverMegabytes(pid))
      await setTimeout(50)
    }
  })()
  try {
    await work()
  } finally {
    isDone = true
    await watching
  }
  return { name, megabytes: most - before }
}

const csvBytes = 5_000_000

/** A file of sessions of `csvBytes`, in the format of our own export. */
const largeCsv = () => {
  const head = 'id,started_at,ended_at,duration_seconds,time_zone,title\n'
  const first = Date.UTC(2016, 0, 1, 8)
  const lines: string[] = []
  for (let bytes = head.length, n = 0; ; n += 1) {
    const [start, end] = [0, 1_500_000].map((after) => new Date(first + n * 1_800_000 + after).toISOString())
    const line = `,${start},${end},1500,Europe/Lisbon,Imported session ${n}\n`
    bytes += line.length
    if (bytes > csvBytes) return head + lines.join('')
    lines.push(line)
  }
}

/** Memory that the largest export and the largest import take beyond what the server holds, at their peak. */
export const memoryPeaks = async (server: { url: string; pid: number }, { headers, years }: Account) => [
  await peakOf(server.pid, `export of ${years} years`, () => send(server.url, { path: '/api/v1/export', headers })),
  await peakOf(server.pid, 'import of a CSV of 5 MB', () =>
    send(server.url, {
      path: '/api/v1/sessions/import?dry_run=true',
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'text/csv' },
      text: largeCsv(),
    }),
  ),
]
