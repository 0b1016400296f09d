import { request } from 'node:http'
import { relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from './storage'

/** The socket of a running server, by a path that is short enough for the system. */
const socketOf = (state: string) => relative(process.cwd(), `${state}/control.sock`) || 'control.sock'

/** Thrown where no server runs, or while it starts. */
class NoServer extends Refusal {}

const ask = (state: string, work: string, body: string) =>
  new Promise<string>((done, failed) => {
    const asked = request({ socketPath: socketOf(state), path: `/${work}`, method: 'POST' }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (answer.statusCode === 200) done(text)
        else failed(new Refusal(text || `The server answered ${answer.statusCode}.`))
      })
    })
    asked.on('error', () =>
      failed(new NoServer(`No server is running on ${state}. Start it, or set STATE_DIR to its folder.`)),
    )
    asked.end(body)
  })

/**
 * Asks the running server for one of its own works, and returns its answer.
 * @param seconds time to wait for a server that is starting
 * @throws Refusal with its words where it refuses, or where no server runs
 */
export const askServer = async (state: string, work: string, body = '', seconds = 0) => {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await ask(state, work, body)
    } catch (error) {
      if (!(error instanceof NoServer) || Date.now() >= end) throw error
      await sleep(250)
    }
  }
}
