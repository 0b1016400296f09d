import { z } from 'zod'
import { LeftOut } from '../lib/files/left-out'
import { type DecodedFile, type DecodedText, decodeText, sizeText } from '../lib/files/uploads'
import type { Draft } from '../lib/http/form'
import { contentLimit, filesLimit } from '../lib/text/text'

/** A submitted upload form: files, pasted text and other fields. */
export type SubmittedUpload = { files: File[]; text: string; fields: Record<string, string> }

/** Values of a submitted upload form with errors by field; `form`: errors of the whole form. */
export type UploadDraft = Draft<Record<string, string>>

/** Paths that a preview leads to: where it is confirmed, and the upload form. */
export type PreviewPaths = { confirm: string; again: string }

/** Limits and messages for a file or pasted text. */
type Source = {
  /** Message if nothing was sent. */
  missing: string
  bytes: number
  /** Advice on how to make a file smaller. */
  advice?: string
  decode?: (bytes: Uint8Array) => DecodedFile
}

const decodeExactly = (bytes: Uint8Array) => decodeText(bytes, undefined, { keepsMark: true })

/** The chosen file as text, else the pasted text; or field errors. */
export const uploadText = async (
  { files: [file], text }: SubmittedUpload,
  { missing, bytes, advice, decode = decodeExactly }: Source,
): Promise<(DecodedText & { name: string | null }) | { errors: { file?: string[]; text?: string[] } }> => {
  const tooLarge = (what: string) => [[`The ${what} is over ${sizeText(bytes)}.`, advice].filter(Boolean).join(' ')]
  if (!file) {
    if (text.trim() === '') return { errors: { file: [missing] } }
    return text.length > bytes ? { errors: { text: tooLarge('text') } } : { text, leftOut: [], name: null }
  }
  if (file.size === 0) return { errors: { file: ['The file is empty'] } }
  if (file.size > bytes) return { errors: { file: tooLarge('file') } }
  const decoded = decode(new Uint8Array(await file.arrayBuffer()))
  return 'problem' in decoded ? { errors: { file: [decoded.problem] } } : { ...decoded, name: file.name }
}

/** A submitted markdown file or pasted text. */
export const ImportDocument = z.object({ name: z.string(), text: z.string(), left_out: z.array(LeftOut).optional() })
export type ImportDocument = z.infer<typeof ImportDocument>

/** A document that can't be imported, with errors by line; line 0 means the whole document. */
export const RefusedImport = z.object({
  name: z.string(),
  errors: z.array(z.object({ line: z.int(), message: z.string() })),
})
export type RefusedImport = z.infer<typeof RefusedImport>

export const refuseDocument = (name: string, message: string): RefusedImport => ({
  name,
  errors: [{ line: 0, message }],
})

export const pastedName = 'Pasted text'

const tooLarge = `The text is over ${contentLimit / 1024} KB.`

const decode = async (file: File): Promise<ImportDocument | RefusedImport> => {
  const { name, size } = file
  if (size > contentLimit) return refuseDocument(name, tooLarge)
  const decoded = decodeExactly(new Uint8Array(await file.arrayBuffer()))
  if ('problem' in decoded) return refuseDocument(name, decoded.problem)
  return { name, text: decoded.text, left_out: decoded.leftOut }
}

/** Undoes the conversion of line breaks to CRLF by the form. */
const typedText = (text: string) => text.replaceAll('\r\n', '\n')

/** Documents of a form: files, then pasted text; or field errors. @param missing message if nothing was sent */
export const documentsOf = async (
  { files, text: pasted }: SubmittedUpload,
  missing: string,
): Promise<{ documents: (ImportDocument | RefusedImport)[] } | { errors: { file: string[] } }> => {
  if (files.length > filesLimit) {
    return { errors: { file: [`Choose at most ${filesLimit} files at once. These are ${files.length}.`] } }
  }
  const text = typedText(pasted)
  if (files.length === 0 && text.trim() === '') return { errors: { file: [missing] } }
  const isTooLarge = new TextEncoder().encode(text).length > contentLimit
  const typed = isTooLarge ? refuseDocument(pastedName, tooLarge) : { name: pastedName, text }
  return { documents: [...(await Promise.all(files.map(decode))), ...(text.trim() === '' ? [] : [typed])] }
}
