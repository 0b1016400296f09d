type DecodedFile = { text: string } | { problem: string }

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)

const isArchive = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4)

const utf16 = (bytes: Uint8Array) => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  return startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : null
}

/** Decodes UTF-8, or UTF-16 with a byte-order mark. */
export const decode = (content: ArrayBuffer): DecodedFile => {
  const bytes = new Uint8Array(content)
  if (isArchive(bytes)) return { problem: 'The file is a spreadsheet or an archive. Save it as CSV and choose that.' }
  const encoding = utf16(bytes) ?? 'utf-8'
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes) }
  } catch {
    return { problem: `The file is not text in ${encoding.toUpperCase()}. Save it as CSV in UTF-8.` }
  }
}
