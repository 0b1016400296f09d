import { request } from 'node:http'
import { relative } from 'node:path'
import { Refusal } from './storage'

/** The socket of a running server, by a path that is short enough for the system. */
const socketOf = (state: string) => relative(process.cwd(), `${state}/control.sock`) || 'control.sock'

/**
 * Asks the running server for one of its own works, and returns its answer.
 * @throws Refusal with its words where it refuses, or where no server runs
 */
export const askServer = (state: string, work: string, body = '') =>
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
    asked.on('error', () => failed(new Refusal(`No server is running on ${state}. Start it first.`)))
    asked.end(body)
  })
