import type { User } from '../../../lib/env'
import { type DecodedFile, type DecodedText, decodeText, isArchive } from '../../../lib/files/uploads'
import { withShortKeys } from './plan'
import { type ImportDates, type ReadCalendar, tooManyError } from './schema'

/**
 * Reads a calendar for a person, or returns the reason why it cannot be imported. Loads the parser. @param advice
 * sentence for a calendar with too many meetings
 */
export const readPersonCalendar = async (
  { email, preferences }: Pick<User, 'email' | 'preferences'>,
  { text, leftOut }: DecodedText,
  dates: ImportDates,
  advice = 'Choose fewer days.',
): Promise<{ read: ReadCalendar } | { problem: string }> => {
  const { readCalendar } = await import('./read')
  const own = email ? [email.toLowerCase()] : []
  const read = readCalendar(text, { ...dates, time_zone: preferences.time_zone, own })
  if ('problem' in read) return read
  const problem = tooManyError(read.meetings, advice)
  if (problem !== null) return { problem }
  const [meetings, others] = await Promise.all([withShortKeys(read.meetings), withShortKeys(read.others)])
  return { read: { ...read, meetings, others, left_out: [...leftOut, ...read.left_out] } }
}

/** Moves line folds that split a UTF-8 character after it. RFC 5545 allows folds between any two bytes. */
const wholeCharacters = (bytes: Uint8Array) => {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const whole = characters.replace(/((?:\r?\n[ \t])+)([\x80-\xbf]+)/g, '$2$1')
  return Uint8Array.from(whole, (character) => character.charCodeAt(0))
}

const advice = 'Save it as a calendar (.ics) in UTF-8.'

export const decodeCalendar = (bytes: Uint8Array, charset?: string): DecodedFile => {
  if (isArchive(bytes)) return { problem: 'The file is an archive. Unpack it, and choose a calendar (.ics) in it.' }
  const decoded = decodeText(bytes, advice, { charset })
  const isWhole = 'problem' in decoded || decoded.leftOut.length === 0
  return isWhole ? decoded : decodeText(wholeCharacters(bytes), advice, { charset })
}
