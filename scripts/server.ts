import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './settings'

/** A free port below the range of ephemeral ports, so that no other program gets it before the server. */
export const freePort = async (): Promise<number> => {
  const port = randomInt(20_000, 32_000)
  const isFree = await new Promise<boolean>((known) => {
    const probe = createServer()
    probe.once('error', () => known(false))
    probe.listen(port, 'localhost', () => probe.close(() => known(true)))
  })
  return isFree ? port : freePort()
}

export const temporaryState = (folder = tmpdir()) => mkdtemp(join(folder, 'daymark-state-'))

export type Server = Awaited<ReturnType<typeof startServer>>

/**
 * Runs `npm start` with its own port and state folder. Resolves when the server is ready.
 * @param checkout folder of the code that runs
 */
export const startServer = async (state: string, environment: NodeJS.ProcessEnv = {}, checkout = root) => {
  const port = await freePort()
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    env: { ...process.env, PORT: String(port), STATE_DIR: state, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const printed: string[] = []
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (line === `Ready on http://localhost:${port}`) ready()
      })
    }
    child.on('exit', () => failed(new Error(`The server did not start:\n${printed.join('\n')}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.pid) process.kill(-child.pid, signal)
    await ended
  }
  return {
    url: `http://localhost:${port}`,
    /** root of the server's process tree */
    pid: child.pid ?? 0,
    /** printed lines */
    printed,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  }
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 })
