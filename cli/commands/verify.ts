import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Run } from '../context'
import { Failure } from '../failure'

type File = { format?: unknown; sha256?: unknown; document?: unknown; sealed_at?: unknown }

const read = async (path: string): Promise<File> => {
  try {
    const file: unknown = JSON.parse(await readFile(path, 'utf8'))
    return typeof file === 'object' && file !== null ? file : {}
  } catch (error) {
    throw new Failure('error', `Can’t read ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Checks that a downloaded report has the digest that it says: the SHA-256 of its document's text. It needs no server. */
export const verify: Run = async ({ args: [path = ''] }) => {
  const { format, sha256, document, sealed_at } = await read(path)
  if (format !== 'daymark-report' || typeof document !== 'string' || typeof sha256 !== 'string')
    throw new Failure('error', `${path} is no report that was downloaded from a sealed address.`)
  const digest = createHash('sha256').update(document, 'utf8').digest('hex')
  if (digest !== sha256)
    throw new Failure('error', `${path} was changed: its document has the digest ${digest}, and it says ${sha256}.`)
  return {
    json: { file: path, sha256, unchanged: true },
    text: [
      `${path} is unchanged since it was sealed${typeof sealed_at === 'string' ? ` at ${sealed_at}` : ''}.`,
      digest,
    ],
  }
}
