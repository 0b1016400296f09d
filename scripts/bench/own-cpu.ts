import type { Account } from './account'
import { type Inspector, type Profile, samplingMicroseconds } from './inspector'
import { send } from './measure'
import type { OwnCpu } from './results'

const pages = ['/', '/stats?range=365', '/sessions', '/goals', '/whitelists']

const rounds = 9
const requestsPerRound = 20
const listed = 10

/** Microseconds. A sample that comes later than this waited for the database or for the next request. */
const longestSample = 3 * samplingMicroseconds

type Frame = Profile['nodes'][number]['callFrame']

/** Name of a function in the report; the beginning of its line if it has none. */
const nameOf = (inspector: Inspector, frame: Frame) =>
  frame.functionName ||
  (inspector.lineOf(frame) ?? '')
    .replace(/\/\* @__PURE__ \*\/ |__name2?\(/g, '')
    .trim()
    .slice(0, 50)

/** Microseconds of the application's functions by name. What is built in counts for the function that calls it. */
const ownTimes = (inspector: Inspector, { nodes, samples, timeDeltas }: Profile) => {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const isBuiltIn = ({ url, functionName }: Frame) => url === '' && !functionName.startsWith('(')
  const caller = (id: number): Frame | undefined => {
    const frame = byId.get(id)?.callFrame
    const above = callers.get(id)
    return frame && isBuiltIn(frame) && above !== undefined ? caller(above) : frame
  }
  const times = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const frame = caller(id)
    if (!frame || inspector.lineOf(frame) === undefined) continue
    const name = nameOf(inspector, frame)
    times.set(name, (times.get(name) ?? 0) + Math.min(timeDeltas[index] ?? 0, longestSample))
  }
  return times
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const load = async (url: string, { headers }: Account, path: string) => {
  for (let sent = 0; sent < requestsPerRound; sent += 1) {
    const { status } = await send(url, { path, headers })
    if (status !== 200) throw new Error(`${path}: ${status}`)
  }
}

/**
 * Milliseconds of the application's own JavaScript for each main page and account, by the samples of the Worker's
 * profiler: the median of rounds in which the accounts take turns, and the functions that take most.
 */
export const ownCpu = async (url: string, accounts: Account[], inspector: Inspector): Promise<OwnCpu[]> => {
  const results: OwnCpu[] = []
  for (const path of pages) {
    const found = accounts.map((account) => ({ account, totals: [] as number[], times: new Map<string, number>() }))
    for (const { account } of found) await load(url, account, path)
    for (let round = 0; round < rounds; round += 1) {
      for (const { account, totals, times } of found) {
        const spent = ownTimes(inspector, await inspector.profile(() => load(url, account, path)))
        totals.push([...spent.values()].reduce((sum, time) => sum + time, 0) / 1000 / requestsPerRound)
        for (const [name, time] of spent) times.set(name, (times.get(name) ?? 0) + time)
      }
    }
    for (const { account, totals, times } of found) {
      const most = [...times].toSorted((a, b) => b[1] - a[1]).slice(0, listed)
      results.push({
        page: path,
        years: account.years,
        milliseconds: median(totals),
        functions: most.map(([name, time]) => ({ name, milliseconds: time / 1000 / requestsPerRound / rounds })),
      })
    }
  }
  return results
}
