import { Agent, request } from 'node:http'
import { createHistogram } from 'node:perf_hooks'
import { cpuBetween, cpuTimes } from './cpu'

/** Database cost of a request, from its `Server-Timing`. */
type Cost = { statements: number; trips: number; read: number; written: number }

export type Measurement = {
  requests: number
  perSecond: number
  /** in milliseconds, like p95, p99 and cpu */
  p50: number
  p95: number
  p99: number
  /** CPU time of the whole server, for each request; NaN if a server process restarted */
  cpu: number
  /** of the request that read and wrote most rows; undefined without `Server-Timing` */
  cost?: Cost
}

export type BenchRequest = {
  path: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  form?: Record<string, string>
  json?: object
}

type BenchResponse = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** Sends a request and reads the whole response. */
export const send = (url: string, { path, method = 'GET', headers = {}, form, json }: BenchRequest, agent?: Agent) =>
  new Promise<BenchResponse>((done, failed) => {
    const body = json ? JSON.stringify(json) : form && String(new URLSearchParams(form))
    const type = json ? 'application/json' : 'application/x-www-form-urlencoded'
    const written = method === 'GET' ? {} : { Origin: url, 'Content-Type': type }
    const out = request(`${url}${path}`, { method, agent, headers: { ...written, ...headers } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', failed)
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
      )
    })
    out.on('error', failed)
    out.end(body)
  })

/** @param timing the `Server-Timing` of an answer */
const costOf = (timing: unknown): Cost | undefined => {
  const counts = /statements=(\d+) trips=(\d+) read=(\d+) written=(\d+)/.exec(String(timing))
  if (!counts) return undefined
  const [statements = 0, trips = 0, read = 0, written = 0] = counts.slice(1).map(Number)
  return { statements, trips, read, written }
}

export type BenchServer = { url: string; pid: number }

type Load = {
  server: BenchServer
  /** Prepares requests to send once each. Preparing them is not measured. */
  batch: () => Promise<BenchRequest[]>
  /** expected status of every response */
  status: number
  connections: number
  /** measuring ends at the first limit reached */
  limits: { requests: number; milliseconds: number }
}

/** Each connection sends its next request as soon as the previous one is answered. */
export const measure = async ({ server, batch, status, connections, limits }: Load): Promise<Measurement> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latency = createHistogram()
  let requests = 0
  let milliseconds = 0
  let cpu = 0
  let cost: Cost | undefined

  const sendOne = async (sent: BenchRequest) => {
    const start = process.hrtime.bigint()
    const answer = await send(server.url, sent, agent)
    latency.record(process.hrtime.bigint() - start)
    if (answer.status !== status) throw new Error(`${sent.path}: ${answer.status} instead of ${status}`)
    requests += 1
    const own = costOf(answer.headers['server-timing'])
    if (own && (!cost || own.read + own.written > cost.read + cost.written)) cost = own
  }

  try {
    while (requests < limits.requests && milliseconds < limits.milliseconds) {
      const waiting = (await batch()).slice(0, limits.requests - requests)
      if (waiting.length === 0) break
      const [before, start] = [cpuTimes(server.pid), performance.now()]
      const deadline = start + limits.milliseconds - milliseconds
      const connection = async () => {
        for (let sent = waiting.pop(); sent && performance.now() < deadline; sent = waiting.pop()) await sendOne(sent)
      }
      await Promise.all(Array.from({ length: connections }, connection))
      milliseconds += performance.now() - start
      cpu += cpuBetween(before, cpuTimes(server.pid))
    }
  } finally {
    agent.destroy()
  }
  const at = (percentile: number) => latency.percentile(percentile) / 1e6
  return {
    requests,
    perSecond: (requests * 1000) / milliseconds,
    p50: at(50),
    p95: at(95),
    p99: at(99),
    cpu: cpu / requests,
    cost,
  }
}
