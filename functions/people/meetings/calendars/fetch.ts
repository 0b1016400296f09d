import { z } from 'zod'
import { userAgent } from '../../../lib/env'
import { charsetOf, type DecodedText, sizeText } from '../../../lib/files/uploads'
import { isPublicName } from '../../../lib/http/public-name'
import { decodeCalendar } from '../import/decode'

const addressLimit = 2_000
const bytesLimit = 2 * 1024 * 1024
const redirectsLimit = 3
const timeoutMs = 10_000

/** Validates a typed or redirected URL before it is fetched. */
export const checkAddress = (text: string): { url: URL } | { problem: string } => {
  const url = URL.parse(text.trim().replace(/^webcal:/i, 'https:'))
  if (!url || text.length > addressLimit) return { problem: 'Enter an address such as https://example.com/work.ics' }
  if (url.protocol !== 'https:') return { problem: 'Enter an address that begins with https:// or webcal://' }
  if (url.username || url.password) return { problem: 'Enter an address without a user name and a password' }
  if (url.port) return { problem: 'Enter an address without a port' }
  if (!isPublicName(url.hostname)) return { problem: 'Enter an address on the internet, with a name and not a number' }
  url.hash = ''
  return { url }
}

/** Reason why a calendar cannot be read, in our words for the person. Never contains text of the remote server. */
class Unread extends Error {}

/** Reason why a calendar was not read. If `unreachable`, a later try may succeed. */
export type CalendarFailure = { problem: string; unreachable?: true }

const later = 'Daymark tries again in an hour.'

const refusalOf = (status: number) => {
  if (status === 404 || status === 410) return 'There is no calendar at this address. Copy its address again.'
  if (status === 401 || status === 403) return 'The server doesn’t show this calendar. Copy its secret address.'
  return `The server answered with an error (${status}). ${later}`
}

const tooLarge = `The calendar is larger than ${sizeText(bytesLimit)}. Subscribe to one with fewer events.`

const bytesOf = async (response: Response) => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > bytesLimit) throw new Unread(tooLarge)
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** Fetches a URL and follows redirects. Validates each URL first. */
const open = async (address: string, signal: AbortSignal) => {
  let next = address
  for (let redirects = 0; redirects <= redirectsLimit; redirects += 1) {
    const checked = checkAddress(next)
    if ('problem' in checked)
      throw new Unread('This address redirects to one that Daymark doesn’t open. Copy it again.')
    const headers = { Accept: 'text/calendar', 'User-Agent': userAgent }
    const response = await fetch(checked.url.href, { headers, redirect: 'manual', signal })
    const location = response.headers.get('Location')
    if (response.ok) return response
    await response.body?.cancel()
    if (response.status < 300 || response.status > 399 || location === null)
      throw new Unread(refusalOf(response.status))
    next = URL.parse(location, checked.url)?.href ?? ''
  }
  throw new Unread('This address redirects too often. Copy it again.')
}

/** Reads the calendar at a URL, or returns the reason for a failure. */
export const fetchCalendar = async (address: string): Promise<DecodedText | CalendarFailure> => {
  try {
    const response = await open(address, AbortSignal.timeout(timeoutMs))
    const decoded = decodeCalendar(await bytesOf(response), charsetOf(response.headers.get('Content-Type')))
    return 'text' in decoded ? decoded : { problem: 'This address doesn’t lead to a calendar (.ics).' }
  } catch (error) {
    const isLate = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name)
    const said = isLate ? `The server took longer than 10 seconds. ${later}` : `The server can’t be reached. ${later}`
    const problem = error instanceof Unread ? error.message : said
    return problem.endsWith(later) ? { problem, unreachable: true } : { problem }
  }
}

/** Parses a URL that Daymark may fetch, in the form in which it is fetched. */
export const calendarUrl = z.string('Enter an address').transform((text, context) => {
  const checked = checkAddress(text)
  if ('url' in checked) return checked.url.href
  context.addIssue({ code: 'custom', message: checked.problem })
  return z.NEVER
})
