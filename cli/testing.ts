import { PassThrough } from 'node:stream'
import type { Io } from './io'
import { run } from './run'
import { newFolder } from './testing-folders'

/** 10:00 on a Sunday, in the zone of the tests (UTC). */
export const noon = Date.parse('2026-11-22T10:00:00Z')

export const newHome = () => newFolder('cli')

type Options = {
  /** Text on standard input. */
  stdin?: string
  now?: number
  fetch?: typeof fetch
  openSocket?: Io['openSocket']
  env?: Record<string, string>
  /** Columns of a terminal; no terminal where it is left out. */
  columns?: number
  signal?: AbortSignal
  /** Called after each text that is printed. */
  onOutput?: () => void
}

const offline: typeof fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
}

/** A server without live changes. */
const noSocket: Io['openSocket'] = () => {
  throw new Error('This command opens no socket')
}

const stream = (columns: number | undefined) => {
  const parts: string[] = []
  const out = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns })
  out.on('data', (chunk) => parts.push(String(chunk)))
  return { out, text: () => parts.join('') }
}

const never = new AbortController().signal

/** Runs command lines in this process on one local store, offline unless a fetch is given. */
export const device = (home = newHome()) => {
  const daymark = async (line: string | string[], options: Options = {}) => {
    const argv = typeof line === 'string' ? line.split(' ').filter(Boolean) : line
    const { out: stdout, text } = stream(options.columns)
    if (options.onOutput) stdout.on('data', options.onOutput)
    const { out: stderr, text: errorText } = stream(options.columns)
    const stdin = new PassThrough()
    stdin.end(options.stdin ?? '')
    const code = await run({
      argv,
      env: { DAYMARK_HOME: home, ...options.env },
      stdin,
      stdout,
      stderr,
      now: () => options.now ?? noon,
      fetch: options.fetch ?? offline,
      openSocket: options.openSocket ?? noSocket,
      signal: options.signal ?? never,
    })
    return { code, out: text(), err: errorText() }
  }
  /** The JSON that a command prints. */
  const json = async (line: string | string[], options: Options = {}) => {
    const argv = typeof line === 'string' ? line.split(' ').filter(Boolean) : line
    const { out, code } = await daymark([...argv, '--json'], options)
    return { code, ...JSON.parse(out) }
  }
  return { home, daymark, json }
}
