import type { User } from '../../../lib/env'
import { type DecodedFile, decodeText, isArchive } from '../../../lib/uploads'
import { withShortKeys } from './plan'
import { type Dates, type ReadCalendar, tooMany } from './schema'

/**
 * Reads the text of a calendar for a person; says why it cannot be imported. The library is loaded now.
 * @param advice sentence for one with too many meetings
 */
export const readFor = async (
  { email, preferences }: Pick<User, 'email' | 'preferences'>,
  text: string,
  dates: Dates,
  advice = 'Choose fewer days.',
): Promise<{ read: ReadCalendar } | { problem: string }> => {
  const { readCalendar } = await import('./read')
  const own = email ? [email.toLowerCase()] : []
  const read = readCalendar(text, { ...dates, time_zone: preferences.time_zone, own })
  if ('problem' in read) return read
  const problem = tooMany(read.meetings, advice)
  if (problem !== null) return { problem }
  const [meetings, others] = await Promise.all([withShortKeys(read.meetings), withShortKeys(read.others)])
  return { read: { ...read, meetings, others } }
}

/** Moves folds that divide a character behind it: RFC 5545 lets a line be folded between any two bytes. */
const wholeCharacters = (bytes: Uint8Array) => {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const whole = characters.replace(/((?:\r?\n[ \t])+)([\x80-\xbf]+)/g, '$2$1')
  return Uint8Array.from(whole, (character) => character.charCodeAt(0))
}

const advice = 'Save it as a calendar (.ics) in UTF-8.'

/** UTF-16 is known by the zeros of its first character where it has no mark. */
const marked = (bytes: Uint8Array) => {
  const mark = bytes[0] === 0 && bytes[1] !== 0 ? [0xfe, 0xff] : bytes[0] !== 0 && bytes[1] === 0 ? [0xff, 0xfe] : []
  return mark.length > 0 ? Uint8Array.from([...mark, ...bytes]) : bytes
}

/** Decodes UTF-8 or UTF-16. */
export const decodeCalendar = (file: Uint8Array): DecodedFile => {
  const bytes = marked(file)
  if (isArchive(bytes)) return { problem: 'The file is an archive. Unpack it, and choose a calendar (.ics) in it.' }
  const decoded = decodeText(bytes, advice)
  return 'problem' in decoded ? decodeText(wholeCharacters(bytes), advice) : decoded
}
