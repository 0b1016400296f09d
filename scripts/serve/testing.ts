import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../server'
import { buildServer } from './build'

export type OwnServer = Awaited<ReturnType<typeof startOwnServer>>

/** Runs the built server in `state`. Resolves when it answers; rejects with its words where it does not start. */
export const startOwnServer = async (state: string, environment: NodeJS.ProcessEnv = {}) => {
  const folder = await buildServer()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { PATH } = process.env
  const child = spawn(process.execPath, [join(folder, 'serve.mjs')], {
    env: { PATH, PORT: String(port), STATE_DIR: state, PUBLIC_URL: url, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (line.includes('"Ready"')) ready()
      })
    child.on('exit', () => failed(new Error(printed.join('\n'))))
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { url, port, printed, folder, pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
}
