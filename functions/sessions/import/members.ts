import type { Member } from '../csv/table'

export const memberKey = ({ name, email }: Member) => email || name

const sameText = (a: string, b: string | null) => a.toLowerCase() === b?.toLowerCase()

/** The chosen member, by default the one with the user's email. */
export const chooseMember = (members: Member[], chosen: string, email: string | null) =>
  chosen === ''
    ? members.find((member) => member.email !== '' && sameText(member.email, email))
    : members.find((member) => sameText(memberKey(member), chosen))
