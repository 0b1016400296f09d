import { type DecodedFile, decodeText, isArchive } from '../../lib/decode'

/** Decodes UTF-8, or UTF-16 with a byte-order mark. */
export const decode = (content: ArrayBuffer): DecodedFile => {
  const bytes = new Uint8Array(content)
  if (isArchive(bytes)) return { problem: 'The file is a spreadsheet or an archive. Save it as CSV and choose that.' }
  return decodeText(bytes, 'Save it as CSV in UTF-8.')
}
