import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { progressLine } from '../output/progress'
import { callOrFail, requireAccount } from '../remote/call'

const timeoutMs = 600_000

/** File name that the server proposes, without folders. */
const proposedName = (response: Response, format: string) => {
  const [, name = ''] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return /^[\w.-]+$/.test(name) && !name.startsWith('.') ? basename(name) : `daymark.${format}`
}

const counted = (context: Context, response: Response) => {
  const progress = progressLine(context, context.isJson)
  const size = Number(response.headers.get('Content-Length')) || undefined
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      progress.show('Downloading bytes', bytes, size)
      done(null, chunk)
    },
    flush(done) {
      progress.clear()
      done()
    },
  })
  return { counter, bytes: () => bytes }
}

const bodyOf = (response: Response) => {
  if (!response.body) throw new Failure('error', 'The server sent nothing.')
  return Readable.from(response.body)
}

/** Writes to a temporary file next to the target, so that an interrupted download leaves an older file intact. */
const toFile = async (context: Context, response: Response, path: string) => {
  const { counter, bytes } = counted(context, response)
  const part = `${path}.part`
  try {
    await pipeline(bodyOf(response), counter, createWriteStream(part, { mode: 0o600 }), { signal: context.signal })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    if (context.signal.aborted) throw new Failure('error', 'Interrupted; no file was written.')
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('error', `Can’t write ${path}: ${reason}`)
  }
  return bytes()
}

/** Downloads an export of all data. */
export const exportAll: Run = async (context) => {
  const [format = 'json'] = context.args
  const { server, token } = requireAccount(context)
  const path = `/api/v1/exports/${format}`
  const response = await callOrFail(context, { server, token, path, headers: { Accept: '*/*' }, timeoutMs })
  const output = optionText(context, 'output')
  if (output === '-') {
    if (context.isJson) throw new Failure('usage', '--json can’t be used with --output -.')
    await pipeline(bodyOf(response), context.stdout, { end: false, signal: context.signal })
    return { json: {}, text: [] }
  }
  const file = resolve(output ?? proposedName(response, format))
  const bytes = await toFile(context, response, file)
  return { json: { format, file, bytes }, text: [`Wrote ${context.terminal.paint('bold', file)}.`] }
}
