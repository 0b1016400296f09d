import { contentLimit } from './schema'

/** A markdown file, or pasted text, as it was submitted. */
export type Document = { name: string; text: string }

/** A document that is not looked into. */
export type Unreadable = { name: string; message: string }

export const filesLimit = 20

/** Bytes of the form: every file at its limit, and the fields around them. */
export const uploadBytes = filesLimit * contentLimit + 256 * 1024

export const pastedName = 'Pasted text'

const tooLarge = `The text is over ${contentLimit / 1024} KB.`

/** Decodes UTF-8 and keeps a mark at its beginning, so that the bytes stay. */
const decode = async (file: File): Promise<Document | Unreadable> => {
  const { name, size } = file
  if (size > contentLimit) return { name, message: tooLarge }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer())
    return { name, text }
  } catch {
    return { name, message: 'The file isn’t text in UTF-8.' }
  }
}

/** A form sends every line break as CRLF, whatever it was. */
const typedText = (text: string) => text.replaceAll('\r\n', '\n')

/** Documents of a form: files, then pasted text. A browser sends an empty file where none was chosen. */
export const documentsOf = (files: File[], pasted: string): Promise<(Document | Unreadable)[]> => {
  const text = typedText(pasted)
  const isTooLarge = new TextEncoder().encode(text).length > contentLimit
  const typed = isTooLarge ? { name: pastedName, message: tooLarge } : { name: pastedName, text }
  return Promise.all([
    ...files.filter(({ name, size }) => name !== '' || size > 0).map(decode),
    ...(text.trim() === '' ? [] : [Promise.resolve(typed)]),
  ])
}
