import { Agent, request } from 'node:http'
import { createHistogram } from 'node:perf_hooks'
import { cpuBetween, cpuTimes } from './cpu'
import type { Cost, Measured } from './figures'

/** One request to be. */
export type Sent = {
  path: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  form?: Record<string, string>
  /** Sent as JSON. */
  json?: object
}

/** What came back, as far as a benchmark looks at it. */
export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** Sends one request to the server at `url` and reads all of its answer. */
export const send = (url: string, { path, method = 'GET', headers = {}, form, json }: Sent, agent?: Agent) =>
  new Promise<Answer>((done, failed) => {
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

const costOf = ({ headers }: Answer): Cost | undefined => {
  const [, statements, read, written] =
    /statements=(\d+) read=(\d+) written=(\d+)/.exec(String(headers['server-timing'] ?? '')) ?? []
  return statements === undefined
    ? undefined
    : { statements: Number(statements), read: Number(read), written: Number(written) }
}

export type Server = { url: string; pid: number }

type Load = {
  server: Server
  /** Requests ready to be sent, each once. What making them costs is not measured. */
  batch: () => Promise<Sent[]>
  /** The status that each has to be answered with. */
  status: number
  connections: number
  /** How many requests are sent at most, and for how long. */
  limits: { requests: number; milliseconds: number }
}

/** Sends requests over so many connections, the next one on each as soon as the one before is answered. */
export const measure = async ({ server, batch, status, connections, limits }: Load): Promise<Measured> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latency = createHistogram()
  let requests = 0
  let milliseconds = 0
  let cpu = 0
  let cost: Cost | undefined

  const one = async (sent: Sent) => {
    const start = process.hrtime.bigint()
    const answer = await send(server.url, sent, agent)
    latency.record(process.hrtime.bigint() - start)
    if (answer.status !== status) throw new Error(`${sent.path}: ${answer.status} instead of ${status}`)
    requests += 1
    cost = costOf(answer)
  }

  try {
    while (requests < limits.requests && milliseconds < limits.milliseconds) {
      const waiting = (await batch()).slice(0, limits.requests - requests)
      if (waiting.length === 0) break
      const [before, start] = [cpuTimes(server.pid), performance.now()]
      const deadline = start + limits.milliseconds - milliseconds
      const connection = async () => {
        for (let sent = waiting.pop(); sent && performance.now() < deadline; sent = waiting.pop()) await one(sent)
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
