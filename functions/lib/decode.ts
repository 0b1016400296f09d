export type DecodedFile = { text: string } | { problem: string }

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)

/** True for a ZIP archive, as spreadsheets are. */
export const isArchive = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4)

const utf16 = (bytes: Uint8Array) => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  return startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : null
}

/** Decodes UTF-8, or UTF-16 with a byte-order mark. @param advice sentence for a file in another encoding */
export const decodeText = (bytes: Uint8Array, advice: string): DecodedFile => {
  const encoding = utf16(bytes) ?? 'utf-8'
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes) }
  } catch {
    return { problem: `The file is not text in ${encoding.toUpperCase()}. ${advice}` }
  }
}
