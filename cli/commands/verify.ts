import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { callOrFail, parseJsonBody } from '../remote/call'
import { hostOf, serverAddress } from '../remote/server'
import { storedAccount } from '../store/account'

type File = { format?: unknown; sha256?: unknown; document?: unknown }

const read = async (path: string): Promise<File> => {
  try {
    const file: unknown = JSON.parse(await readFile(path, 'utf8'))
    return typeof file === 'object' && file !== null ? file : {}
  } catch (error) {
    throw new Failure('error', `Can’t read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

type Verdict = { verdict?: unknown; sealed_at?: unknown }

/** Asks a server when it sealed a report (ISO 8601); null if it has no such seal. */
const sealedAt = async (context: Context, server: string, file: File) => {
  const response = await callOrFail(context, { server, path: '/verify', method: 'POST', json: file })
  const { verdict, sealed_at } = await parseJsonBody<Verdict>(response, server)
  return verdict === 'sealed' && typeof sealed_at === 'string' ? sealed_at : null
}

/**
 * Checks that the digest of a downloaded report matches its text, then asks the server for its seal: a forged file can
 * contain a valid digest and any time.
 */
export const verify: Run = async (context) => {
  const [path = ''] = context.args
  const { format, sha256, document } = await read(path)
  if (format !== 'daymark-report' || typeof document !== 'string' || typeof sha256 !== 'string')
    throw new Failure('error', `${path} isn’t a report downloaded from a sealed address.`)
  const digest = createHash('sha256').update(document, 'utf8').digest('hex')
  if (digest !== sha256)
    throw new Failure('error', `${path} was changed: its document has the digest ${digest}, not ${sha256}.`)
  const fits = `${path} matches its digest.`
  const typed = optionText(context, 'server')
  const server = typed ? serverAddress(typed) : storedAccount(context.store().db)?.server
  if (!server)
    return {
      json: { file: path, sha256, server: null, sealed_at: null },
      text: [`${fits} Only the server that sealed it can confirm that: add --server.`, digest],
    }
  const sealed_at = await sealedAt(context, server, { format, sha256, document })
  if (sealed_at === null)
    throw new Failure(
      'error',
      `${fits} But ${hostOf(server)} has no seal for it: it was sealed elsewhere, its seal expired or was revoked, or it is forged.`,
    )
  return {
    json: { file: path, sha256, server, sealed_at },
    text: [`${path} is unchanged since it was sealed at ${hostOf(server)} on ${sealed_at}.`, digest],
  }
}
