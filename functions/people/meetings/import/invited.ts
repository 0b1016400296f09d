import { Email } from '../../../lib/email'
import { cleanLine, firstCharacters } from '../../../lib/text'
import { nameLimit } from '../../people/schema'
import type { Property } from './ical'
import type { Invited } from './schema'

/** Addresses of calendars and rooms, which are nobody. */
const isNobody = (email: string) => /@(?:[\w-]+\.)*calendar\.google\.com$/.test(email)

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const decoded = (address: string) => {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

const emailOf = ([, { email }, , value]: Property) => {
  const address = /^mailto:/i.test(textOf(value)) ? decoded(textOf(value).slice('mailto:'.length)) : textOf(email)
  return Email.safeParse(address).data ?? ''
}

/** The person of an ATTENDEE or an ORGANIZER; null for a room, a group and one without name and address. */
const personOf = (property: Property): Invited | null => {
  const [, { cn, cutype = '' }] = property
  if (/^(ROOM|RESOURCE)$/i.test(textOf(cutype))) return null
  const email = emailOf(property)
  const name = firstCharacters(cleanLine(textOf(cn)), nameLimit) || firstCharacters(email, nameLimit)
  return name === '' || isNobody(email) ? null : { name, email }
}

const statusOf = ([, { partstat }]: Property) => textOf(partstat).toUpperCase()

const isHeld = ([, { role }]: Property) => !/^NON-PARTICIPANT$/i.test(textOf(role))

/**
 * Who comes to an event beside the person with the addresses `own`: those who have not declined, and the organizer.
 * `isDeclined` when the person has declined it.
 */
export const invitedTo = (attendees: Property[], organizer: Property | undefined, own: string[]) => {
  const isOwn = (property: Property) => own.includes(emailOf(property))
  const coming = attendees.filter((property) => statusOf(property) !== 'DECLINED' && isHeld(property))
  const people = [...(organizer ? [organizer] : []), ...coming].flatMap((property) => {
    const person = isOwn(property) ? null : personOf(property)
    return person ? [person] : []
  })
  const byKey = new Map<string, Invited>()
  for (const person of people) {
    const key = person.email || person.name.toLowerCase()
    const known = byKey.get(key)
    if (!known || known.name === known.email) byKey.set(key, person)
  }
  return {
    invited: [...byKey.values()],
    isDeclined: attendees.some((property) => isOwn(property) && statusOf(property) === 'DECLINED'),
  }
}
