import { type DecodedFile, decodeText, isArchive } from '../../lib/decode'

const [newline, carriageReturn, space, tab] = [10, 13, 32, 9]

/** True for a byte within a character of UTF-8 of several bytes. */
const isContinuation = (byte: number | undefined) => byte !== undefined && byte >= 0x80 && byte < 0xc0

/** Length of the fold at an offset, a line break with a space or tab behind it; 0 for none. */
const foldAt = (bytes: Uint8Array, offset: number) => {
  const breaks =
    bytes[offset] === carriageReturn && bytes[offset + 1] === newline ? 2 : bytes[offset] === newline ? 1 : 0
  const next = bytes[offset + breaks]
  return breaks > 0 && (next === space || next === tab) ? breaks + 1 : 0
}

/** Moves folds that divide a character behind it: RFC 5545 lets a line be folded between any two bytes. */
const wholeCharacters = (bytes: Uint8Array) => {
  const whole = new Uint8Array(bytes.length)
  let length = 0
  for (let offset = 0; offset < bytes.length; ) {
    const fold = foldAt(bytes, offset)
    let end = offset + Math.max(fold, 1)
    if (fold > 0) while (isContinuation(bytes[end])) end += 1
    const inside = bytes.subarray(offset + fold, end)
    const outside = bytes.subarray(offset, offset + fold)
    whole.set(inside, length)
    whole.set(outside, length + inside.length)
    length += end - offset
    offset = end
  }
  return whole
}

const advice = 'Save it as a calendar (.ics) in UTF-8.'

/** Decodes UTF-8, or UTF-16 with a byte-order mark. */
export const decodeCalendar = (bytes: Uint8Array): DecodedFile => {
  if (isArchive(bytes)) return { problem: 'The file is an archive. Unpack it, and choose a calendar (.ics) in it.' }
  const decoded = decodeText(bytes, advice)
  return 'problem' in decoded ? decodeText(wholeCharacters(bytes), advice) : decoded
}
